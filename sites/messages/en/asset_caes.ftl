type-caes = Compressed-air stores
caes-gain-without-fuel = The expander gives { $found } MWh for a MWh of electricity, more than was put in, and burns no fuel. Give fuel_mwh_per_mwh, or an output of at most 1.
audit-caes-indicator = { $asset }: a train's indicator is not 0 or 1, or it has power without running, { $amount }, { $steps }.
audit-caes-least-power = A train of { $asset } runs up to { $amount } below its least power, { $steps }.
audit-caes-both-trains = Both trains of { $asset } run at once, { $steps }.
audit-caes-run-short = A run of a train of { $asset } is { $amount } too short, { $steps }.
audit-caes-fuel = The fuel of { $asset } is not what its expander needs, off by up to { $amount }, { $steps }.
audit-caes-co2 = The CO2 of { $asset } is not that of its fuel, off by up to { $amount }, { $steps }.
caes-state-both = Both trains of { $asset } are said to run at the beginning, but they may not run together. Give one of them hours off (below 0), or set are_both_allowed = true.
quantity-is-compressing = Compressor
quantity-is-expanding = Expander
