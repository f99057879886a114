# Findings of the audit: which rule, who, when, by how much.

audit-whole-site = the site
audit-whole-day = the whole day
audit-amount = { $figure } { $unit }
audit-in-event = { $text } (in the day of the event called at { $event })

audit-missing-variable = The schedule has no variable { $asset }; write it, nothing can be checked without it.
audit-missing-attribute = The schedule's attribute { $asset } is missing or cannot be read.
audit-forecast-missing = The forecast has no complete series for { $asset } on this day.
audit-time-steps = The schedule's steps are not those of the site's day; their numbers differ by { $amount }.
audit-asset-list = The schedule's assets ({ $asset }) are not the site's, in its order; { $amount } differ.
audit-task-list = The schedule's tasks or batches ({ $asset }) are not those of the day; their numbers differ by { $amount }.
audit-not-finite = { $asset } is no number in { $amount } steps: { $steps }.
audit-labels = { $amount } steps carry a label that is not the clock at their end: { $steps }.
audit-attributes = The schedule's attribute { $asset } is not the site's.

audit-status-word = "{ $asset }" is no status; use optimal, feasible, relaxed, rule_based or previous_plan.
audit-status-stages = The status { $asset } does not fit the stages: { $amount } contradict it.
audit-status-relaxations = The status { $asset } does not fit the declared relaxations.
audit-status-gap = The gap of { $asset }, { $amount }, is not above zero as demanded, or not reached as claimed.
audit-stage-form = The stage { $asset } lacks a field or holds a figure that is none.
audit-stage-order = The stages ({ $asset }) do not stand in the site's order.
audit-targets-met = The word on the targets ({ $asset }) is not what the targets' own figures say.
audit-absorption-not-held = Later stages gave back { $amount } of the absorption that the stage had reached.
audit-relaxation-form = The relaxation of { $asset } cannot be read: its clause, asset, steps or amounts do not fit.
audit-relaxation-unused = { $asset }: a relaxation of { $amount } is declared but not needed, { $steps }.

audit-bus-balance = Bus { $asset } is out of balance by up to { $amount }, { $steps }.
audit-injection = { $asset } injects something else than its own powers say, by up to { $amount }, { $steps }.
audit-pin = { $asset } is off its pin by up to { $amount }, { $steps }.
audit-negative-power = A power of { $asset } is below zero by up to { $amount }, { $steps }.

audit-renewable-above-available = { $asset } feeds up to { $amount } more than is available, { $steps }.
audit-renewable-available = The available power of { $asset } is off the forecast after outages by up to { $amount }, { $steps }.
audit-renewable-curtailed = The curtailed power of { $asset } is not available less used, by up to { $amount }, { $steps }.
audit-curtailment-cause = Curtailed power of { $asset } stands under the wrong cause, up to { $amount }, { $steps }.
audit-pv-above-inverter = { $asset } feeds up to { $amount } more than its inverters can, { $steps }.
audit-wind-above-capacity = { $asset } feeds up to { $amount } more than its turbines can, { $steps }.

audit-battery-charge-limit = { $asset } charges up to { $amount } above its limit, { $steps }.
audit-battery-discharge-limit = { $asset } discharges up to { $amount } above its limit, { $steps }.
audit-battery-level-recursion = The level of { $asset } does not follow from the one before, by up to { $amount }, { $steps }.
audit-battery-level-window = The level of { $asset } leaves its window by up to { $amount }, { $steps }.
audit-battery-level-physical = The level of { $asset } is below empty or above full by up to { $amount }, { $steps }.
audit-battery-loss = The losses of { $asset } are not what its powers and levels say, by up to { $amount }, { $steps }.

audit-grid-import-limit = { $asset } imports up to { $amount } above its limit, { $steps }.
audit-grid-export-limit = { $asset } exports up to { $amount } above its limit, { $steps }.

audit-load-not-served = { $asset } goes without up to { $amount } that it is due, { $steps }.
audit-load-above-demand = { $asset } takes up to { $amount } more than its demand, { $steps }.
audit-load-demand = The demand of { $asset } is off the forecast after outages by up to { $amount }, { $steps }.
audit-load-unserved = The unserved power of { $asset } is not demand less served, by up to { $amount }, { $steps }.

audit-interruptible-step-limit = { $asset } is cut by up to { $amount } more than may be, { $steps }.
audit-interruptible-depth = During a call { $asset } is cut by up to { $amount } less than must be, { $steps }.
audit-interruptible-indicator = { $asset }: the call's indicator is not 0 or 1, or power is cut without a call, { $amount }, { $steps }.
audit-interruptible-calls = { $asset } is called { $amount } times more than may be, { $steps }.
audit-interruptible-call-short = A call of { $asset } is { $amount } too short, { $steps }.
audit-interruptible-call-long = A call of { $asset } is { $amount } too long, { $steps }.
audit-interruptible-gap = A call of { $asset } follows the one before { $amount } too early, { $steps }.
audit-interruptible-energy-cut = { $asset } is cut by { $amount } more than may be in a day.
audit-interruptible-energy-served = { $asset } takes { $amount } more than may be in a day.

