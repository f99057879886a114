# 审核结果：违反哪条规则、谁、何时、多少。

audit-whole-site = 全站
audit-whole-day = 全天
audit-amount = { $figure } { $unit ->
    [yuan] 元
    [h] 小时
   *[other] { $unit }
}
audit-in-event = { $text }（{ $event } 调用事件的当日方案中）

audit-missing-variable = 计划中缺少变量 { $asset }；缺少它无法检查，请补上。
audit-missing-attribute = 计划的属性 { $asset } 缺失或无法读取。
audit-forecast-missing = 预测中没有 { $asset } 当日的完整序列。
audit-time-steps = 计划的时段与站点当日的时段不符，数量相差 { $amount }。
audit-asset-list = 计划的设备（{ $asset }）与站点及其次序不符，相差 { $amount } 个。
audit-task-list = 计划的任务或批次（{ $asset }）与当日应有的不符，数量相差 { $amount }。
audit-not-finite = { $asset } 在 { $amount } 个时段不是有效数字：{ $steps }。
audit-labels = { $amount } 个时段的标签不是时段末的时刻：{ $steps }。
audit-attributes = 计划的属性 { $asset } 与站点不符。

audit-status-word = “{ $asset }”不是状态词；应为 optimal、feasible、relaxed、rule_based 或 previous_plan。
audit-status-stages = 状态 { $asset } 与求解阶段不符：有 { $amount } 处矛盾。
audit-status-relaxations = 状态 { $asset } 与所声明的松弛不符。
audit-status-gap = { $asset } 的间隙为 { $amount }：要求值须大于零，或声称的间隙并未达到。
audit-stage-form = 阶段 { $asset } 缺少字段，或含有无效数字。
audit-stage-order = 各阶段（{ $asset }）没有按站点规定的次序排列。
audit-targets-met = 目标是否达成（{ $asset }）与目标自身的数字不符。
audit-absorption-not-held = 后续阶段把消纳阶段已达到的量退回了 { $amount }。
audit-relaxation-form = { $asset } 的松弛无法读取：条款、设备、时段或数量不符。
audit-relaxation-unused = { $asset }：声明了 { $amount } 的松弛却并不需要，{ $steps }。

audit-bus-balance = 母线 { $asset } 不平衡，最多 { $amount }，{ $steps }。
audit-injection = { $asset } 的注入功率与其自身功率不符，最多 { $amount }，{ $steps }。
audit-pin = { $asset } 偏离指定值，最多 { $amount }，{ $steps }。
audit-negative-power = { $asset } 的功率低于零，最多 { $amount }，{ $steps }。

audit-renewable-above-available = { $asset } 的出力超过可用功率，最多 { $amount }，{ $steps }。
audit-renewable-available = { $asset } 的可用功率与计入检修后的预测不符，最多 { $amount }，{ $steps }。
audit-renewable-curtailed = { $asset } 的弃电功率不等于可用减去已用，最多 { $amount }，{ $steps }。
audit-curtailment-cause = { $asset } 的弃电归错了原因，最多 { $amount }，{ $steps }。
audit-pv-above-inverter = { $asset } 的出力超过逆变器能力，最多 { $amount }，{ $steps }。
audit-wind-above-capacity = { $asset } 的出力超过风机能力，最多 { $amount }，{ $steps }。

audit-battery-charge-limit = { $asset } 的充电功率超限，最多 { $amount }，{ $steps }。
audit-battery-discharge-limit = { $asset } 的放电功率超限，最多 { $amount }，{ $steps }。
audit-battery-level-recursion = { $asset } 的电量与上一时段不衔接，最多 { $amount }，{ $steps }。
audit-battery-level-window = { $asset } 的电量超出允许范围，最多 { $amount }，{ $steps }。
audit-battery-level-physical = { $asset } 的电量低于空或高于满，最多 { $amount }，{ $steps }。
audit-battery-loss = { $asset } 的损耗与其功率和电量不符，最多 { $amount }，{ $steps }。

audit-grid-import-limit = { $asset } 的购电功率超限，最多 { $amount }，{ $steps }。
audit-grid-export-limit = { $asset } 的外送功率超限，最多 { $amount }，{ $steps }。

audit-load-not-served = { $asset } 应得的电力未供足，最多 { $amount }，{ $steps }。
audit-load-above-demand = { $asset } 的用电超过需求，最多 { $amount }，{ $steps }。
audit-load-demand = { $asset } 的需求与计入检修后的预测不符，最多 { $amount }，{ $steps }。
audit-load-unserved = { $asset } 的未供电力不等于需求减去已供，最多 { $amount }，{ $steps }。

audit-interruptible-step-limit = { $asset } 的中断功率超过允许值，最多 { $amount }，{ $steps }。
audit-interruptible-depth = { $asset } 在调用期间中断得不够，最多差 { $amount }，{ $steps }。
audit-interruptible-indicator = { $asset }：调用标志不是 0 或 1，或未调用却中断了电力，{ $amount }，{ $steps }。
audit-interruptible-calls = { $asset } 的调用次数超出 { $amount } 次，{ $steps }。
audit-interruptible-call-short = { $asset } 的一次调用过短，差 { $amount }，{ $steps }。
audit-interruptible-call-long = { $asset } 的一次调用过长，超 { $amount }，{ $steps }。
audit-interruptible-gap = { $asset } 的一次调用距上一次过近，差 { $amount }，{ $steps }。
audit-interruptible-energy-cut = { $asset } 当日中断电量超出 { $amount }。
audit-interruptible-energy-served = { $asset } 当日用电量超出 { $amount }。

