# Second floor: plant files (96 points, E files) and the history of what was measured.

## Files that cannot be used

history-file = this file cannot be read: { $reason }
history-suffix = files ending in "{ $found }" are not known; known are { $known }
history-encoding = the text is neither UTF-8 nor GBK; save the file in one of them
history-empty = the file has { $rows } rows and { $columns } columns with anything in them; a table with a header, stamps and figures is needed
history-sheet = there is no sheet "{ $found }"; the workbook has { $known }
history-stamps = { $count ->
    [one] one cell is no stamp
   *[other] { $count } cells are no stamps
} that can be read, first "{ $found }"; give the format of the time column in a mapping
history-naive = the stamps (first "{ $found }") name no time zone; name it with --zone Asia/Shanghai, in the mapping (time_zone = "Asia/Shanghai"), or take the site's
history-column-missing = the column "{ $column }" is not there; the file has { $found }
history-no-power = no column of power or load was found among { $found }; name it in a mapping
history-step = { $found ->
    [one] there is one stamp
   *[other] there are { $found } stamps
}; a history needs at least two
history-step-odd = the usual step is { $found } minutes; steps must divide an hour
history-zone = "{ $found }" is no time zone; write an IANA name like "Asia/Shanghai"
history-mapping-file = this mapping cannot be read: { $reason }
history-mapping-unit = the unit "{ $found }" does not fit { $name }; known are { $known }
history-mapping-twice = more than one column is said to be { $names }; each name may stand once
history-mapping-unknown = this field is not known in a mapping; known are columns, time, time_zone, stamp, sentinels and sheet, and in them what the manual says
history-mapping-value = "{ $found }" cannot stand here: { $reason }

## Notes on a history

history-note-columns = columns taken by their headers: time from { $time }; { $taken }
history-note-left-out = columns left out: { $columns }
history-note-unit = the header of "{ $column }" names no unit; by the size of its figures { $unit } was taken
history-note-format = stamps read as { $format }
history-note-stamp = nothing says whether a stamp is the start or the end of its interval; taken as the { $stamp ->
    [end] end
   *[start] start
}
history-note-midnights = { $count ->
    [one] one row of 00:00 carries
   *[other] { $count } rows of 00:00 carry
} the date of the day before and { $count ->
    [one] was
   *[other] were
} moved to the end of that day
history-note-energy = "{ $column }" is energy in each { $minutes } minutes and was brought to mean power
history-note-unreadable = "{ $column }": { $count ->
    [one] one cell holds
   *[other] { $count } cells hold
} no number and { $count ->
    [one] counts
   *[other] count
} as missing
history-note-issues = { $count ->
    [one] one row repeats
   *[other] { $count } rows repeat
} a stamp with another issue of the plant's forecast; the issues were averaged, and all count as known in time (an assumption)
history-note-finer = steps of { $found } minutes were averaged to { $step } minutes
history-note-wide = one row a day with { $steps } columns, the day from "{ $column }"
history-note-skipped-clock = { $count ->
    [one] one stamp lies
   *[other] { $count } stamps lie
} in an hour that the clock skipped and { $count ->
    [one] was
   *[other] were
} left out; is the time zone right?

## Plant forecasts: E files and tables of 96 points

plant-not-e = this is no E file: no line with <! Entity=... !> and no line beginning with # was found
plant-no-time = nothing says which day the file is for: its head has no time='...' and no date was given
plant-time = "{ $found }" is no time that can be read; write time='2026-07-15'
plant-no-rows = there is no table of power with rows beginning with #; tables found: { $found }
plant-entity = there is no entity "{ $found }"; the file has { $known }. Name one of these: ASSET=FILE:ENTITY
plant-entities = the file has several entities: { $known }. Name one: ASSET=FILE:ENTITY
plant-share = the file has figures for { $found } of the { $steps } steps of { $date }; at least { $least } are needed for it to stand for the day. Give a day-ahead file, or leave this one out
plant-column = there is no column "{ $found }"; the table has { $known }
plant-point = point { $point } does not lie within the days of the file: 1 to { $most }
plant-twice = { $count ->
    [one] point { $point } stands
   *[other] { $count } points stand
} twice with different figures, first { $point }
plant-number = "{ $found }" is no number
plant-row-number = the row begins with "{ $found }", not with # and its number
plant-day = the file is for { $begin } to { $end }, not for { $date }
plant-no-power-column = no column of power was found among { $found }; name it: ASSET=FILE:COLUMN
plant-write-values = { $count ->
    [one] one figure is
   *[other] { $count } figures are
} missing or infinite, first at point { $point }; a plan that goes out must be whole
plant-write-points = a day of { $expected } steps was expected, { $found } were given
plant-write-name = "{ $found }" cannot be written in an E file: no spaces, quotes, < or > in a name
plant-write-encoding = the text cannot be written in { $encoding }
plant-write-file = this file cannot be written: { $reason }
plant-suffix = plant files ending in "{ $found }" are not known; known are { $known }
plant-day-issue = the head's time { $time } was taken as the issue time, so that the points begin on { $begin }; none lies on { $date }. Ask for { $begin }, or write the day of the points in the head, like time='{ $date }'
plant-row-stamps = point { $point } is stamped { $found }, where { $expected } follows from the first row; stamps and numbers must run together
plant-note-row-stamps = the rows carry dates and clocks, which go before the head's time: { $time } is the { $meaning ->
    [end] end
   *[start] start
} of point 1, so that point 1 is the interval ending { $label }
plant-note-issue = the head's time { $time } was taken as the issue time; point 1 is the interval ending { $label }, the first of the next day
plant-note-first-point = the head's time { $time } was taken as the { $meaning ->
    [end] end
   *[start] start
} of point 1, so that point 1 is the interval ending { $label }
plant-note-missing = { $count ->
    [one] one point is
   *[other] { $count } points are
} missing: { $points }
plant-note-column = power taken from column "{ $column }" of { $table }
plant-note-unit = power taken as { $unit }
plant-note-wide = column "{ $column }" is the interval ending { $label }
plant-note-step = the { $count } points are taken as one each { $minutes } minutes
plant-note-entities = the file has several entities: { $known }; taken: { $taken }
plant-note-clock = a file of 96 points for a day on which the clock changes: { $what ->
    [skipped] the points of the skipped hour were left out
   *[doubled] the doubled hour has the points of its first pass twice
}
