# Heat pumps.

type-heat_pump = Heat pumps

heat-pump-points = The source temperatures of cop_points ({ $found }) do not rise from point to point. Order them, each temperature once.

audit-heat-pump-cop = The heat of { $asset } is not its power times its COP, by up to { $amount }, { $steps }.
audit-heat-pump-limit = { $asset } takes up to { $amount } above its limit, { $steps }.
audit-heat-pump-least = { $asset } runs below its least power, { $amount } from standing still or from running, { $steps }.
audit-heat-pump-shown = The COP that is shown for { $asset } is off by up to { $amount }, { $steps }.
