# Second floor: weather, forecasts, and the gate before dispatch.

## Weather files that cannot be used

weather-no-file = this weather file cannot be read: { $reason }
weather-suffix = weather files ending in "{ $found }" are not known; known are { $known }
weather-no-suffix = this weather file has no ending, so its kind is not known; known are { $known }
weather-elsewhere = this weather is of a place { $distance } km from the site, more than { $most } km; take a file of a nearer place, or allow it with --weather-elsewhere
weather-span = the weather lasts from { $begin } to { $end }, but { $wanted } to { $wanted_end } is wanted; take another date or another file
weather-no-climate = the site has no table [climate]: give monthly normals for a typical year, or a weather file
weather-more = and { $count } more of the kind
weather-field-missing = the field { $field } is missing; the weather needs it
weather-time-duplicate = { $field }: { $count ->
    [one] one stamp stands
   *[other] { $count } stamps stand
} twice, first at { $time }; each interval may stand once
weather-time-order = { $field }: { $count ->
    [one] one stamp goes
   *[other] { $count } stamps go
} back in time, first { $time } after { $before }; sort the rows
weather-time-gap = { $field }: { $count ->
    [one] one stamp does
   *[other] { $count } stamps do
} not follow in steps of { $step } minutes, first { $time } after { $before }; fill the gap or take another source
weather-value-missing = { $field }: { $count ->
    [one] one figure is
   *[other] { $count } figures are
} missing, first at { $time }; nothing is made up, so fill in the figures
weather-value-negative = { $field }: { $count ->
    [one] one figure is
   *[other] { $count } figures are
} negative, first { $found } at { $time }; it cannot be below 0
weather-value-implausible = { $field }: { $count ->
    [one] one figure is
   *[other] { $count } figures are
} outside { $least } to { $most } { $unit }, first { $found } at { $time }; { $field ->
    [temp_air] degrees Celsius are wanted, not kelvin or Fahrenheit
    [pressure] pascal are wanted, not hPa
    [wind_speed] metres per second are wanted, not km/h; spikes and codes for "missing" must be taken out
    [wind_direction] degrees from north are wanted, 0 to 360
    [relative_humidity] per cent are wanted
   *[other] the mean in W/m2 is wanted, not an energy in J or Wh over another time; codes for "missing" must be taken out
}
weather-night-light = { $count ->
    [one] in one interval there is
   *[other] in { $count } intervals there is
} much light with the sun below the horizon, most { $found } W/m2 at { $time } (sun at { $elevation } degrees); the time zone or the stamps are wrong

weather-epw-unreadable = this is no EPW file that can be read: { $reason }
weather-epw-rows = an EPW file has 8760 hours, this one has { $found }
weather-epw-calendar = the row is of month-day-hour { $found }, where { $expected } is due; rows are missing, doubled or out of order
weather-epw-missing = { $field }: { $count ->
    [one] one hour is
   *[other] { $count } hours are
} marked as missing; irradiance and long gaps are not made up, so take another file

weather-csv-encoding = the file is neither UTF-8 nor GBK text; save it as "CSV UTF-8"
weather-csv-empty = the file has { $rows } rows of figures; at least two are needed, below a header
weather-csv-setting = unknown setting "{ $found }" in a line "# key = value"; did you mean "{ $near }"?
weather-csv-number = { $field }: "{ $found }" is no number
weather-csv-stamp = "stamp" is "{ $found }"; it says whether a time is the "start" or the "end" of its interval
weather-csv-zone = "{ $found }" is no time zone; an IANA name is wanted, such as Asia/Shanghai
weather-csv-issue-time = "issue_time" is "{ $found }"; a time with offset is wanted, such as 2026-07-14T08:00+08:00
weather-csv-column = unknown column "{ $found }"; did you mean "{ $near }"?
weather-csv-column-twice = the column { $column } stands twice, or under two names
weather-csv-column-missing = the column { $column } is missing; there are: { $found }
weather-csv-time = time: "{ $found }" is no ISO 8601 time such as 2026-07-15T00:00+08:00
weather-csv-naive = time: "{ $found }" has no offset, so it may mean any zone; write 2026-07-15T00:00+08:00, or add a line "# time_zone = Asia/Shanghai" at the top
weather-csv-duplicate = time: "{ $found }" stands twice; each interval may stand once
weather-csv-order = time: "{ $found }" goes back in time; sort the rows
weather-csv-step = the times follow in steps of { $found } minutes; 15, 30 or 60 are wanted

