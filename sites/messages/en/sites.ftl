# The ground floor: site files, their tables, tariffs, a day's facts and the state it starts from.

# Files
site-not-found = There is no such site file, nor a bundled site of this name (bundled: { $known }). Give a path to a site.toml or to its folder, or one of these names.
file-missing = The file "{ $file }" is not there. Put it beside the site file, or correct the name.
file-outside = The file "{ $file }" lies outside the site's folder. Copy it into the folder and name it by a relative path with forward slashes.
file-large = The file "{ $file }" is larger than { $most } MB. Name a smaller one; a year of quarter-hours needs about 2 MB.
file-encoding = The file "{ $file }" is not UTF-8 (byte { $byte }). Save it again as UTF-8.
file-unreadable = The file "{ $file }" cannot be read: { $detail }. Check that it is a file and that you may read it.
toml-syntax = This is not TOML: { $detail }. Correct the line; text stands in quotes, and a name stands once in a table.
file-exists = "{ $file }" is there already and was left as it is. Choose another folder, or move it away first.
file-unwritable = The starting files cannot be written here: { $detail }. Choose a folder that you may write to.
new-name = "{ $found }" cannot be a site's name. Use letters, digits, "-" and "_", beginning with a letter or digit.

# Fields
field-missing = The field "{ $field }" is missing. Add it.
field-unknown = Unknown field "{ $field }". Remove it, or use one of: { $known }.
field-unknown-near = Unknown field "{ $field }"; did you mean "{ $near }"?
field-limit = { $found } is not allowed: it must be { $sign } { $limit }{ $unit ->
    [none] {""}
   *[other] {" "}{ $unit }
}. Correct the figure.
field-magnitude = { $found } is more than can be: at most { $limit } { $unit }. Check the unit; the figure is expected in { $unit }.
field-fraction = { $found } is not allowed: a share or an efficiency is a number { $sign } { $limit }. Write 95 % as 0.95.
field-finite = { $found } is not a number that can be used. Write a finite number, or leave the field out.
field-type = "{ $found }" is of the wrong kind; expected { $expected ->
    [float] a number
    [int] a whole number
    [bool] true or false
    [string] a text in quotes
    [tuple] a list in square brackets
    [dict] a table
    [model] a table
    [date] a date such as 2026-07-15, without quotes
   *[other] something else ({ $expected })
}{ $unit ->
    [none] {""}
   *[other] {" "}in { $unit }
}. Correct it.
field-choice = "{ $found }" is not one of the choices: { $known }. Use one of them.
field-choice-near = "{ $found }" is not one of the choices ({ $known }); did you mean "{ $near }"?
field-name = "{ $found }" cannot be a name. Use letters, digits, "-" and "_", beginning with a letter or digit.
field-short = There is too little here. Give at least { $least }.
field-provenance = "{ $found }" does not say where the numbers come from. Write one text for the table, or a table with one text a field ("*" for the rest).
field-provenance-field = A source or an assumption is given for { $field }, which is no field of this table. Correct the name.
field-other = "{ $found }" cannot be used: { $detail }. Correct it.

# Site: place, buses, assets
site-time-zone = "{ $found }" is not a time zone. Use an IANA name such as Asia/Shanghai or Europe/Athens.
site-country = No holidays are known for the country "{ $found }". Use an ISO 3166 code of two letters, such as CN or GR.
site-step = A step of { $found } minutes does not divide an hour. Use 1, 2, 3, 4, 5, 6, 10, 12, 15, 20, 30 or 60.
site-type-missing = The asset has no type. Add type = "..." with one of: { $known }.
site-type-unknown = "{ $found }" is not a type of asset. Use one of: { $known }.
site-type-near = "{ $found }" is not a type of asset; did you mean "{ $near }"? (All types: { $known }.)
site-bus-unknown = There is no bus "{ $found }". Use one of { $known }, or add a table [buses.{ $found }].
site-bus-carrier = This bus carries { $found }; the field needs one of carrier { $wanted }. Name another bus than "{ $bus }", or change the carrier of [buses.{ $bus }].
network-one-end = A line needs two different buses; both ends are "{ $found }". Correct from_bus or to_bus.
site-bus-empty = No asset stands on this bus. Remove the bus, or connect an asset to it.
site-bus-unfed = This bus has loads, but nothing that feeds them. Connect a tie or a generator to it.
site-two-ties = The bus "{ $bus }" has a tie already, "{ $other }". Keep one tie a bus: two would let power run in a circle.
site-one-of = Give exactly one of { $fields }. Remove or add until one is left.
site-at-most-one-of = { $fields } exclude each other. Keep at most one of them.
site-together = { $fields } belong together. Give both or neither.
site-twelve = { $found } values were given, but a year has twelve months. Give 12, January first.
site-twelve-of = "{ $field }" has { $found } values, but a year has twelve months. Give 12, January first.
site-min-above-max = "{ $low }" is larger than "{ $high }". Exchange or correct them.
site-initial-outside = The level to start from, { $found }, lies outside its window from lowest to highest level. Choose one inside.
site-export-forbidden = Export of { $found } MW is given while reverse_flow is "forbidden". Set export_mw_max = 0, or reverse_flow = "allowed".
site-clock = "{ $found }" is not a time of day. Write it as "08:15"; "24:00" is the end of the day.
site-clock-span = "{ $found }" is not a span of time. Write it as "16:00-22:00"; "24:00" is the end of the day.
site-clock-step = { $found } does not lie on a step of { $step } minutes. Use multiples of { $step } minutes, or a shorter step_minutes.
site-name-twice = "{ $found }" stands here more than once. Give each its own name.

