"""Weather: one canonical Dataset, read from files or generated as a typical year.

``canonical`` says what weather is, ``reading`` gets it from files (``epw_file``, ``csv_file``), ``typical``
makes it.
"""

__all__: list[str] = []
