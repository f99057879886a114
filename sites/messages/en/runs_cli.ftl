# The command line: help of commands and options, and what is wrong with a line.

cli-heading-usage = Usage: { $command }
cli-heading-options = Options:
cli-heading-commands = Commands:
cli-heading-arguments = Arguments:
cli-metavar-options = [OPTIONS]
cli-metavar-command = COMMAND [ARGUMENTS]

cli-hengli = Day-ahead dispatch of source-grid-load-storage microgrids: forecast, schedule, audit, archive, compare, report.
cli-day-ahead-short = Schedule a day and report on it.
cli-day-ahead = Schedule a day of a site: forecast, gate, dispatch, audit, archive, comparison with the archived days, report. If the archive holds no run of the site yet, the seven days before are scheduled first.
cli-check-short = Audit a plan table edited by hand.
cli-check = Audit a table of one row a step (CSV or Excel) that was edited by hand, against the archived run that it came from, or against a site and a day.
cli-rerun-short = Repeat a run from its folder alone.
cli-rerun = Repeat a run from its archive folder alone and say whether the plan is the same.
cli-runs = Archived runs: list, show, issue, compare.
cli-runs-list-short = List the archived runs.
cli-runs-list = List the archived runs, by site and day.
cli-runs-show-short = Show a run.
cli-runs-show = Show a run: status, targets, figures, what was assumed, where its report is.
cli-runs-issue-short = Mark a plan as issued.
cli-runs-issue = Mark a plan as the issued one of its day. A later issue supersedes it; history counts one plan a day, the issued one, else the latest draft of the best status.
cli-runs-compare-short = Put runs side by side.
cli-runs-compare = Put two or more runs side by side, each figure with its rank.
cli-runs-like-short = Find the days most like a run's.
cli-runs-like = Find the archived days most like a run's in weather and load, and show how its plan stands against theirs.
cli-site = Sites: check, list, begin.
cli-site-check-short = Check a site file.
cli-site-check = Read a site with all its files, show every problem at once, or what the site is.
cli-site-list = List the bundled sites and the worked examples.
cli-site-new-short = Write a commented site to begin with.
cli-site-new = Write a commented site to begin with, or a copy of a worked example, into a folder of its own. Nothing that is there is overwritten.
cli-site-schema-short = Give the JSON Schema of site files.
cli-site-schema = Give the JSON Schema of site files, for editors.

cli-argument-site = Name of a bundled site, folder with a site.toml, or site file.
cli-argument-id = Id of a run, or as much of its beginning (or of its last six characters) as tells it apart.
cli-argument-ids = Ids of two or more runs.
cli-argument-plan = The table: plan.csv or plan.xlsx of a run, as edited.
cli-argument-new = Name of the new site: letters, digits, "-" and "_".

cli-option-help = Show this help.
cli-option-version = Show the version.
cli-option-lang = Language of all text. Default: HENGLI_LANG, else the system's.
cli-option-json = Give one JSON document on stdout instead of text.
cli-option-quiet = No progress, and only what matters most.
cli-option-archive = Folder of the archive. Default: HENGLI_ARCHIVE, else runs/archive in a checkout, else the user's data folder.
cli-option-date = Local day at the site. Default: tomorrow there.
cli-option-weather = Weather of the day: EPW, CSV, Excel, NetCDF or a typical-year file. Default: a synthetic day of the typical year.
cli-option-weather-elsewhere = Allow weather of a place more than 50 km away.
cli-option-weather-stamp = Whether the stamps of a CSV mark the start or the end of each interval, if the file does not say so.
cli-option-weather-zone = Time zone of the stamps of a CSV, if the file does not say so, e.g. Asia/Shanghai.
cli-option-state = State at the beginning of the day, JSON as the state.json of a run. Default: the measured or planned end of the day before, else the site's assumption.
cli-option-day = Facts of the day, TOML: outages, derates, temporary grid limits, pins.
cli-option-solver = Solver: highs, or any that Pyomo knows. Default: highs.
cli-option-time-limit = Time limit over all stages together, seconds. Default: 60.
cli-option-gap = Relative gap at which a stage ends, above 0. Default: 0.0001.
cli-option-threads = Threads of the solver. Default: 1.
cli-option-seed = Seed of the typical year and of the solver. Default: 0.
cli-option-week-before = Whether to schedule the seven days before as well, if the archive holds no run of the site. --no-history is the older name of --no-week-before.
cli-option-run = The run that the table belongs to, if its column "run" does not say so.
cli-option-complete = First recompute levels, import and export, curtailment, figures and costs from the decisions (charging, discharging, interruptions, tasks, batches).
cli-option-check-site = Instead of a run: the site that the table is for.
cli-option-check-date = With --site: the day. Default: tomorrow there.
cli-option-list-site = Only runs of this site.
cli-option-list-date = Only runs of this day.
cli-option-by = Who issues the plan. Default: the user's name.
cli-option-count = How many days to show. Default: 5.
cli-option-folder = Folder to write into. Default: the name.