# Loads
site-window-midnight = The window { $found } runs over midnight, but a day is scheduled from 00:00 to 24:00. Split it into two, one for the evening and one for the morning.
site-energy-window = { $energy } MWh do not fit into the window { $window }: at full power it takes { $most } MWh. Widen the window, or raise power_mw_max.
site-preferred-window = From preferred_start the run of { $minutes } minutes does not lie inside the window { $window }. Start it inside, early enough to end there.
site-batch-window = The run of { $minutes } minutes does not fit into the window { $window }. Widen the window, or shorten the profile.
site-batch-step = The profile lasts { $minutes } minutes, not a whole number of steps of { $step } minutes. Lengthen or shorten it, or use a shorter step_minutes.
site-unknown-batch = Batch "{ $batch }" is to come after "{ $found }", which is not a batch of this asset. Correct the name, or add that batch.
site-circular = The order of the batches runs in a circle: { $trail }. Remove one "after".
site-after-days = Batch "{ $batch }" follows "{ $found }", which does not run on all of its days. Give both the same days.
site-preferred-order = Batch "{ $batch }" would start before "{ $found }" and the gap after it have ended. Move its preferred_start later.
site-preferred-together = The preferred starts let { $batches } run together, but only { $most } may. Move a preferred_start, or raise at_once_max.

# Targets and objective
site-windows-no-tie = The windows follow the tariff's periods, but the site has no tie with a tariff. Give the windows by the clock in "windows".
site-windows-kind = The tariff "{ $tariff }" has no period of the kinds { $found }, so the windows would be empty. Name kinds that it has: { $known }.
site-order = The order "{ $found }" is not usable. Name each stage once, "cost" among them; the stages are { $known }.
site-order-unknown = "{ $found }" is not a renewable asset of the site. Use one of: { $known }.

# CSV tables
table-column-missing = The column "{ $column }" is missing (found: { $found }). Add it.
table-column-unknown = Unknown column "{ $column }". Remove it; the table may have: { $known }.
table-empty = The table has { $rows ->
    [0] no rows
    [one] one row
   *[other] { $rows } rows
}, too few to be one. Add the rows.
table-rows = { $rows } rows do not make a day of equal steps. Give 24, 48, 96 or another number of steps that divide an hour.
table-label = Found the label "{ $found }" where "{ $expected }" belongs. Labels are the ends of equal steps, up to 24:00, without gap or repetition.
table-not-number = "{ $found }" in the column "{ $column }" is not a finite number. Fill in the figure; nothing is filled in or dropped for you.
table-share = { $found } in the column "{ $column }" is not a share of the peak between 0 and 1.5. Divide the figures by the peak.
table-negative = { $found } in the column "{ $column }" is negative. A demand is 0 or more; turn the sign if it was written as an injection.
table-stamp = "{ $found }" is not a time stamp. Write it as 2026-07-15T00:00+08:00.
table-naive = The time stamp "{ $found }" does not say its time zone. Add the offset, as in 2026-07-15T00:00+08:00.
table-step = The first two stamps are { $found } apart, which does not divide an hour. Give equal steps of 60 minutes or less, in order.
table-gap = After { $before } comes { $found }, but the step is { $step } minutes. Fill the gap or put the rows in order.
table-duplicate = The stamp { $found } stands here twice. Remove one of the two rows.
table-more = { $count } more problems were found in this table. Correct the ones above first.
table-power-curve = A wind speed of { $speed } m/s with { $power } MW does not fit. Wind speeds must rise from row to row, and the power of one turbine lies between 0 and 30 MW.
table-cells = The row has { $found } cells, but the header has { $expected } columns. Remove or add cells.
site-series-span = The series goes from { $begin } to { $end }, but { $wanted } to { $wanted_end } is wanted. Give a series that covers the day, or schedule a day that it covers.

