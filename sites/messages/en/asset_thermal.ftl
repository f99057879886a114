# Thermal units.

type-thermal = Thermal units

cost-start-stop = Starts and stops of units
cost-running = Running of units
cost-generation = Cost of generation
cost-fuel = Fuel
cost-carbon = Carbon
cost-reserve-shortage = Reserve that is short

thermal-limit-below-minimum = { $field } is { $found } MW, below the least power of { $least } MW, so that the unit could never start or stop. Raise it to at least power_mw_min, or leave it out.
thermal-own-use = At its least power of { $least } MW the unit takes more than it gives. Lower own_use_mw or own_use_frac, or raise power_mw_min.
thermal-reference = reference_mw is { $found } MW; the unit gives { $least } to { $most } MW. Choose a power between, or leave it out for a unit that is off on the reference day.
thermal-curve-order = The points of { $field } do not rise in output_mw. Order them, each power once.
thermal-curve-span = { $field } goes from { $first } to { $last } MW, the unit from { $least } to { $most } MW. Give the first point at power_mw_min and the last at power_mw_max.
thermal-curve-convex = { $field } is not convex: piece { $place } is flatter ({ $after } per MWh) than the one before it ({ $before }). A linear model would use the cheap piece first. Give a curve whose slope never falls, say a straight line through its ends.
thermal-curve-falls = { $field } falls at its first piece: more power cannot take less fuel. Correct the points.
thermal-start-order = Start-up costs must rise: { $one } yuan from { $first } h off on, then { $other } yuan from { $second } h on. Order the tiers by off_hours_from, each later one at least as dear.
thermal-blend = The shares of the fuels cannot make a whole: together at least { $least }, at most { $most }. Choose share_frac_min and share_frac_max so that 1 lies between.
thermal-state-zero = { $asset } has been neither on nor off before the day (0 hours). Write the hours it has been on, or as a negative number the hours it has been off.
thermal-state-off-power = { $asset } has been off for { $hours } h, but had a power of { $found } MW in the step before the day. Set one right: 0 MW, or hours above 0.
thermal-state-on-power = { $asset } has been on for { $hours } h, but had { $found } MW in the step before the day; while on it gives { $least } to { $most } MW. Correct the power, or write the hours as negative where it was off.
thermal-state-must-run = { $asset } must run, but has been off for { $hours } h only and must stay off for { $least } h. Set must_run = false, or correct the hours or min_down_hours.

audit-thermal-indicator = The state of { $asset } is not 0 or 1, it gives power while off, or is on while it cannot be, { $steps }.
audit-thermal-minimum = { $asset } runs up to { $amount } below its least power, { $steps }.
audit-thermal-maximum = { $asset } gives up to { $amount } more than it can, { $steps }.
audit-thermal-ramp-up = { $asset } rises up to { $amount } faster than it can, { $steps }.
audit-thermal-ramp-down = { $asset } falls up to { $amount } faster than it can, { $steps }.
audit-thermal-start-limit = { $asset } starts up to { $amount } above its limit at a start, { $steps }.
audit-thermal-stop-limit = { $asset } stops from up to { $amount } above its limit before a stop, { $steps }.
audit-thermal-minimum-up = { $asset } stops { $amount } too early, { $steps }.
audit-thermal-minimum-down = { $asset } starts { $amount } too early, { $steps }.
audit-thermal-must-run = { $asset } must run and does not, { $steps }.
audit-thermal-fuel = The fuel of { $asset } is not what its curve says, off by up to { $amount }, { $steps }.
audit-thermal-blend = The blend of { $asset } leaves its limits by up to { $amount }, { $steps }.
audit-thermal-co2 = The CO2 of { $asset } is not that of its fuels, off by up to { $amount }, { $steps }.
audit-thermal-stock = { $asset } burns up to { $amount } more than is there, { $steps }.
audit-thermal-must-burn = { $asset } leaves { $amount } unburnt that must be burnt.
audit-thermal-heat = The heat of { $asset } does not follow its power, off by up to { $amount }, { $steps }.
audit-thermal-reserve = { $asset } claims up to { $amount } more reserve than it could give, { $steps }.
audit-reserve = The site lacks up to { $amount } of its reserve, { $steps }.