cli-exit-codes = Exit codes:
      0  done
      2  bad input; nothing was written
      3  could not write, or an internal fault
    130  stopped by Ctrl-C
cli-exit-codes-all = Exit codes, told apart by the help of each command:
      0  good
      1  done, but look at it: a missed target, findings, another plan
      2  bad input; nothing was written
      3  could not write, or an internal fault
    130  stopped by Ctrl-C; nothing half-written is left
cli-exit-codes-read = Exit codes:
      0  done
      2  bad input
      3  an internal fault
    130  stopped by Ctrl-C
cli-exit-codes-day-ahead = Exit codes:
      0  a plan, and its shaving target is met
      1  a plan, but the shaving target is missed, its status is relaxed or worse, or its audit has findings
      2  bad input; nothing was written
      3  could not write, or an internal fault
    130  stopped by Ctrl-C; nothing half-written is left
cli-exit-codes-check = Exit codes:
      0  no findings
      1  findings
      2  bad input
      3  an internal fault
    130  stopped by Ctrl-C
cli-exit-codes-rerun = Exit codes:
      0  the same plan
      1  another plan
      2  bad input
      3  an internal fault
    130  stopped by Ctrl-C

cli-usage = { $detail } See: { $command } --help
cli-value = This value cannot be used: { $detail } See: { $command } --help
cli-missing = { $name } is missing. See: { $command } --help
cli-no-subcommand = The command is missing. Use one of: { $known }. See: { $command } --help
cli-extra = There is more than the command takes: { $found }. See: { $command } --help
cli-option-value = This option needs a value. See: { $command } --help
cli-switch-value = This option takes no value. See: { $command } --help
cli-not-whole = "{ $found }" is not a whole number. Write one, such as 4.
cli-not-number = "{ $found }" is not a number. Write one, such as 0.5.
cli-beyond = { $found } is not allowed. Write a number from { $least } to { $most }.
cli-no-option = There is no option { $found }. See: { $command } --help
cli-no-option-near = There is no option { $found }; did you mean { $near }? See: { $command } --help
cli-no-command = There is no command "{ $found }". See: { $command } --help
cli-no-command-near = There is no command "{ $found }"; did you mean { $near }? See: { $command } --help
cli-language = There is no language "{ $found }". Use one of: { $known }.
cli-date = "{ $found }" is not a date. Write it as 2026-07-15.
cli-compare-two = { $found ->
    [one] One run was named; a comparison needs two or more.
   *[other] { $found } runs were named; a comparison needs two or more different ones.
}
cli-compare-twice = A run was named more than once. Name each once, two or more different ones.
cli-interrupted = Stopped. Nothing half-written is left.
cli-fault = Internal fault ({ $name }). This is an error of the program, not of your input. The details are in { $path }; please send that file with a report.
cli-fault-unkept = Internal fault ({ $name }: { $detail }). This is an error of the program, not of your input. The details could not be written to any file.
