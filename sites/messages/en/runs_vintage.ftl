# A day planned with an archived forecast.
cli-option-vintage = Plan with an archived forecast of the day instead of making one: its issue, as much of it as tells it apart, its time, or "latest".
day-ahead-forecast-alone = an archived forecast was made already, so { $others } would have no effect on it; leave one or the other out
vintage-steps = the forecast { $issue } has { $found } steps, the site needs { $wanted } others on this day; make a new one
vintage-assets = the forecast { $issue } lacks { $assets } of the site as it is now; make a new one
note-from-vintage = Planned with the archived forecast { $issue }, issued at { $time } at the site.
note-vintage-site-changed = The site has changed since the forecast { $issue } was made for it.
note-history-forecast-typical = No archived forecast of { $date } can be used; its weather is the typical year's.
note-history-source-typical = The source { $source } does not serve this day; its weather is the typical year's.
