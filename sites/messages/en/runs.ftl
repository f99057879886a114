# The top floor: the archive, the state of a day, plan tables, progress and summaries of runs.

# What the machine refused
run-disk-full = The disk is full. Nothing of the run was kept. Free some space, or choose another folder with --archive or HENGLI_ARCHIVE.
run-not-writable = This folder may not be written to. Nothing of the run was kept. Change its permissions, or choose another folder with --archive or HENGLI_ARCHIVE.
run-not-written = Writing failed: { $detail }. Nothing of the run was kept. Check the disk, or choose another folder with --archive or HENGLI_ARCHIVE.

# Archive
run-id-unknown = No archived run begins with "{ $found }" (archive: { $root }). See them with: hengli runs list
archive-no-folder = This is a file, not the folder of an archive. Name the folder with --archive or HENGLI_ARCHIVE.
archive-not-there = There is no such folder. Correct the name given with --archive.
run-id-ambiguous = { $count } archived runs begin with "{ $found }": { $some }. Give more of the id.
run-unreadable = This part of an archived run is missing or cannot be read. Restore the file, or move the run's folder out of the archive.

# Inputs
input-encoding = The file is not UTF-8 (byte { $byte }). Save it again as UTF-8.
input-not-there = There is no such file. Check its name and the folder you are in.
input-unreadable = The file cannot be read: { $detail }. Check its name and that you may read it.
demand-above-energy = The load wants { $wanted } MWh on { $date }, but at most { $most } MWh may be served in a day, so that the reference day, on which nothing is cut, breaks the limit. Raise energy_mwh_max, or lower the demand.
json-syntax = This is not JSON: { $detail }. Correct the line.
json-not-table = Expected a JSON object in braces, found { $found }. Write a state as in the state.json of any archived run.

# Notes of a run
note-issue-assumed = The day is not among the next seven, so the forecast counts as issued at { $time } at the site.
note-state-assumed = No plan and no measurement of { $date } was found: the state at the beginning is the site's own assumption.
note-state-plan-unfit = The plan { $id } of { $date } does not fit the site any more: the state at the beginning is the site's own assumption.
note-state-plan-unreadable = The end of the plan { $id } of { $date } cannot be read ({ $file }): the state at the beginning is the site's own assumption.
note-peak-carried = The month's billed peak so far is carried forward from the run { $id } of { $date }, the last before this day.
note-peak-carried-measured = The month's billed peak so far is carried forward from the measured end of { $date } ({ $path }).
note-before-unreadable = The forecast of the day before cannot be read ({ $file }): no jump from it could be looked for.
note-issued-unreadable = The plan issued for this day cannot be read ({ $file }): there is none to fall back on.
note-state-from-issued = The state at the beginning is the end of the issued plan { $id } of { $date }.
note-state-from-draft = No plan of { $date } was issued: the state at the beginning assumes that its draft { $id } is carried out, the latest of the best status.
note-state-from-measured = The state at the beginning is the measured end of { $date } ({ $path }).
note-history-left-out = { $date } was left out of the history: { $reason }
note-history-weather-typical = The file { $file } does not serve this day; its weather is the typical year's.

# Plan tables
plan-suffix = A plan table is a .csv or .xlsx file, found "{ $found }". Save the table as one of these.
plan-large = The file is larger than { $most } MB. A plan table of a day is far smaller: check the file.
plan-empty = The table is empty. Begin with the plan.csv or plan.xlsx of an archived run.
plan-encoding = The text is neither UTF-8 nor GB 18030. Save it as "CSV UTF-8".
plan-syntax = The table cannot be read: { $detail }. Save it again as CSV or Excel workbook.
plan-wide = There are cells beyond the last of { $columns } columns. Remove them, or check for a stray separator.
plan-two-runs = The rows belong to different runs: { $found }. Keep the rows of one run.
plan-of-no-run = The table does not say which run it belongs to. Name it with --run ID, or name the day with --site and --date.
plan-column-twice = The column "{ $column }" stands there more than once. Keep one.
plan-column-unknown = Unknown column "{ $column }". Remove it; the columns are those of the run's own plan.csv.
plan-column-near = Unknown column "{ $column }"; did you mean "{ $near }"?
plan-column-missing = The column "{ $column }" is missing. Put it back as in the run's own plan.csv: what is decided is not guessed.
plan-rows = { $found } rows were found, but the day has { $expected } steps. Give one row a step, with no row left out or added.
plan-label = The label is "{ $found }", expected "{ $expected }": rows go by the end of each step. Put the rows in order, each once.
plan-not-number = The column "{ $column }" holds "{ $found }", which is not a number. Write a number with a point, without unit.
plan-cell-empty = The column "{ $column }" is empty here. Write a number; 0 where nothing flows.
plan-more = There are { $count } more problems of this kind. Mend these first, then check again.
plan-note-comma = The table was read with a comma as decimal sign, as it stands in { $count } cells.
plan-note-encoding = The table is not UTF-8; it was read as GB 18030 (GBK), as Excel saves it on a Chinese system.

