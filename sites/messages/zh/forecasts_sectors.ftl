# 校准：历史中的气象按什么对待；负荷的行业分量

calibration-nothing-learnt = 历史数据不足以训练任何模型，{ $day } 也没有场站自报预测。请提供更长的历史，或其中至少两周的气象。
calibration-light-known = 历史中的 { $columns } 视为前一日已知（假设）。若为实测值，则这是由光照推算功率的误差，而非预测误差
calibration-temperature-known = 历史中的气温视为预报，于前一日 { $clock } 已知（假设）；若为实测值，则评分偏好
calibration-sectors-few = 同时有总负荷和行业极值的只有 { $found } 天，至少需要 { $least } 天。请提供更长的文件，或检查其日期。
calibration-sectors-lately = { $day } 之前数周没有任何行业的实测数据，无法预测其分量。请在行业文件中补充最近的日期。
