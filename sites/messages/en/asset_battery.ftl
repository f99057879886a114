cost-calendar-wear = Wear of stores at rest
audit-battery-charge-taper = { $asset } charges up to { $amount } more than its level near full allows, { $steps }.
audit-battery-discharge-taper = { $asset } discharges up to { $amount } more than its level near empty allows, { $steps }.
