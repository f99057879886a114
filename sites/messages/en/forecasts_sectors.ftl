# Calibration: what the weather of a history is taken for, and parts of a load by sector

calibration-nothing-learnt = no model could be taught from the history, and there is no plant's own forecast for { $day } either. Give a longer history, or weather for at least two weeks of it.
calibration-light-known = { $columns } of the history count as known the day before (an assumption). Where they were measured, this is the error of power made from light, not of a forecast
calibration-temperature-known = temperature in the history counts as its forecast, known at { $clock } of the day before (an assumption); where it was measured, scores are flattered
calibration-sectors-few = { $found } days have both the total load and the extremes of its sectors; at least { $least } are needed. Give longer files, or check their dates.
calibration-sectors-lately = no sector was measured in the weeks before { $day }, so its parts cannot be forecast. Add the latest days to the file of sectors.
