# The contract: tariffs with tiers, the basic charge, power factors, certificates, budgets.

tariff-gap = In month { $month } no period names the hours { $hours }, so they have no price. Add them to a period; or, where they are flat, give ratios a flat = 1.0, name no flat period and leave is_complete out.
tariff-version-gap = A version ends on { $until }, the next begins on { $begin }: between them no price is known. Move effective_until or effective_from so that one follows the other.
tariff-tiers-order = Tier { $number } begins at { $after } MWh, not above the tier before it ({ $before } MWh). Give the tiers in rising from_mwh.
tariff-tiers-falling = Tier { $number } adds { $after } yuan/MWh, no more than the tier before it ({ $before } yuan/MWh). The adders of tiers must rise; give a price that falls with use as a new version of the tariff.
power-factor-knots = The knot { $after } does not follow { $before }: power factors must rise and the adjustment must not. Correct the table.

grid-two-charges = Both demand_charge and capacity_charge are given, and only one is billed. Take one away, or say charged_by = "demand" or "capacity".
grid-charge-missing = charged_by = "{ $found }" is billed, but the table { $found }_charge is not given. Add it, or take charged_by away.
grid-differential-missing = The enterprise is of the class "{ $found }", but a version of { $tariff } has no differential_yuan_per_mwh of that class. Add the surcharge to each version, or correct the class.
grid-power-factor-standard = The table has no standard { $found }. Use one of: { $known }.

budget-kind = A budget of { $quantity } needs { $wanted } and takes no { $other }. Give { $wanted } only.
budget-pro-rata = A share ({ $quantity }) cannot be handed out by the day. Use daily = "to_date" or "day".
budget-twice = Two budgets are called "{ $found }". Give each its own name; those of a profile count too.
budget-no-renewables = The budget "{ $found }" counts { $quantity }, but the site has no renewable asset. Take the budget away, or add the asset.
certificate-asset = Certificates are for renewable assets, and "{ $found }" is none. Use: { $known }.
state-to-date = The sum to date "{ $found }" belongs to no budget and no tie of the site; correct its key or remove it. Known: { $known }.

cost-tiers = Tiered prices
cost-differential = Differential price
cost-capacity-charge = Capacity charge
cost-certificates = Green certificates sold
cost-budget-penalty = Budgets exceeded
cost-power-factor = Power-factor adjustment

audit-budget-exceeded = The budget { $asset } is exceeded by { $amount } of import, or as much energy, { $steps }.

contract-title = Contract
contract-budgets = Budgets with this day
contract-budgets-caption = Sums and shares since the period began, this day included. Left: what remains of a limit, or the energy by which a share is kept (+) or missed (−). At the end: the mean day so far, carried on.
contract-budget = Budget
contract-period = Period
contract-month = month
contract-year = year
contract-day = This day
contract-used = To date
contract-allowed = Agreed
contract-remaining = Left
contract-forecast = At the end
contract-at-most = at most { $amount }
contract-at-least = at least { $amount }
contract-assumed = even use assumed
contract-charges = { $tie }: at the month's peak of { $peak } so far, the basic charge of the month would be { $demand } by demand and { $capacity } by capacity. Billed: { $billed }; cheaper so far: { $cheaper }.
contract-power-factor = { $tie }: mean power factor of the month so far { $mean } (standard { $standard }), adjustment of the bill { $adjustment }.
contract-certified = Energy that earns green certificates: { $energy }. What is sold may not be called green by the seller.

note-sums-carried = The sums to date of the contract go on from { $date }, the last day known; the days between are not in them.

contract-course = Course
contract-on-course = within
contract-off-course = will not be kept
budget-exceeded = Budget { $name }: the day goes { $amount } beyond what it may use.
budget-off-course = Budget { $name }: going on as so far, the period ends at { $forecast }; agreed { $allowed }, with this day { $used }.
