# Archived forecasts found again, files that go out, and parameters of plants.

cli-forecast-list-short = List the archived forecasts of a site.
cli-forecast-list = List the archived forecasts of a site, by day and issue time.
cli-forecast-show-short = Show an archived forecast.
cli-forecast-show = Show an archived forecast, found by site, day and issue time; the last issue of the day where none is named.
cli-forecast-export-short = Write an archived forecast as a file that goes out.
cli-forecast-export = Write an archived forecast as the grid company receives it: an E file, or a table of points in CSV or Excel. Sources, stores and loads are MW by step; what a load takes is positive.
cli-forecast-parameters-short = Estimate the parameters of plants from their histories.
cli-forecast-parameters = Estimate the parameters of PV arrays and wind farms from what they measured, with their spread, and put them beside what the site file states.
cli-runs-export-short = Write the plan of a run as a file that goes out.
cli-runs-export = Write the plan of a run as the grid company receives it: an E file, or a table of points in CSV or Excel. What feeds into the site's bus is positive (discharging, import), what is fed out of it negative (charging, export); what a load takes is positive.

cli-option-forecast-list-date = Only forecasts of this day.
cli-option-list-from = Only forecasts of this day and later.
cli-option-list-to = Only forecasts of this day and before.
cli-option-forecast-day = The local day that is forecast.
cli-option-issue = Which issue: its time (2026-07-14T09:00, UTC unless it names an offset), or the beginning of its id or of its last six characters. Default: the latest.
cli-option-points = Also show every step of the day, with the 80 % band where there is one.
cli-option-as = What to write: an E file, or a table of points as CSV or as an Excel workbook.
cli-option-export-to = The file to write.
cli-option-export-asset = An asset to write, and the name that the receiver knows it by; several times for several. Default: all, by their own names.
cli-option-export-encoding = Encoding of an E file or a CSV. Default: utf-8.
cli-option-export-entity = Entity of an E file's head, and of its table if one --asset is named. Default: the site's name.
cli-option-export-force = Replace the file if it is there.
cli-option-parameters-history = What an asset measured so far, once for each asset; a mapping file says what the columns hold, else they are found.
cli-option-weather-height = Height above ground of the histories' wind speed, m. Default: 10.

## Lists

forecast-list-issued = Issued
forecast-list-issue = Issue
forecast-list-weather = Weather
forecast-list-scenarios = Scenarios
forecast-list-methods = Forecast from
forecast-list-synthetic = typical year
forecast-list-none = No forecasts of { $site } are archived for these days (archive: { $root }).
forecast-list-days = Give either one day, or the first and the last. Remove --date, or --from and --to.
forecast-step-ending = Step ending
forecast-issue-unknown = No forecast of { $date } was issued as "{ $found }". There are: { $some }.

## Files that go out

export-done = Written: { $path } ({ $steps } steps)
export-asset-line = { "  " }{ $asset }: { $energy } MWh
export-asset = { $site } has no "{ $found }" here. There are: { $known }.
export-asset-twice = "{ $found }" is there twice; each asset and each name may stand once.
export-form = Unknown form "{ $found }". Use one of: { $known }.
export-suffix = A file written as { $form } must end in { $wanted }.
export-e-suffix = An E file must not end in "{ $found }", or it will be taken for a table. Use another ending, such as .WPD, .txt or .dat.
export-encoding = Unknown encoding "{ $found }". Use utf-8 or gbk.
export-encoding-workbook = An Excel workbook has no encoding to choose. Remove --encoding { $found }.
export-entity = A table of points ({ $form }) has no head. Name the columns with --asset ASSET=NAME instead.
export-folder = { $found } cannot be written: it is a folder, or its folder is not there.
export-exists = { $found } is there already. Choose another name, or add --force to replace it.

## Parameters of plants

parameters-name = Parameter
parameters-estimate = From history
parameters-spread = Spread
parameters-stated = Site file
parameters-apart = differs
parameters-history = No history is given. Add --history ASSET=FILE, once for each asset.
parameters-asset = No parameters are estimated for { $found }. There are: { $known }.
parameters-note-losses = { $asset }: no losses fit the stated capacity of { $capacity } MW; check it, or whether the history is of this asset.
parameters-note-apart = { $asset }: the site file differs from the history by more than two spreads in { $names }. Check the site file, or the history.
parameters-note-plane = { $asset }: tilt and azimuth rest on { $days } clear days; the tilt is soft by several degrees more than its spread says.
parameters-note-tracker = { $asset }: the site file says that it is tracking; one tilt and azimuth say little.
parameters-note-hub = { $asset }: no hub height can be told from the history: terrain and the weather's own errors are in the factor on wind speed too. Use speed_factor.
parameters-note-height = { $asset }: the history's wind speed is taken as of { $height } m above ground; name another height with --weather-height.
parameter-tilt = degrees from the horizontal
parameter-azimuth = degrees from north
parameter-full-sun-power = AC power at 1000 W/m² and 25 °C, MW
parameter-losses = of the stated capacity
parameter-temperature-coefficient = per °C
parameter-capacity = the most that was reached, MW
parameter-speed-factor = wind at the hub over the weather's
parameter-hub-height = with a logarithmic profile over 0.1 m, m
parameter-efficiency = share of the stated capacity in strong wind
parameter-diffusion = how far the wind differs between turbines