audit-shiftable-window = { $asset } 在窗口之外用电，最多 { $amount }，{ $steps }。
audit-shiftable-power-limit = { $asset } 的功率超限，最多 { $amount }，{ $steps }。
audit-shiftable-power-min = { $asset } 运行在最小功率以下，距停机或正常运行 { $amount }，{ $steps }。
audit-shiftable-energy = { $asset } 的电量相差 { $amount }。
audit-shiftable-sum = { $asset } 的功率不等于各任务之和，最多 { $amount }，{ $steps }。

audit-batch-profile = { $asset } 没有按功率曲线运行，最多相差 { $amount }，{ $steps }。
audit-batch-missing = { $asset } 没有运行，缺少 { $amount }。
audit-batch-window = { $asset } 在窗口之外运行，最多 { $amount }，{ $steps }。
audit-batch-order = { $asset } 距前一批次过早开始，差 { $amount }，{ $steps }。
audit-batch-together = { $asset } 同时运行的批次超出 { $amount } 个，{ $steps }。
audit-batch-power-limit = { $asset } 的用电超过当日检修和限额所余，最多 { $amount }，{ $steps }。
audit-batch-sum = { $asset } 的功率不等于各批次之和，最多 { $amount }，{ $steps }。

audit-net-exchange = 净交换功率不等于购电减去外送，最多 { $amount }，{ $steps }。
audit-load-total = 总负荷不等于各负荷之和，最多 { $amount }，{ $steps }。
audit-reference-injection = 参考日中 { $asset } 的注入与规则不符，最多 { $amount }，{ $steps }。
audit-reference-exchange = 参考日的交换功率不符，最多 { $amount }，{ $steps }。
audit-reference-load = 参考日的负荷不符，最多 { $amount }，{ $steps }。
audit-peak-window = { $amount } 个时段的削峰时段标记有误：{ $steps }。
audit-loss-counted = 富余时段（{ $steps }）的损耗未按规则从消纳中扣除。
audit-surplus-steps = { $amount } 个时段的富余标记有误：{ $steps }。
audit-period-kind = { $amount } 个时段的电价类别与电价表不符：{ $steps }。

audit-import-price = { $asset } 的购电价与电价表不符，最多 { $amount }，{ $steps }。
audit-export-price = { $asset } 的上网电价与电价表不符，最多 { $amount }，{ $steps }。
audit-cost-part = 成本项“{ $asset }”相差 { $amount }。
audit-cost-sum = 各成本项之和与 { $asset } 相差 { $amount }。
audit-kpi-missing = 缺少指标 { $asset }。
audit-kpi-value = 指标 { $asset } 有误，相差 { $amount }。
audit-outside-peak = 削峰时段之外的计划超过参考日最高值，最多 { $amount }，{ $steps }。

audit-charge-and-discharge = { $asset } 同时充电和放电，最多 { $amount }，{ $steps }。
audit-import-and-export = { $asset } 同时购电和外送，最多 { $amount }，{ $steps }。
audit-discharge-while-curtailing = 母线 { $asset } 在弃电的同时有储能放电，最多 { $amount }，且没有可说明的原因，{ $steps }。
audit-store-to-store = 母线 { $asset } 上一个储能向另一个充电，最多 { $amount }，且没有可说明的原因，{ $steps }。
audit-import-while-curtailing = 母线 { $asset } 在弃电的同时购电，最多 { $amount }，且没有可说明的原因，{ $steps }。

audit-capability-without-event = 所报响应能力缺少证明它的当日方案，{ $steps }。
audit-capability-missing = 窗口中有 { $amount } 个时段缺少响应能力：{ $steps }。
audit-capability-outside-window = 在削峰时段之外申报了响应能力，{ $steps }。
audit-capability-beyond-horizon = 为超出当日的事件申报了响应能力，{ $steps }。
audit-capability-mismatch = 所报响应能力与其事件不符，最多 { $amount }，{ $steps }。
audit-capability-negative = 所报响应能力低于零，最多 { $amount }，{ $steps }。
audit-capability-above-bound = 所报响应能力超过计划所余的可调用量，最多 { $amount }，{ $steps }。
audit-event-before-changed = { $asset } 在事件调用之前就偏离计划，最多 { $amount }，{ $steps }。
audit-event-response-short = 事件的响应比所报少，最多 { $amount }，{ $steps }。
audit-event-recovery-in-window = 事件之后在削峰时段内补用，最多 { $amount }，{ $steps }。
audit-event-recovery-above-reference = 事件之后的交换功率超过计划和参考日峰值，最多 { $amount }，{ $steps }。
audit-event-batch-moved = { $asset } 在事件之前已开始，却没有按计划运行，最多相差 { $amount }，{ $steps }。
audit-event-notice = { $asset } 需要更早的通知，却在事件中改变了，最多 { $amount }，{ $steps }。
audit-spill-limit = { $asset } 的弃热超过机组供热量或限值 { $amount }（{ $steps }）。
audit-reference-feed = { $asset } 在参考日向另一母线的注入相差 { $amount }（{ $steps }）。
