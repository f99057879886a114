# Scenarios of a forecast, hindsight, and histories of the wrong size
cli-option-keep = Keep only N of the scenarios, chosen to stand for all of them, with probabilities. Default: all.
cli-option-hindsight = Allow weather that was not known when the forecast counts as issued (era5, nasa-power, pvgis of a past day). The forecast is marked as hindsight and never scored as an honest one.
forecast-hindsight = Hindsight: made with weather that was not known at the issue time. No honest forecast, and not scored as one.
forecast-note-assumed-spread = Assumption: no history tells how far the forecast of { $assets } may miss; the spread in the scenarios is assumed by the kind of asset (assumed_spread.toml), not measured. Give --history ASSET=FILE to learn it.
forecast-note-members = { $assets }: the scenarios follow the { $count } members of the weather ensemble, each one weather through the site's physics.
forecast-note-members-repeated = The ensemble has { $count } members for { $drawn } scenarios: members appear more than once, and differ only in what weather does not drive.
forecast-note-reduced = { $kept } of { $drawn } scenarios were kept; each stands for those nearest to it, with their probability.
forecast-note-physics = { $asset }: the calibration starts from the site's physics on the history's weather; its wind is taken as of 10 m above ground.
forecast-note-history-size = { $file }: { $asset } measured up to { $found } MW, { $ratio } times the { $rated } MW of the site file. Check the unit (kW or MW), the mapping, and whether it is the same plant.
forecast-history-size = The history shows { $found } MW for { $asset }, { $ratio } times the { $rated } MW of the site file: it cannot be this asset's. Check the unit in the mapping (kW or MW), the column that was taken, and whether the file belongs to { $asset }; or correct the site file.
forecast-keep-count = { $found } of { $scenarios } scenarios cannot be kept. Give --scenarios N, and --keep between 1 and N.
forecast-hindsight-source = Hindsight is for the weather of a network service. Add --source NAME, or leave it out.
forecast-note-weather-unknown = { $asset }: { $columns } of the history have no figure on the day; the models do without them.