# Tariff
tariff-ratio = No ratio is given for the periods { $kinds }. Add them to the ratios.
tariff-overlap = In month { $month } at { $clock } two kinds of period hold at once: { $kinds }. Shorten one of them.
tariff-two-versions = Two versions would be in force at once (from { $dates }). Give each its own effective_from, and let one end before the next begins.
tariff-until = The version ends on { $until }, before it begins on { $begin }. Correct one of the dates.
tariff-no-version = No version of the tariff is in force on { $date } (versions begin on { $known }). Add a version, or schedule a day that has one.
tariff-holiday = The calendar knows no holiday "{ $found }" in { $country }. Use one of: { $known }.

# Calendar
calendar-beyond = The holidays of { $country } are known for { $years } only. Choose a day of these years, or, when the next year has been announced, update the library "{ $library }": pip install --upgrade { $library }

# A day's facts
day-asset = The site has no asset "{ $found }". Use one of: { $known }.
day-not-tie = "{ $found }" is not a tie to a grid. Limit one of these instead: { $known }.
day-grid-limit-empty = The limit says neither import_mw_max nor export_mw_max. Give at least one.
day-pin-form = A pin needs either injection_mw, or is_on = false. Give exactly one of them; a unit cannot be pinned on without its power.
day-pin-contradicts = The asset is pinned to { $found } MW here, but to { $other } MW by pin { $number } in the same hours. Keep one of the two, or part their hours.
day-pin-sign = { $found } MW has the wrong sign for a { $role ->
    [load] load, which takes power: give 0 or less
    [unit] unit, which feeds: give 0 or more
   *[renewable] renewable source, which feeds: give 0 or more
}.

# The state a day starts from
state-site = The state belongs to the site "{ $found }", not to "{ $wanted }". Give the state of this site.
state-date = The state is of { $found }, but { $wanted } is to be scheduled. Give the state of that midnight.
state-asset = The site has no asset "{ $found }". Use one of: { $known }.
state-level = The level of { $found } MWh is above the { $most } MWh that the store can hold. Correct the level.
state-kind = "{ $found }" is of the type { $type }, which has no { $field }. Remove the entry, or name one of: { $known }.
state-kind-none = "{ $found }" is of the type { $type }, which has no { $field }; nor has any other asset of the site. Remove the entry.
state-note-level-absent = The state says nothing of the store { $asset }: its level is taken as the site's own assumption, { $level } MWh.
state-note-level-low = The store { $asset } begins at { $level } MWh, below the { $least } MWh of its soc_frac_min.
state-note-level-high = The store { $asset } begins at { $level } MWh, above the { $most } MWh of its soc_frac_max.

# Types of assets, counted by `site check`
type-pv = Photovoltaic arrays
type-wind = Wind farms
type-battery = Batteries
type-grid = Ties to the grid
type-load = Firm loads
type-interruptible_load = Interruptible loads
type-shiftable_load = Shiftable loads
type-batch_load = Batch loads

# Where numbers come from, and the summary of `site check`
site-default = default of the software
site-check-name = Site
site-check-place = Place
site-check-steps = Steps
site-check-steps-of = { $count } a day of { $minutes } minutes
site-check-buses = Buses
site-check-capacity = { $role ->
    [renewable] Renewable sources
    [unit] Dispatchable units
    [store] Stores
    [load] Loads, largest together
   *[tie] Ties, import
}
site-check-mw = { $power } MW
site-check-mw-mwh = { $power } MW, { $energy } MWh
site-check-tariff = Tariff
site-check-second-hand = { $name } (second-hand: check it against the original text)
site-check-sources = Figures with a source
site-check-assumptions = Figures that are assumptions
site-check-defaults = Figures left at the software's default
site-check-unlabelled = Figures with neither source nor assumption
