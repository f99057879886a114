# The report, the comparison of plans, and the labels of figures.

figure-none = none
unit-yuan = yuan
weekday-1 = Monday
weekday-2 = Tuesday
weekday-3 = Wednesday
weekday-4 = Thursday
weekday-5 = Friday
weekday-6 = Saturday
weekday-7 = Sunday

status-optimal = Optimal
status-optimal-meaning = The solver proved that no better plan exists, within the gap asked for.
status-feasible = Feasible
status-feasible-meaning = A limit stopped the search. The plan holds every limit; a somewhat better one may exist.
status-relaxed = Relaxed
status-relaxed-meaning = No plan holds every hard limit. The named limits are broken by the least total amount; taking back any one of them would be infeasible.
status-rule-based = Rule-based
status-rule-based-meaning = The solver brought nothing in time. The day follows the rules of the reference day, without optimisation.
status-previous-plan = Previous plan
status-previous-plan-meaning = The solver brought nothing in time. An earlier plan for the day is repeated.

kpi-absorption-rate = Absorption rate
kpi-absorption-rate-definition = Renewable energy used, over renewable energy available.
kpi-curtailment-rate = Curtailment rate
kpi-curtailment-rate-definition = Renewable energy curtailed, over renewable energy available.
kpi-self-use-rate = Self-use rate
kpi-self-use-rate-definition = Renewable energy used and not exported, over renewable energy available.
kpi-export-share = Renewable export share
kpi-export-share-definition = Renewable energy exported, over renewable energy available.
kpi-green-share = Green share of load
kpi-green-share-definition = Renewable energy that reached the load (less export, its storage losses and what is left in stores), over load served.
kpi-shaving = Peak shaving achieved
kpi-shaving-definition = (reference peak − plan's peak) / reference peak, inside the peak windows.
kpi-shaving-target = Shaving target
kpi-shaving-shortfall = Shaving shortfall
kpi-capability = Callable capability
kpi-capability-definition = The power by which net exchange could still be lowered on call in every step of the windows.
kpi-capability-share = Callable capability
kpi-capability-share-definition = Least callable power over the peak windows, over the reference day's peak load.
kpi-capability-year-share = Callable capability, of the year's peak
kpi-capability-year-share-definition = Least callable power over the peak windows, over the year's highest load (the national rule of 2023).
kpi-capability-target = Capability target
kpi-cost = Cost of the day
kpi-cost-definition = Energy, demand charge, wear and compensation, less feed-in and the change in stored energy at its value.
kpi-cost-without = Cost without demand charge
kpi-cost-without-definition = The same without the demand charge: the figure to compare days by.
kpi-reference-cost = Cost of the reference day
kpi-units = Energy of dispatchable units
kpi-fuel-co2 = CO₂ of fuels
kpi-fuel-co2-definition = Fuel burnt × fossil emission factor of the fuel; biogenic carbon counts 0.
kpi-co2 = CO₂ emissions
kpi-co2-definition = Imported energy × emission factor of the grid, and the fossil CO₂ of fuels. No credit for export.
kpi-reference-peak = Reference peak in the windows
kpi-plan-peak = Plan's peak in the windows
kpi-peak-valley = Peak-valley difference
kpi-peak-valley-definition = Highest less lowest net exchange of the day.
kpi-peak-valley-rate = Peak-valley difference rate
kpi-peak-valley-rate-definition = Peak-valley difference, over the highest net exchange.
kpi-exchange-peak = Highest net exchange
kpi-exchange-valley = Lowest net exchange
kpi-import-peak = Highest import
kpi-load-peak = Highest load
kpi-load-factor = Load factor
kpi-load-factor-definition = Mean load, over peak load.
kpi-self-sufficiency = Self-sufficiency
kpi-self-sufficiency-definition = 1 − imported energy / load served.
kpi-available = Renewable energy available
kpi-used = Renewable energy used
kpi-curtailed = Renewable energy curtailed
kpi-renewable-export = Renewable energy exported
kpi-renewable-export-definition = Traced: surplus of the same step first, then stores in proportion to what charged them.
kpi-import = Energy imported
kpi-export = Energy exported
kpi-load-served = Load served
kpi-unserved = Firm load not served
kpi-interrupted = Load interrupted
kpi-storage-losses = Storage losses
kpi-stored-change = Change in stored energy
kpi-cycles = Equivalent full cycles
kpi-cycles-definition = Energy discharged, over the energy between the lowest and highest level.

cause-surplus = Surplus, no export possible
cause-export-limit = Export limit reached
cause-price = Choice of cost

period-sharp = Sharp
period-peak = Peak
period-flat = Flat
period-valley = Valley
period-deep-valley = Deep valley

stage-shaving = Peak shaving
stage-absorption = Absorption
stage-cost = Least cost
stage-smooth = Smooth use
stage-relaxation = Least relaxation
stage-relaxation-order = Gentlest relaxation
stage-optimal = optimal
stage-feasible = stopped at a limit
stage-not-reached = not reached

cost-energy-import = Imported energy
cost-feed-in = Feed-in revenue
cost-demand-charge = Demand charge
cost-wear = Wear of stores
cost-interruption = Compensation for interruptions
cost-served-value = Value of interruptible load served
cost-terminal-value = Change in stored energy, valued

clause-firm-load = firm load not served in full
clause-import-limit = import above its limit
clause-export-limit = export above its limit
clause-outside-peak = peak outside the windows above the reference day's
clause-level-window = level outside its window
clause-task-energy = task short of energy
clause-batch-run = batch not run
clause-pin = pin not kept
clause-call-rules = rules of interruption broken
clause-power-limit = power above its limit
clause-budget = budget of the contract exceeded
clause-fleet-energy = vehicles leave with less than they need
clause-comfort = temperature outside its comfort band
clause-unit-rules = rules of a unit broken
clause-spill-limit = more heat cooled away than allowed
clause-reserve = reserve not held
clause-network-limit = limit of the network broken

report-title = Day-ahead dispatch plan
report-skip = Skip to the figures
report-contents = Contents
report-summary = Summary
report-nav-power = Power
report-nav-prices = Prices
report-nav-curtailment = Curtailment
report-nav-table = Table
report-nav-origin = Assumptions and inputs
report-footer = hengli · run { $id } · A value at a step is its mean; stored energy is the level at the step's end; labels name the end of each step.

report-status = Status
report-gap = Largest gap of a stage: { $gap }.
report-draft = Draft, not issued
report-issued = Issued { $at } by { $by }
report-synthetic = Synthetic weather: a generated typical year, not a forecast
report-elsewhere = Weather data from elsewhere, { $distance } km away
report-met = Met
report-not-applicable = Not applicable
report-missed-by = Missed by { $power } MW
report-target-shaving = Peak shaving, target { $target }
report-target-shaving-none = The reference day's peak in the windows is { $reference } MW, so there is no peak to shave.
report-target-shaving-text = { $share }: from { $before } MW on the reference day to { $after } MW, in { $windows }.
report-target-capability = Callable capability, target { $target } (not yet constrained)
report-target-capability-none = It was not computed for this day.
report-target-capability-text = { $power } MW on call in every step of the windows, { $share } of the reference day's peak load.
report-relaxations-count = { $count ->
    [one] 1 limit relaxed
   *[other] { $count } limits relaxed
}
report-findings-count = { $count ->
    [one] 1 audit finding
   *[other] { $count } audit findings
}
report-audit-clean = The audit found nothing
report-not-audited = Not audited

report-gap-title = What would close the gap
report-gap-text = The target needs { $power } MW less at the peak, { $energy } MWh in all, in these hours:
report-gap-means = More energy in the stores by then, a load shifted out of these hours, or a load interrupted would each do.

report-key-figures = Key figures
report-key-figures-caption = { $count ->
    [0] Beside the reference day: stores idle, flexible loads at their preferred times. No other day is archived yet.
    [one] Beside the reference day (stores idle, flexible loads at their preferred times) and the 1 archived day.
   *[other] Beside the reference day (stores idle, flexible loads at their preferred times) and { $count } archived days, one plan a day.
}
report-reference = Reference day
report-plan = Plan
report-difference = Difference
report-median = Median of history
report-rank-title = Rank
report-rank = { $rank } of { $count }
report-shaving-note = Target { $target }
report-capability-note = { $power } MW. Not yet constrained: computed and audited after the plan was made.
report-co2-formula = { $energy } MWh × { $factor } t/MWh ({ $region } { $year }, { $kind })
report-factor-average = average factor
report-factor-market = market-based factor
report-all-figures = All figures
report-figure = Figure
report-value = Value
report-name-in-file = Name in run.json

report-balance = Supply and demand
report-balance-caption = What feeds the load. Charging and export lie below zero, so the stack less what lies below is the load.
report-balance-alt = Stacked areas of supply over the day, charging and export below zero. The load peaks at { $peak } MW in the step that ends at { $label }.
report-load = Load
report-reference-load = Load, reference day
report-legend-store = { $name } (discharging +, charging −)
report-legend-tie = { $name } (import +, export −)
report-legend-window = Peak window
report-demand = Loads
report-demand-alt = Stacked areas of all loads over the day, { $energy } MWh in all, beside the load of the reference day.
report-exchange = Net exchange before and after
report-exchange-caption = Import less export. Before: the reference day. After: the plan. The shade between is what the plan moves, blue where it takes less.
report-load-before-after = Load before and after
report-load-caption = Before: the reference day. After: the plan. The target is set on the load of this site.
report-exchange-alt = Two stepped lines over the day. The highest value falls or rises from { $before } MW on the reference day to { $after } MW in the plan.
report-legend-target = Target of { $share }: { $power } MW
report-levels = Stores
report-level = Level
report-level-end = Level at the step's end
report-level-share = Of nominal energy
report-charging = Charging
report-discharging = Discharging
report-legend-level-window = Window { $low }–{ $high } MWh
report-level-alt = Level of { $name } over the day: { $start } MWh at the beginning, { $end } MWh at the end.
report-price = Prices · { $name }
report-period = Period
report-import-price = Import price
report-feed-in-price = Feed-in price
report-price-alt = Stepped lines of the import price, between { $low } and { $high } yuan/MWh, and the feed-in price over the tariff's periods.
report-flexible = Flexible loads
report-flexible-caption = When they may run, when they would run on their own, and when the plan runs them. A stronger colour means more power.
report-flexible-alt = Bars over the day for { $count } flexible loads: window, preferred time and plan.
report-window = Window
report-preferred = Preferred time
report-what = What
report-when = When
report-power = Power
report-interruption = interruption
report-curtailment = Curtailment by cause
report-curtailment-none = Nothing is curtailed.
report-curtailment-alt = Stacked areas of curtailed power over the day by cause, { $energy } MWh in all.
report-sources = Sources
report-source = Source
report-available = Available
report-used = Used
report-curtailed = Curtailed
report-import = Import
report-export = Export
report-net-exchange = Net exchange
report-reference-exchange = Net exchange, reference day

report-costs = Costs and objectives
report-cost-parts = Parts of the cost
report-part = Part
report-amount = Amount
report-stages = Stages of the objective
report-stage = Stage
report-stage-price = Price of the stage
report-stage-prices = What each objective costs
report-stages-none = No price was computed.
report-stages-alt = Bars with the price in yuan of each of { $count } stages.
report-price-yuan = Price ({ $unit })
report-gap-head = Gap
report-tolerance = Held within
report-result = Result
report-seconds = Seconds
report-stages-caption = Each stage is held while the next is optimised. The price of a stage is the least cost with it and all before it held, less the least cost with those before it held.

report-history = Comparison with history
report-history-none = No other day of this site is archived yet.
report-history-caption = { $count ->
    [one] 1 other day is archived.
   *[other] { $count } other days are archived; one plan counts for each, the issued one or else the best draft, and plans that broke limits are left out.
} Red: this plan. Dashed: their median. Costs hold the change in stored energy at its value.
report-history-alt = { $title } of { $count } days over time, this plan marked.
report-ranks = Rank among the archived days
report-this-plan = This plan
report-best = Best of history
report-better = Better is
report-higher = higher
report-lower = lower
report-similar = Most similar days
report-similar-caption = Distance in weather, load and type of day, in units of their spread over the archive: 0 is the same day, 1 one spread apart in everything.
report-day = Day
report-distance = Distance

report-capability = Callable capability
report-capability-caption = How far net exchange can be lowered on call in each step, for the length of an event, with a feasible rest of the day. Not yet constrained: computed and audited after the plan was made.
report-capability-none = No callable capability was computed.
report-capability-alt = Bars of callable power in each step of the peak windows, between { $least } and { $most } MW.
report-legend-capability-target = Target of { $share }: { $power } MW

report-relaxations = Relaxed limits
report-relaxations-none = None. Every hard limit holds.
report-relaxations-caption = These limits could not all be held. Together they are broken by the least total amount.
report-collides = Collides with
report-asset = Asset
report-limit = What is broken
report-most = Most, MW or MWh
report-total = Total
report-audit = Audit
report-audit-caption = Every limit, balance, level, bill and figure is computed again from site, state, forecast and schedule, without the model that made the plan.
report-audit-none-of = No findings; { $count } rules checked.

report-table = The plan, step by step
report-table-caption = { $count } steps, each labelled by its end. Powers are means over the step; the level is that at its end. Peak windows are shaded.
report-step = Step

report-notes = Notes and assumptions
report-second-hand = Known second-hand only: the rules of { $name } were read in another's words.
report-weather-notes = Weather and forecast
report-facts = Facts of the day
report-assumptions = Numbers that are assumptions
report-sourced = Numbers with a source
report-unsaid = Numbers without a stated origin
report-table-of-site = Table
report-numbers = Numbers
report-said = What the site file says
report-said-as-is = What the site file says about its numbers is shown in the language in which the file says it.

report-repeat = Inputs and how to repeat
report-repeat-text = All inputs lie beside this page. The same plan again:
report-run = Run
report-created = Created
report-issue-time = Forecast issued
report-solver = Solver
report-weather = Weather
report-state = State at the beginning
report-options = Options
report-versions = Versions
report-seeds = Seeds
report-durations = Seconds by part
report-files = Files of the run