# Check of a plan table
check-headline = { $site }, { $date }: { $whose }
check-against-run = held against run { $id }
check-against-day = held against the site and the day's forecast
check-edited = Edited cells: { $cells }, in { $columns }.
check-unedited = No cell differs from the plan.
check-absent = Columns not in the table, for which the plan's figures stand: { $count }.
check-completed = Recomputed from the decisions (charging, discharging, interruptions, tasks, batches): levels, import and export, curtailment, figures and costs.
check-overruled = { $cells ->
    [one] One change was not used
   *[other] { $cells } changes were not used
}, because these columns are recomputed from the decisions: { $columns }.
check-not-judged = Bill, figures and callable capability of the run are not in the table and were not judged; --complete recomputes the bill and the figures.
check-good = No findings: the table can be carried out.
check-findings = { $count ->
    [one] One finding:
   *[other] { $count } findings:
}
check-before = plan
check-after = table

# Progress
progress-day = day { $date }
progress-day-of = day { $place } of { $count }: { $date }
doing-inputs = reading the site and the inputs
doing-weather = weather
doing-forecast = forecast
doing-schedule = scheduling
doing-build = building the model
doing-shaving = stage: peak shaving
doing-absorption = stage: absorption
doing-cost = stage: cost
doing-smooth = stage: smooth use
doing-price = price of a stage ({ $stage })
doing-capability = callable capability
doing-audit = audit
doing-archive = archive
doing-report = comparison and report
doing-solver = solver: { $name }

# Summary of a run
summary-gap = { " " }(gap { $gap })
summary-headline = { $site }, { $date }: { $status }{ $gap }, { $shaving } ({ $issued }, run { $id })
summary-weather = Weather: { $weather }
summary-weather-typical = synthetic typical year, seed { $seed }
summary-weather-synthetic = synthetic
summary-weather-elsewhere = { $distance } km away
summary-weather-given = from file
summary-shaving-met = shaving target met
summary-shaving-missed = shaving target missed by { $power } MW
summary-shaving-none = no peak to shave
summary-unserved = { $energy } MWh not served
summary-shaving-not-counted = no target counts
summary-capability-met = Callable capability: { $power }, target { $target } met (not yet constrained)
summary-capability-missed = Callable capability: { $power }, target { $target } missed (not yet constrained)
summary-capability-none = Callable capability: { $why } (not yet constrained)
summary-issued = issued
summary-draft = draft
summary-figure = Figure
summary-value = Value
summary-target = Target
summary-rank = Rank
summary-best = Best other
summary-median = Median of others
summary-rank-of = { $rank } of { $count }
summary-target-met = { $target }, met
summary-target-missed = { $target }, missed
summary-target-not-applicable = not applicable
summary-target-not-counted = does not count ({ $status ->
    [rule_based] made by rule
   *[other] relaxed
})
summary-not-computed = not computed ({ $status ->
    [rule_based] made by rule
   *[other] relaxed
})
summary-no-notes = Nothing was assumed or repaired beyond the site's own assumptions.
summary-notes = { $count ->
    [one] Assumed or repaired, one thing:
   *[other] Assumed or repaired, { $count } things:
}
summary-more = ... and { $count } more, see the report
summary-whole-site = the whole site
summary-relaxation = Relaxed: { $asset }, { $clause }, { $steps ->
    [one] one step
   *[other] { $steps } steps
}, { $total } MWh in all
collided = { $what } ({ $when })
collided-reason = { $what } ({ $when }; { $reason })
collision-import-limit = import limit of { $asset }, { $value }
collision-export-limit = export limit of { $asset }, { $value }
collision-level-min = { $asset } at its lowest level, { $value }
collision-level-max = { $asset } at its highest level, { $value }
collision-power-limit = { $asset } at full power, { $value }
collision-outage = outage of { $asset }, { $value } left
collision-derate = derate of { $asset } to { $value }
collision-grid-limit = temporary limit of { $asset }, { $value }
collision-pin = { $asset } pinned to { $value }
collision-demand = demand of { $asset }, { $value }
summary-collisions = { "    " }collides with: { $what }
summary-findings = { $count ->
    [one] THE AUDIT HAS ONE FINDING. Do not carry out the plan before it is explained:
   *[other] THE AUDIT HAS { $count } FINDINGS. Do not carry out the plan before they are explained:
}
summary-report = Report: { $path }

# Lists
runs-list-id = Run
runs-list-site = Site
runs-list-day = Day
runs-list-status = Status
runs-list-targets = Shaving
runs-list-issued = Issued
runs-list-weather = Weather
runs-list-met = met
runs-list-missed = missed
runs-list-empty = The archive { $root } holds no run. Make one with: hengli day-ahead ruichang
runs-list-none = The archive { $root } holds no run of this site or day. See all with: hengli runs list
runs-compare-figure = { $title }, { $unit }
runs-compare-ranks = In brackets: rank, 1 is best. Any command takes the six characters for the run.
runs-like-distance = Distance
runs-like-none = No other archived day of this site can be compared.
runs-issue-done = Run { $id } is now the issued plan of { $site } for { $date } (by { $by }).
runs-issue-already = Run { $id } is the issued plan of { $site } for { $date } already (by { $by }); nothing was changed.
runs-issue-supersedes = It supersedes run { $id }.
runs-issue-by-unknown = unknown

# Other results
rerun-same = The same plan again ({ $id }): largest difference { $difference }; forecast { $forecast } MW; status { $now }.
rerun-other = ANOTHER PLAN ({ $id }): largest difference { $difference } in { $quantity }; forecast { $forecast } MW; status { $before } before, { $now } now.
site-check-good = { $name }: no problems.
site-new-done = Written: { $path }. Change it to your site, then check it with: hengli site check { $path }
