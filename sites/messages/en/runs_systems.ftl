# The report on units, carriers, the network and islanding.

systems-carrier = { $carrier ->
    [heat] Heat
    [hydrogen] Hydrogen
   *[electricity] Electricity
}
systems-balance = { $carrier ->
    [heat] Heat: supply and demand
    [hydrogen] Hydrogen: supply and demand
   *[electricity] Electricity: supply and demand
}
systems-balance-caption = What feeds the buses of this carrier, by what makes it or gives it back. What stores and converters take lies below zero. Hydrogen counts by its lower heating value.
systems-spilled = Cooled away
systems-network-losses = Losses of the network
systems-energies = { $carrier } over the day, as a table
systems-given = Given
systems-taken = Taken
systems-load-of = { $carrier ->
    [heat] Heat taken
    [hydrogen] Hydrogen taken
   *[electricity] Electricity taken
}
systems-level-of = { $carrier ->
    [heat] Heat stored
    [hydrogen] Hydrogen stored
   *[electricity] Electricity stored
}
systems-nav-carriers = Heat, hydrogen

systems-units = Units and machines
systems-units-alt = Bars over the day for { $count } machines that are switched on and off, { $starts } starts in all.
systems-units-table = Hours, starts, energy and fuel
systems-on = On
systems-strength = Stronger with its power
systems-hours-on = Hours on
systems-starts = Starts
systems-energy = Energy
systems-least = Lowest while on
systems-most = Highest
systems-fuel = Fuel
systems-co2 = Fossil CO₂

systems-quantities = More of single assets
systems-quantity-alt = { $title }: between { $low } and { $high }{ $unit }.
systems-quantity-range = Between { $low } and { $high }{ $unit }.

systems-network = Network
systems-network-caption = Voltages, loadings and losses by an AC power flow of every step of the plan.
systems-losses-note = Losses of lines and transformers: { $losses } MWh, { $share } of the load served.
systems-unsolved-note = { $count ->
    [one] In 1 step the power flow has no solution.
   *[other] In { $count } steps the power flow has no solution.
}
systems-rounds-note = { $rounds ->
    [one] The plan was solved once and held against AC: every limit is kept, and planned losses agree within { $gap } kW.
   *[other] The plan was solved { $rounds } times, each time held against AC and set right: every limit is kept now, and planned losses agree within { $gap } kW.
}
systems-rounds-apart-note = { $rounds ->
    [one] The plan was solved once and held against AC. It does not agree with it in full: planned losses differ by up to { $gap } kW, or a limit is broken.
   *[other] The plan was solved { $rounds } times, each time held against AC. It does not agree with it in full: planned losses differ by up to { $gap } kW, or a limit is broken.
}
systems-not-tightened = No limit had to be tightened.
systems-tightened = Limits that were tightened, so that the plan holds them under AC
systems-place = Bus or branch
systems-limit = Limit
systems-steps = Steps
systems-by = At most by
systems-voltage-min = lowest voltage
systems-voltage-max = highest voltage
systems-loading = loading
systems-voltage = Voltages
systems-voltage-band = Between the lowest and the highest bus
systems-voltage-lowest = Lowest voltage
systems-voltage-highest = Highest voltage
systems-limits = Limits
systems-voltage-alt = A band over the day: the voltages of all buses lie between { $low } and { $high } p.u.
systems-loading-title = Loading of lines and transformers
systems-loading-alt = Coloured bars over the day for each line and transformer. The highest loading is { $most }, of { $branch } in the step that ends at { $label }.
systems-buses-table = Voltage of each bus
systems-branches-table = Loading and losses of each line and transformer
systems-bus = Bus
systems-branch = Line or transformer
systems-kind = Kind
systems-ends = From, to
systems-line = line
systems-transformer = transformer
systems-at = At
systems-loading-most = Highest loading
systems-hours-full = Above 90 %
systems-power-most = Highest power
systems-losses = Losses

systems-island = Without the public grid
systems-nav-island = Islanding
systems-island-unknown = Survival was not computed for this day.
systems-island-good = The critical loads survive an outage of { $wanted } h from each of the { $count } steps that it may begin at.
systems-island-short = From { $short } of { $count } steps the critical loads do not survive an outage of { $wanted } h, in { $spans }. The worst begins at { $start }: { $least } h.
systems-island-worst = The worst outage, from { $start }, load by load
systems-survival = Survival
systems-survival-title = Survival by the beginning of the outage
systems-unserved = Critical load not served
systems-island-survives = Survived
systems-island-fails = Not survived in full
systems-island-wanted = Wanted: { $hours } h
systems-island-alt = Bars for each step at which the outage may begin: the critical loads survive between { $least } and { $most } hours of the { $wanted } wanted.
systems-critical-share = Critical share
systems-critical = Critical load
systems-shed = Cut off


kpi-certified = Energy that earns certificates

cause-unit-minimum = Minimum of units

quantity-is-on = on
quantity-is-standby = standby
quantity-reserve-mw = Spinning reserve held
quantity-kwh-per-kg = Electricity for a kilogram of hydrogen
quantity-heating-mw = Heat into buildings
quantity-indoor-c = Indoor temperature
quantity-cop = Coefficient of performance (COP)
quantity-flexible-mw = Flexible part of the daily quantity
quantity-first-fuel-mwh = First fuel burnt in the step
quantity-second-fuel-mwh = Second fuel burnt in the step

site-check-lines = Lines
site-check-transformers = Transformers
site-check-of-carrier = { $text }, { $carrier ->
    [heat] heat
   *[hydrogen] hydrogen
}
new-example = there is no worked example "{ $found }": there are { $known }
new-example-near = there is no worked example "{ $found }": is it { $near }? There are { $known }

site-list-more = "hengli site new NAME --example EXAMPLE" copies a worked example into a folder of your own.
cli-option-example = Begin with a copy of this worked example ("site list" names them) instead of the general one.

systems-tier = { $tie }: { $energy } imported in the { $period } with this day; each further MWh costs { $adder } more than the plain price. The next tier begins at { $next }.
systems-tier-last = { $tie }: { $energy } imported in the { $period } with this day; each further MWh costs { $adder } more than the plain price. This is the last tier.
systems-carbon = Carbon price { $price }: { $cost } for { $liable } of liable emissions, of { $emitted } in all.
systems-co2-formula = { $formula } + { $fuels } t of fuels
state-part = { $asset } has no part "{ $found }" of which the state could say something. Remove the entry, or name one of: { $known }.
