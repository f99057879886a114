# Cases of Egret.

egret-json = This is no unit-commitment case of Egret ({ $detail }). Give a JSON file with the tables "system" and "elements".
egret-number = "{ $found }" is not a number that can be used here. Give one number; a time series is taken for loads, reserve and renewables only.
egret-series = { $found } values were found, 24 are needed: one day of hours. Cut the case to one day.
egret-hours = The case has periods of { $found } minutes; only hours are taken over. Convert it to 60 minutes.
egret-feature = "{ $feature }" is set and has no place in a site. Remove it from the case where the answer does not depend on it.
egret-elements = The case has { $count } elements of the kind "{ $kind }", which are not taken over. Only loads and generators on one bus are.
egret-buses = The case has { $found } buses; only cases of one bus are taken over.
egret-both = Both { $one } and { $other } are given. Leave one.
egret-curve = The cost curve is not taken over: { $found }. Polynomials up to the second degree that bend upwards, and piecewise points, are.
egret-span = The cost curve goes from { $first } to { $last } MW, the unit from { $least } to { $most } MW. Extend the curve.
egret-load = After what renewables must feed, the load is { $found } MW in some hour. It must not be negative, nor zero all day.

cli-site-import = Take a site over from another program's file.
cli-site-import-short = Take a site over from another program
cli-site-import-egret = Write a unit-commitment case of Egret (JSON, one bus, 24 hours) as a site with the state before the day: whole or not at all.
cli-site-import-egret-short = Take over a unit-commitment case of Egret
cli-argument-egret = JSON file of the case.
cli-option-import-to = Folder to write the site into.
cli-option-pieces = Pieces of equal width for each quadratic cost curve.
cli-option-import-date = Day that the state is written for.
site-import-done = The site was written to { $path }. To solve it: { $command }
