type-caes = 压缩空气储能
caes-gain-without-fuel = 膨胀机每消耗 1 MWh 电量却给出 { $found } MWh，多于存入的电量，且不用燃料。请给出 fuel_mwh_per_mwh，或令输出不大于 1。
audit-caes-indicator = { $asset }：机组状态不是 0 或 1，或停机时仍有功率，{ $amount }，{ $steps }。
audit-caes-least-power = { $asset } 的机组低于最小功率运行，最多差 { $amount }，{ $steps }。
audit-caes-both-trains = { $asset } 的压缩机与膨胀机同时运行，{ $steps }。
audit-caes-run-short = { $asset } 的一次运行时间短了 { $amount }，{ $steps }。
audit-caes-fuel = { $asset } 的燃料与膨胀机所需不符，最多差 { $amount }，{ $steps }。
audit-caes-co2 = { $asset } 的二氧化碳与其燃料不符，最多差 { $amount }，{ $steps }。
caes-state-both = 状态称 { $asset } 的压缩机与膨胀机在开始时都在运行，但二者不得同时运行。请将其中之一改为停机小时数（小于 0），或令 are_both_allowed = true。
quantity-is-compressing = 压缩机
quantity-is-expanding = 膨胀机
