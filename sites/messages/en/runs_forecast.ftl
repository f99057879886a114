# Commands
cli-forecast-short = Forecast a day, and score forecasts.
cli-forecast = Forecast the sources and loads of a site for a day (hengli forecast SITE --date D), or say how good forecasts were (hengli forecast score).
cli-forecast-make-short = Forecast a day of a site; the word "make" may be left out.
cli-forecast-make = Forecast a day of a site from its weather, from the plants' own histories and from their own forecasts, and archive it with its issue time.
cli-forecast-score-short = Say how good forecasts were.
cli-forecast-score = Score forecasts by the trade's formulas beside persistence, climatology, their best mix and the plant's own forecast. Either a backtest on a history (--history FILE): its last part is forecast day by day from what was known at 09:00 of the day before. Or the archived forecasts of a site (SITE --from D --to D --history ASSET=FILE). Writes a report.
cli-argument-score-site = A site whose archived forecasts are scored; without one, a backtest on --history.
cli-option-weather-mapping = A TOML file that says what the columns of the weather file hold.
cli-option-source = Weather from a network service of this name instead of a file.
cli-option-asset-history = What an asset measured so far: its forecast is calibrated with it. Once for each asset; a mapping file says what the columns hold, else they are found.
cli-option-plant = A plant's own forecast of the day: it stands for the asset, or is blended in where the asset has a history. Of a file of several plants name the entity or the column, else the one called as the asset is taken.
cli-option-scenarios = How many joint scenarios to draw. Default: none, the mean alone.
cli-option-forecast-seed = Seed of whatever is drawn by chance. Default: 0.
cli-option-score-history = What was measured: a file to backtest on, or ASSET=FILE with a site, once for each asset.
cli-option-mapping = A TOML file that says what the columns of the history hold.
cli-option-capacity = On-line capacity that errors are held against. Default: estimated from the history.
cli-option-share = Last part of the history that is forecast and scored, 0 to 1. Default: 0.3.
cli-option-kind = What the history is of. Default: found by its columns.
cli-option-zone = Time zone of the history, if its stamps and the mapping do not say it.
cli-option-from = First day to score.
cli-option-to = Last day to score.
cli-option-region = Region whose assessment is counted, e.g. central-china, or a TOML file of the same form.
cli-option-report = Where the report goes. Default: the folder _scores of the archive.

# Forecast of a day
forecast-headline = { $site }, { $date }: forecast issued at { $time }
forecast-weather = Weather: { $source }
forecast-weather-synthetic = Weather: a synthetic day of the typical year, no forecast of the real day.
forecast-asset = Asset
forecast-method = Forecast from
forecast-energy = Energy, MWh
forecast-peak = Peak, MW
forecast-peak-at = Peak in the step ending
forecast-spread = Scenarios, MWh
forecast-method-physics = weather and site
forecast-method-history = its own history
forecast-method-plant = the plant's forecast
forecast-folder = Archived in { $path }
forecast-notes-more = { "  " }… and { $count } more, see forecast.json.
forecast-note-plant = { $asset }: the plant's own forecast is used as it is; it has no history to be judged by.
forecast-note-weather-filled = { $asset }: the history does not hold the weather of the day; { $columns } are taken from the day's weather, which may differ from the one that the models learnt from.
forecast-note-plant-filled = { $asset }: { $count } points of the plant's forecast are missing; they are taken from weather and site.
forecast-note-clipped = { $asset }: up to { $given } MW were forecast; no more than { $rated } MW was kept.
forecast-note-no-band = { $asset }: too few past forecasts to say how sure this one is; no quantiles.
forecast-note-mean = The mean forecast is the one scenario, and what a schedule is made from.

# Problems
forecast-asset-file = Expected ASSET=FILE, ASSET=FILE:mapping.toml or, for --plant, ASSET=FILE:ENTITY; found "{ $found }".
forecast-asset-twice = The asset { $asset } is named twice. Keep one file.
forecast-asset-unknown = { $site } has no asset "{ $found }" that is forecast. There are: { $known }.
forecast-no-file = No such file: { $path }. Check the name.
forecast-two-sources = Give either a weather file or a network source, not both.
forecast-scenario-count = { $found } scenarios cannot be made: 0 to { $most }.
forecast-steps-missing = { $count } of the day's { $steps } steps have no figure. Give a file that covers the whole day.
forecast-not-archived = No forecast of { $date } is archived for { $site } (archive: { $root }). Make one with: hengli forecast { $site } --date { $date }
forecast-issue-ambiguous = { $count } forecasts begin with "{ $found }": { $some }. Give more of the name.
forecast-score-span = The last day { $last } is before the first, { $first }. Exchange them.
forecast-score-measured = Nothing says what was measured. Add --history ASSET=FILE, once for each asset to score.
forecast-score-none = No forecast of { $first } to { $last } was archived before its day began (archive: { $root }); forecasts made with hindsight do not count.
forecast-score-note-days = Forecasts are archived for { $found } of { $days } days; only these are scored.
forecast-score-share = The part to be scored is { $found }; give a number between 0 and 1.
forecast-score-capacity = The capacity is { $found } MW; give a number above 0.
forecast-score-kind = Unknown kind "{ $found }"; there are: { $known }.
forecast-score-what = Name what to score: one --history FILE for a backtest, or a SITE with --from and --to.
forecast-score-days = A site needs both days. Add --from and --to.
forecast-score-days-of-site = Days belong to a SITE; a backtest takes --share. Remove them, or name the site.

