# 报告：机组、各能源载体、网络与孤网运行。

systems-carrier = { $carrier ->
    [heat] 热
    [hydrogen] 氢
   *[electricity] 电
}
systems-balance = { $carrier ->
    [heat] 热的供需
    [hydrogen] 氢的供需
   *[electricity] 电的供需
}
systems-balance-caption = 向该载体母线供能的各来源，按生产或释放者划分。储能与转换设备的取用在零线以下。氢按低位热值计。
systems-spilled = 冷却排放
systems-network-losses = 网络损耗
systems-energies = 全天{ $carrier }量表
systems-given = 供出
systems-taken = 取用
systems-load-of = { $carrier ->
    [heat] 用热
    [hydrogen] 用氢
   *[electricity] 用电
}
systems-level-of = { $carrier ->
    [heat] 储热量
    [hydrogen] 储氢量
   *[electricity] 储电量
}
systems-nav-carriers = 热与氢

systems-units = 机组与设备
systems-units-alt = { $count } 台可启停设备全天的条形图，共启动 { $starts } 次。
systems-units-table = 运行小时、启动次数、电量与燃料
systems-on = 运行
systems-strength = 颜色越深出力越大
systems-hours-on = 运行小时
systems-starts = 启动次数
systems-energy = 电量
systems-least = 运行时最低
systems-most = 最高
systems-fuel = 燃料
systems-co2 = 化石 CO₂

systems-quantities = 各资产的其他量
systems-quantity-alt = { $title }：在 { $low } 与 { $high }{ $unit } 之间。
systems-quantity-range = 在 { $low } 与 { $high }{ $unit } 之间。

systems-network = 网络
systems-network-caption = 电压、负载率与损耗来自对计划每个时段的交流潮流计算。
systems-losses-note = 线路与变压器损耗 { $losses } MWh，占所供负荷的 { $share }。
systems-unsolved-note = 有 { $count } 个时段潮流无解。
systems-rounds-note = 计划求解 { $rounds } 次，每次均经交流潮流校核并修正：所有限值均得到遵守，计划损耗与交流损耗相差不超过 { $gap } kW。
systems-rounds-apart-note = 计划求解 { $rounds } 次，每次均经交流潮流校核，但未完全一致：计划损耗最多相差 { $gap } kW，或有限值被突破。
systems-not-tightened = 没有限值需要收紧。
systems-tightened = 为使计划在交流潮流下成立而收紧的限值
systems-place = 母线或支路
systems-limit = 限值
systems-steps = 时段数
systems-by = 最多收紧
systems-voltage-min = 最低电压
systems-voltage-max = 最高电压
systems-loading = 负载率
systems-voltage = 电压
systems-voltage-band = 最低与最高母线之间
systems-voltage-lowest = 最低电压
systems-voltage-highest = 最高电压
systems-limits = 限值
systems-voltage-alt = 全天电压带：所有母线电压在 { $low } 与 { $high } p.u. 之间。
systems-loading-title = 线路与变压器负载率
systems-loading-alt = 各线路与变压器全天的彩色条。最高负载率为 { $most }，出现在 { $branch }，时段止于 { $label }。
systems-buses-table = 各母线电压
systems-branches-table = 各线路与变压器的负载率和损耗
systems-bus = 母线
systems-branch = 线路或变压器
systems-kind = 类别
systems-ends = 起点与终点
systems-line = 线路
systems-transformer = 变压器
systems-at = 时刻
systems-loading-most = 最高负载率
systems-hours-full = 超过 90 %
systems-power-most = 最大功率
systems-losses = 损耗

systems-island = 脱离公共电网运行
systems-nav-island = 孤网
systems-island-unknown = 本日未计算孤网存续。
systems-island-good = 从 { $count } 个可能的起始时段中的任何一个开始停电 { $wanted } 小时，关键负荷均可维持。
systems-island-short = 在 { $count } 个起始时段中有 { $short } 个（{ $spans }），关键负荷不能维持停电 { $wanted } 小时。最差的停电始于 { $start }：{ $least } 小时。
systems-island-worst = 最差的停电（始于 { $start }），按负荷列出
systems-survival = 存续时间
systems-survival-title = 按停电起始时刻的存续时间
systems-unserved = 未供的关键负荷
systems-island-survives = 可维持
systems-island-fails = 不能全程维持
systems-island-wanted = 要求：{ $hours } 小时
systems-island-alt = 各可能起始时段的条形图：在要求的 { $wanted } 小时中，关键负荷可维持 { $least } 至 { $most } 小时。
systems-critical-share = 关键比例
systems-critical = 关键负荷
systems-shed = 切除


kpi-certified = 可核发绿证的电量

cause-unit-minimum = 机组最小出力

quantity-is-on = 运行
quantity-is-standby = 热备用
quantity-reserve-mw = 持有的旋转备用
quantity-kwh-per-kg = 每千克氢耗电
quantity-heating-mw = 建筑供热功率
quantity-indoor-c = 室内温度
quantity-cop = 性能系数（COP）
quantity-flexible-mw = 日用量中的灵活部分
quantity-first-fuel-mwh = 时段内第一燃料耗量
quantity-second-fuel-mwh = 时段内第二燃料耗量

site-check-lines = 线路
site-check-transformers = 变压器
site-check-of-carrier = { $text }（{ $carrier ->
    [heat] 热
   *[hydrogen] 氢
}）
new-example = 没有示例“{ $found }”：现有 { $known }
new-example-near = 没有示例“{ $found }”：是否为 { $near }？现有 { $known }

site-list-more = “hengli site new 名称 --example 示例”可将示例复制到自己的文件夹。
cli-option-example = 以该示例（见“site list”）的副本代替通用起始文件。

systems-tier = { $tie }：含本日本{ $period }已购电 { $energy }；此后每 MWh 比基本电价多 { $adder }。下一阶梯自 { $next } 起。
systems-tier-last = { $tie }：含本日本{ $period }已购电 { $energy }；此后每 MWh 比基本电价多 { $adder }。已是最后一个阶梯。
systems-carbon = 碳价 { $price }：应履约排放 { $liable }，费用 { $cost }；全部排放 { $emitted }。
systems-co2-formula = { $formula } + 燃料 { $fuels } t
state-part = { $asset } 没有状态可描述的部分“{ $found }”。请删除该项，或改用其中之一：{ $known }。
