# 各类储能。

store-terminal-target = terminal = "{ $found }" 与其他字段不符：取 "target" 时请给出 terminal_frac_target 和大于 0 的 terminal_penalty_yuan_per_mwh，否则两者都不要给。
store-target-outside = 期末目标水平 { $found } 不在允许的最低与最高水平之间。请选取其间的值。
cost-terminal-target = 日末储量未达目标
cost-curtailment = 弃电成本
audit-store-charge-limit = { $asset } 的充入功率超过上限，最多超 { $amount }，{ $steps }。
audit-store-discharge-limit = { $asset } 的放出功率超过上限，最多超 { $amount }，{ $steps }。
audit-store-level-recursion = { $asset } 的储量与前一步不衔接，最多差 { $amount }，{ $steps }。
audit-store-level-window = { $asset } 的储量越出允许范围，最多 { $amount }，{ $steps }。
audit-store-level-physical = { $asset } 的储量低于空或高于满，最多 { $amount }，{ $steps }。
audit-store-loss = { $asset } 的损耗与其功率和储量不符，最多差 { $amount }，{ $steps }。
audit-store-both-ways = { $asset } 同时充入和放出，最多 { $amount }，{ $steps }。
quantity-undrawn-mw = 未满足的自用电（热）
