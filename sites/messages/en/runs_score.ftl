# Scores: daylight and parts of months
score-daylight = Daylight: { $points } of the scored steps are day, { $night } are night, in which no forecast errs. Both figures are given; the region's rule counts all steps.
score-daylight-rmse = RMSE, daylight
score-daylight-mae = MAE, daylight
score-part-of-month = { $month } (part)
score-parts-of-months = Hollow marks: months of which less than nine tenths of the points were scored.
score-details = Figures behind the drawings
score-rank-scenarios = Ranks among the scenarios
score-rank-quantiles = Ranks among the quantiles
score-scores = Scores
score-history = The history
