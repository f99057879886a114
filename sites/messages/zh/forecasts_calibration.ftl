# 历史校准、区间与场景

## 不能使用的输入

calibration-no-measurements = 历史数据 { $file } 中没有任何实测值。请检查功率列，或用映射文件指定。
calibration-too-short = 可供学习的时步只有 { $found } 个，至少需要 { $least } 个。请提供更长的历史数据。
calibration-day-missing = 历史数据没有覆盖 { $day }。请补充该日的气象预报或场站自己的预测。
calibration-share = 检验部分的比例为 { $found }，应在 0 与 1 之间。
calibration-no-weather = 历史数据缺少 { $field }，此处需要。请在映射文件中指定对应的列。
calibration-few-clear-days = 只找到 { $found } 个晴天，估计组件朝向至少需要 { $least } 个。请提供更长的历史数据。
calibration-nothing-lately = { $day } 之前数周没有实测负荷，无法预测。请补充最近的实测数据。
scenarios-count = 无法从 { $found } 个中取得 { $wanted } 个场景。至少要一个，且不多于抽样数。
scenarios-too-few-days = Schaake 重排需要 { $wanted } 个完整的历史日，现有 { $found } 个。请减少场景数，或改用 Copula。
scenarios-bands = 资产 { $asset } 没有全天的分位数：历史预测太少，请提供更长的历史数据。
scenarios-errors = 各资产历史误差的天数不同：{ $found }。请为每个资产给出相同的日期。

## 随预测一并说明

calibration-short-history = 模型只学习了 { $days } 天的数据；不足 { $wanted } 天时，场站自己的预测可能更好
calibration-vendor-known = 场站自己的预测视为前一日 { $clock } 已知（假设）
calibration-no-bands = 没有分位数区间：已知的历史预测不足 { $days } 天
calibration-calendar-end = 自 { $first } 起（{ $days } 天）尚无 { $country } 的节假日安排，只按星期区分。国务院公布后请更新日历库
calibration-no-calendar = 该时区没有节假日日历，只按星期区分