## What was done to weather

weather-note-elsewhere = The weather is of a place { $distance } km away, moved by { $hours } h of solar time.
weather-note-typical-months = Typical months (of { $years }, as the file says), found by month and day: no forecast for this date.
weather-note-typical-year = Synthetic weather: a typical year of { $site }, generated from monthly normals (seed { $seed }); neither measured nor forecast.
weather-note-leap-day = 29 February is taken from the 28th.
weather-note-normals-clipped = The normals of irradiance of month { $months } do not fit a clear sky there; the generated months keep within it.
weather-note-split = { $fields } { $count ->
    [one] of one interval was
   *[other] of { $count } intervals was
} computed from ghi (closure, or the Erbs model).
weather-note-pressure = Air pressure is missing; the standard atmosphere's { $pressure } Pa at { $height } m is used.
weather-note-bridged = { $field }: { $count ->
    [one] one missing hour was
   *[other] { $count } missing hours were
} bridged by a straight line.
weather-note-night-light = Light with the sun below the horizon was set to zero in { $count ->
    [one] one interval
   *[other] { $count } intervals
} ({ $energy } Wh/m2).
weather-note-late = The light in the file comes about { $minutes } minutes later than the sun. This is common in typical-year files, whose hours are stamped in more than one way, and it means that solar power may be planned about that much too late in the day. The figures were used as they are.
weather-note-early = The light in the file comes about { $minutes } minutes earlier than the sun. This is common in typical-year files, whose hours are stamped in more than one way, and it means that solar power may be planned about that much too early in the day. The figures were used as they are.
weather-note-place-assumed = The file names no place; it is taken for the site's own.
weather-note-columns-ignored = Columns left out: { $columns }.
forecast-note-resampled = Weather of { $given } minutes was brought to { $step } minutes: irradiance through the clear-sky index, the rest by straight lines.

## Assets that cannot be forecast

wind-turbine-unknown = the library has no turbine with a power curve called "{ $found }"; there are: { $known }
wind-wake-unknown = there is no wake curve "{ $found }"; there are: { $known }
wind-capacity = capacity_mw is { $capacity } MW, but { $count } turbines of { $each } MW make { $together } MW; correct the one or the other

## The gate

forecast-misfit = the forecast is not of this site and day (assets that differ: { $assets }; { $found } steps, the day has { $steps }); make it again
forecast-not-figure = the forecast has no figure in { $count ->
    [one] one step
   *[other] { $count } steps
}; make it again
forecast-negative = the forecast is negative, down to { $lowest } MW; it cannot be below 0
forecast-over-capacity = the forecast reaches { $found } MW, above the rated { $rated } MW; check the forecast's unit or the site's capacity
forecast-at-night = the forecast has { $found } MW with the sun below the horizon; check time zone and stamps
forecast-issued-late = the forecast was issued at { $issued }, after the day began
forecast-future-issue = the forecast says it was issued at { $issued }, but it is only { $now }
forecast-old = the forecast or its weather is of { $issued }, { $hours } h before the day: take a newer one if there is one
forecast-stale = the forecast or its weather is of { $issued }, { $hours } h before the day: more than seven days; take a newer one
forecast-jump = the day's mean is { $found } MW after { $before } MW the day before, a jump of more than { $most } MW: beyond the climate, look at the forecast
