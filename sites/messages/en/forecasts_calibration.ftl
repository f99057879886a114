# Calibration with history, bands and scenarios

## What cannot be used

calibration-no-measurements = nothing was measured in the history { $file }. Check its power column, or give a mapping that names it.
calibration-too-short = only { $found } steps can be learnt from; at least { $least } are needed. Give a longer history.
calibration-day-missing = the history does not reach over { $day }. Add the weather forecast, or the plant's own, for that day.
calibration-share = the part to be tested is { $found }; it must lie between 0 and 1.
calibration-no-weather = the history has no { $field }; it is needed here. Name its column in the mapping.
calibration-few-clear-days = { $found } clear days were found; at least { $least } are needed for the plane. Give a longer history.
calibration-nothing-lately = no load was measured in the weeks before { $day }, so it cannot be forecast. Add the latest measurements.
scenarios-count = { $wanted } scenarios cannot be had from { $found }. Ask for at least one, and for no more than are drawn.
scenarios-too-few-days = the Schaake shuffle needs { $wanted } past days without gaps; { $found } are there. Ask for fewer, or use the copula.
scenarios-bands = asset { $asset } has no quantiles for the whole day. Its past forecasts are too few: give a longer history.
scenarios-errors = past errors are of different numbers of days: { $found }. Give the same days for every asset.

## What is said beside a forecast

calibration-short-history = the models learnt from { $days } days; with less than { $wanted } the plant's own forecast may be better
calibration-vendor-known = the plant's own forecast counts as known at { $clock } of the day before (an assumption)
calibration-no-bands = no quantile bands: fewer than { $days } days of past forecasts are known
calibration-calendar-end = the holidays of { $country } are not known from { $first } on ({ $days } days); there the weekday alone counts. Update the calendar library when the year has been announced
calibration-no-calendar = no calendar of holidays for this zone; the weekday alone counts
