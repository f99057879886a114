# Scores of forecasts
score-region-unknown = No region is called "{ $found }", and no such file is there. Known: { $known }; or name a TOML file of the same form.
score-no-points = No step is both measured and forecast. Check that the history reaches over the days to be scored and that its power column was found.
