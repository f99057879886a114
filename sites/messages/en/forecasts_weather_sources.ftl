# Second floor: weather from tables, NetCDF, typical years and services.

## Files

weather-tmy-unreadable = this is no typical year that can be read: { $reason }
weather-tmy-rows = a typical year has 8760 hours, this one has { $found }
weather-nc-unreadable = this NetCDF file cannot be read: { $reason }
weather-nc-time = no coordinate "time" with dates was found; there are: { $found }
weather-nc-dimensions = no variable is a series over time alone; there are: { $found }; cut out one place and one member
weather-nc-unit = { $field } has the unit "{ $found }"; known are { $known }

weather-note-headings = Columns told from their headings: { $taken }.
weather-note-zone-assumed = The stamps name no zone; they are taken for the site's own, { $zone }.
weather-note-unit-guessed = The heading "{ $column }" names no unit; { $unit } was taken, by the size of the figures.
weather-note-codes = { $field }: { $count ->
    [one] one figure is a code
   *[other] { $count } figures are codes
} for "missing" ({ $codes }).
weather-note-doubled = { $count ->
    [one] One row has a stamp
   *[other] { $count } rows have stamps
} that stood already; rows of one stamp were averaged.
weather-note-gappy = Left out because figures are missing: { $fields }.
weather-note-first-member = The file has { $count } members; the first was taken.
weather-note-height-assumed = The source names no height of its ground; the site's { $height } m is used.

## Services

weather-service-unknown = there is no weather service "{ $found }"; there are: { $known }
weather-service-offline = { $host } cannot be reached ({ $reason }); check the network and try again, or give a weather file
weather-service-refused = the service refused the request: { $reason }
weather-service-answer = the service answered in a shape that is not the documented one: { $reason }; try again later or take another source
weather-service-lacks = the service has no figures for { $field }; take another source or date
weather-service-begins = the service begins at { $begins }, but { $wanted } is wanted; take another source or date
weather-service-reach = the service keeps forecasts of up to { $days } days before; a forecast issued at { $issued } does not reach this day
weather-service-key = { $host } wants the key of an account; put it into the environment variable { $variable }
weather-service-not-kept = no forecast that was known at { $issued } was kept; for a day of the past take open-meteo-previous-runs
weather-note-offline = The service cannot be reached; its forecast fetched at { $fetched } was used.

## What was known when

weather-derived-implausible = ghi cannot be right: { $field }, which is derived from it, would be { $found } W/m² at { $time } ({ $count } such figures). Check the unit of ghi, and its stamps against the sun: time zone, start or end of the interval
weather-known-later = this weather was known only from { $known } on, after the issue time { $issued }; take a forecast of the time (open-meteo-previous-runs), or study it in hindsight: --hindsight
weather-known-unsaid = this weather does not say since when it was known, so a forecast issued at { $issued } may not use it; add its issue_time, or study it in hindsight: --hindsight
weather-note-hindsight = Hindsight: this weather was not known at the issue time { $issued }; no real forecast can be as good.