# Tables and report of a score
score-title = Score of forecasts
score-forecaster = Forecast
score-forecaster-own = This forecast
score-forecaster-weather-only = Weather and history only
score-forecaster-vendor = The plant's own
score-forecaster-persistence = Persistence
score-forecaster-climatology = Climatology
score-forecaster-mix = Best mix of the two
score-points = Points
score-rmse = RMSE
score-rmse-with-curtailed = RMSE with curtailed
score-mae = MAE
score-bias = Bias
score-accuracy = Accuracy
score-qualified = Qualified rate
score-skill = Skill
score-ratio-vendor = RMSE / plant's
score-assessed = Assessed, MWh
score-kind-wind = wind
score-kind-pv = PV
score-kind-load = load
score-about = { $name } ({ $kind }), { $begin } to { $end }
score-counts = { $points } of { $steps } steps scored; left out: { $missing } not measured, { $curtailed } curtailed. Errors are shares of { $capacity } MW.
score-region = Assessed by the rule of { $title }; source: { $source }.
score-second-hand = The rule of { $title } is known second-hand only: do not settle by it.
score-region-without = { $title } has no rule for { $kind }.
score-probability = Probability
score-quantiles = Quantiles
score-scenarios = Scenarios
score-flat = Without spread
score-crps = CRPS
score-crps-share = CRPS share
score-coverage = In the 80 % band
score-width = Width of the band
score-by-lead = Error by lead time
score-by-month = Error by month
score-by-hour = Error by hour of day
score-across-lead = Hours after the forecast was due
score-across-month = Month
score-across-hour = Hour of day at the site
score-rmse-of-capacity = RMSE, share of capacity
score-group = Group
score-figure-alt = { $title }: { $count } values, which the tables of this page give too.
score-reliability = Reliability
score-reliability-caption = Share of measurements below each quantile; ties are shared out. A forecast that knows how sure it is lies on the diagonal.
score-nominal = Level of the quantile
score-observed = Measured below
score-rank-caption = Share of measurements in each gap between neighbouring quantiles or scenarios; the red mark is what is due. High ends: bands too narrow; a high middle: too wide; a slope: biased.
score-rank-gap = Gap, from below the lowest
score-rank-share = Share of measurements
score-rank-expected = Due
score-definitions = RMSE, MAE and bias are shares of capacity; accuracy = 1 − RMSE; qualified: points with an error below 25 % of capacity. Skill = 1 − RMSE / RMSE of the best mix of persistence and climatology, which know what was measured by 09:00 of the day before, too.
score-notes = Assumed or repaired:
score-report = Report: { $path }
score-footer = Made by hengli from forecasts and measurements; references obey the same cut-off as the forecast.

# What the cleaning of a history took out
history-cleaned = { $file }: cleaned: { $told }.
history-cleaned-nothing = { $file }: cleaned: nothing to take out.
history-cleaned-join = { ", " }
cleaned-missing = { $count } missing
cleaned-gaps = gaps: { $count }
cleaned-longest-gap = longest gap: { $count } steps
cleaned-curtailed = { $count } curtailed
cleaned-stuck = { $count } stuck
cleaned-out-of-range = { $count } out of range
cleaned-negative = { $count } negative
cleaned-spike = { $count } spikes
cleaned-far-from-level = { $count } far from the usual level
cleaned-sentinel = { $count } marked as missing by a figure
cleaned-unreadable = { $count } not a number
cleaned-missing-stamps = { $count } steps without a row
cleaned-off-grid-stamps = { $count } stamps off the steps
cleaned-rows-without-stamp = { $count } rows without a stamp
cleaned-skipped-clock = { $count } stamps in the skipped hour
cleaned-midnights-moved = { $count } midnights moved
cleaned-duplicate-rows = { $count } rows twice
cleaned-further-issues = { $count } further forecasts of a step
