# Operation without the public grid
islanding-not-load = "{ $found }" is no electric load of the site, so nothing of it can be critical. Name one of: { $known }.
clause-island-energy = less energy kept for an outage than wanted
kpi-island-hours = Survival without the grid, shortest
kpi-island-hours-definition = Shortest time, over the outages that may begin in the windows, until critical load is first left unserved; at most the length of the outage.
kpi-island-hours-wanted = Survival wanted
audit-island-missing = { $asset }: an outage may begin at { $steps }, but nothing is said of the survival.
audit-island-outside-window = { $asset }: survival is claimed at { $steps }, where no outage was to be looked at.
audit-island-unproven = { $asset }: survival at { $steps } is lower than what the worst outage of the hour proves, by { $amount }, or nothing proves it.
audit-island-mismatch = { $asset }: survival claimed and proven differ by { $amount } at { $steps }.
audit-island-before-changed = The outage is not known before it begins, but { $asset } differs from the plan by { $amount } at { $steps }.
audit-island-tie = { $asset } carries { $amount } at { $steps }, while the grid is away.
audit-island-shed = More is cut off from { $asset } than it takes, by { $amount } at { $steps }.
audit-island-balance = On { $asset }, what is fed in and taken differ by { $amount } at { $steps }.
audit-island-energy = Before an outage at { $steps } the stores hold { $amount } less than the critical load would need.