audit-shiftable-window = { $asset } takes up to { $amount } outside its window, { $steps }.
audit-shiftable-power-limit = { $asset } takes up to { $amount } above its limit, { $steps }.
audit-shiftable-power-min = { $asset } runs below its least power, { $amount } from standing still or from running, { $steps }.
audit-shiftable-energy = The energy of { $asset } is off by { $amount }.
audit-shiftable-sum = The power of { $asset } is not the sum of its tasks, by up to { $amount }, { $steps }.

audit-batch-profile = { $asset } does not run through its profile, off by up to { $amount }, { $steps }.
audit-batch-missing = { $asset } does not run: { $amount } are missing.
audit-batch-window = { $asset } runs outside its window with up to { $amount }, { $steps }.
audit-batch-order = { $asset } starts { $amount } too early after the batch before it, { $steps }.
audit-batch-together = { $asset } runs { $amount } more batches together than may be, { $steps }.
audit-batch-power-limit = { $asset } takes up to { $amount } more than the day's outages and derates leave, { $steps }.
audit-batch-sum = The power of { $asset } is not the sum of its batches, by up to { $amount }, { $steps }.

audit-net-exchange = The net exchange is not import less export, by up to { $amount }, { $steps }.
audit-load-total = The load is not the sum of the loads, by up to { $amount }, { $steps }.
audit-reference-injection = On the reference day { $asset } injects something else by its rule, off by up to { $amount }, { $steps }.
audit-reference-exchange = The reference day's exchange is off by up to { $amount }, { $steps }.
audit-reference-load = The reference day's load is off by up to { $amount }, { $steps }.
audit-peak-window = { $amount } steps are marked wrongly as peak window or not: { $steps }.
audit-loss-counted = Losses in steps of surplus ({ $steps }) do not count against absorption as the rule demands.
audit-surplus-steps = { $amount } steps are marked wrongly as surplus or not: { $steps }.
audit-period-kind = { $amount } steps carry another kind of tariff period than the tariff says: { $steps }.

audit-import-price = The import price of { $asset } is off the tariff by up to { $amount }, { $steps }.
audit-export-price = The export price of { $asset } is off the tariff by up to { $amount }, { $steps }.
audit-cost-part = The part "{ $asset }" of the bill is off by { $amount }.
audit-cost-sum = The parts of the bill do not sum to { $asset }: { $amount } apart.
audit-kpi-missing = The indicator { $asset } is missing.
audit-kpi-value = The indicator { $asset } is wrong, off by { $amount }.
audit-outside-peak = Outside the peak windows the plan exceeds the reference day's highest by up to { $amount }, { $steps }.

audit-charge-and-discharge = { $asset } charges and discharges at once, up to { $amount }, { $steps }.
audit-import-and-export = { $asset } imports and exports at once, up to { $amount }, { $steps }.
audit-discharge-while-curtailing = On bus { $asset } a store discharges while renewables are curtailed, up to { $amount }, without a named reason, { $steps }.
audit-store-to-store = On bus { $asset } one store charges another with up to { $amount }, without a named reason, { $steps }.
audit-import-while-curtailing = Bus { $asset } imports while its renewables are curtailed, up to { $amount }, without a named reason, { $steps }.

audit-capability-without-event = A callable capability is claimed without the day that proves it, { $steps }.
audit-capability-missing = Callable capability is missing in { $amount } steps of the windows: { $steps }.
audit-capability-outside-window = Callable capability is claimed outside the peak windows, { $steps }.
audit-capability-beyond-horizon = Callable capability is claimed for an event that outlasts the day, { $steps }.
audit-capability-mismatch = The claimed capability is not what its event says, by up to { $amount }, { $steps }.
audit-capability-negative = The claimed capability is below zero by up to { $amount }, { $steps }.
audit-capability-above-bound = The claimed capability exceeds by up to { $amount } what the plan leaves to be called, { $steps }.
audit-event-before-changed = { $asset } departs from the plan by up to { $amount } before the event is called, { $steps }.
audit-event-response-short = The event delivers up to { $amount } less than claimed, { $steps }.
audit-event-recovery-in-window = After the event up to { $amount } are caught up inside a peak window, { $steps }.
audit-event-recovery-above-reference = After the event the exchange exceeds plan and reference peak by up to { $amount }, { $steps }.
audit-event-batch-moved = { $asset } had started before the event and does not run on as planned, off by up to { $amount }, { $steps }.
audit-event-notice = { $asset } must be told earlier than the event is called, but changes by up to { $amount }, { $steps }.
audit-spill-limit = On { $asset }, heat is cooled away beyond what units give or the limit allows, by { $amount } ({ $steps }).
audit-reference-feed = Of { $asset }, what it feeds into its further bus on the reference day is off by { $amount } ({ $steps }).
