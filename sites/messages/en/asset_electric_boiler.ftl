# Electric boilers.

type-electric_boiler = Electric boilers

audit-electric-boiler-heat = The heat of { $asset } is not its power times its efficiency, by up to { $amount }, { $steps }.
audit-electric-boiler-limit = { $asset } takes up to { $amount } above its limit, { $steps }.
audit-electric-boiler-least = { $asset } runs below its least power, { $amount } from standing still or from running, { $steps }.
