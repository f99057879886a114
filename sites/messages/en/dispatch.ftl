# Third floor: a forecast that does not fit the site, and solvers.

## The forecast

forecast-asset-missing = the forecast has no power of this asset; it has: { $known }. Forecast it as well, or take it out of the site file
forecast-value = the forecast says { $found } MW; a number of 0 or more is wanted. Mend the forecast: nothing is made up
forecast-steps = the forecast has { $found } steps from { $begin } (UTC); wanted are those of { $wanted }, midnight to midnight at the site

## Solvers

solver-unknown = no solver has this name; known are: { $known }
solver-missing = this solver is not installed here; installed are: { $known }. Install it, or take one of these

solver-gap-word = no word for the gap of this solver is known, so it would run to a gap that nobody chose; known are: { $known }
forecast-scenarios = the forecast holds { $found } scenarios and no mean; a day is planned with one forecast. Hand over one scenario, or add mean_mw(time, asset)
