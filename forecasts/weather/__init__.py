"""Weather: one canonical Dataset, read from files, fetched from services, or generated as a typical year.

``canonical`` says what weather is, ``reading`` gets it from files (``epw_file``, ``csv_file``, ``table_file``,
``netcdf_file``, ``tmy_file``), ``network`` from services, ``typical`` makes it. ``stamps`` says what the stamps
of a source mean, ``known`` what may be used at an issue time.
"""

__all__: list[str] = []
