# What a forecast was worth in money and energy: regret against perfect foresight.
cli-option-money = Also judge the archived forecasts by money and energy: what the plans made from them would have achieved with what was measured, against perfect foresight. Needs a site.
regret-title = Money and energy: { $site }
regret-day = Day
regret-cost = Cost achieved, yuan
regret-perfect-cost = Perfect foresight, yuan
regret-yuan = Regret, yuan
regret-share = Regret, %
regret-reference = Regret of persistence, yuan
regret-absorbed = Absorbed / perfect, MWh
regret-shaving = Shaving / perfect
regret-broken = Unserved and over limit, MWh
regret-total = Total
regret-sentence = Over { $days ->
    [one] 1 day
   *[other] { $days } days
 } the forecasts cost { $regret } yuan ({ $share }) against perfect foresight.
regret-sentence-better = Over { $days ->
    [one] 1 day
   *[other] { $days } days
 } the forecasts cost { $regret } yuan ({ $share }) against perfect foresight; persistence would have cost { $reference } yuan, so they were worth { $gain } yuan.
regret-sentence-worse = Over { $days ->
    [one] 1 day
   *[other] { $days } days
 } the forecasts cost { $regret } yuan ({ $share }) against perfect foresight; persistence would have cost { $reference } yuan, { $gain } yuan less than they did.
regret-definition = Regret = cost achieved - cost with perfect foresight, both from the same state, demand charge included, energy left in stores at its terminal value. Achieved: the plan made from the archived forecast, its stores and flexible loads as planned, with the power and load that were measured.
regret-missing = { $asset }: { $count } of { $steps } measured points of { $date } are missing, and no more than an hour is bridged; give a history that holds the day
regret-left-out = { $date } is left out: { $reason }
regret-note-as-forecast = Without a history these are taken to have come as forecast, so their errors cost nothing here: { $assets }.
regret-note-bridged = Missing measured points that were bridged: { $count }.
regret-note-curtailed = Measured points marked as curtailed: { $count }. More was available there than was measured, so the regret is understated.
regret-note-no-reference = Persistence does not know some days as a whole; it is not summed.
regret-note-not-comparable = Marked with *: { $days }. On { $count ->
    [one] this day
   *[other] these days
 } a limit was broken, or an objective that comes before cost fell short of perfect foresight; the regret in yuan says less there, and can be negative.
regret-needs-site = the regret is that of a site's archived forecasts; name the site, with --from and --to
