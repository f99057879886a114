# Parts of a load by sector
cli-option-sectors = Daily largest and smallest power of a load's sectors: the load's parts are forecast too. The asset needs a --history.
forecast-sectors-history = The sectors of { $asset } need its own history: it says how the load moves within a day. Add --history { $asset }=FILE.
forecast-sectors-mapping = A file of sectors takes no mapping, found { $file }. Leave it out; columns are found by their headings.
forecast-sectors = { $asset } by sector, MWh: { $parts }
forecast-sector-part = { $sector } { $energy }
forecast-sector-other = other
forecast-sector-join = { ", " }
forecast-note-sectors = { $asset }: of its sectors only daily extremes are measured; how they move within a day is an estimate.
