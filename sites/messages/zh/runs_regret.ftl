# 预测的经济与电量价值：相对完美预知的损失。
cli-option-money = 同时以费用和电量评价已存档的预测：按其编制的计划遇到实测数据会取得什么结果，与完美预知相比。需指定站点。
regret-title = 费用与电量：{ $site }
regret-day = 日期
regret-cost = 实现成本（元）
regret-perfect-cost = 完美预知（元）
regret-yuan = 损失（元）
regret-share = 损失（%）
regret-reference = 持续法损失（元）
regret-absorbed = 消纳 / 完美（MWh）
regret-shaving = 削峰率 / 完美
regret-broken = 失负荷与越限（MWh）
regret-total = 合计
regret-sentence = { $days } 天内，预测相对完美预知的损失为 { $regret } 元（{ $share }）。
regret-sentence-better = { $days } 天内，预测相对完美预知的损失为 { $regret } 元（{ $share }）；持续法的损失为 { $reference } 元，因此预测的价值为 { $gain } 元。
regret-sentence-worse = { $days } 天内，预测相对完美预知的损失为 { $regret } 元（{ $share }）；持续法的损失为 { $reference } 元，比预测少 { $gain } 元。
regret-definition = 损失 = 实现成本 - 完美预知成本；两者起始状态相同，均含需量电费，储能余量按终值计。实现：按存档预测编制的计划，储能与柔性负荷照计划运行，发电与负荷取实测值。
regret-missing = { $asset }：{ $date } 的 { $steps } 个实测点缺 { $count } 个，而最多只补一小时；请提供包含该日的历史数据
regret-left-out = { $date } 未计入：{ $reason }
regret-note-as-forecast = 以下资产没有历史数据，视为与预测一致，其误差在此不计费用：{ $assets }。
regret-note-bridged = 插补的缺失实测点：{ $count } 个。
regret-note-curtailed = 标为限电的实测点：{ $count } 个。当时可用功率高于实测值，因此损失被低估。
regret-note-no-reference = 部分日期持续法无完整数据，不予合计。
regret-note-not-comparable = 标 * 的日期：{ $days }（{ $count } 天）。其间有限值被突破，或排在成本之前的目标不及完美预知；此时以元计的损失意义有限，也可能为负。
regret-needs-site = 损失针对站点已存档的预测；请指定站点以及 --from 和 --to
