"""Weather from services on the network: real requests, kept on disk with the time they were known.

``fetch`` is the front door; ``open_meteo``, ``nasa_power``, ``pvgis`` and ``era5`` know one service each,
``asking`` talks, ``cache`` keeps, ``answer`` is what they hand over.
"""

__all__: list[str] = []
