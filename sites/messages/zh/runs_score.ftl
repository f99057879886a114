# 评分：白昼与不满的月份
score-daylight = 白昼：计分点中 { $points } 个在白天，{ $night } 个在夜间（夜间任何预测都不会出错）。两种数值均给出；区域规则按全部计分点计算。
score-daylight-rmse = 白昼均方根误差
score-daylight-mae = 白昼平均绝对误差
score-part-of-month = { $month }（不满）
score-parts-of-months = 空心标记：计分点不足九成的月份。
score-details = 图中数据
score-rank-scenarios = 在各场景中的排位
score-rank-quantiles = 在各分位数中的排位
score-scores = 评分
score-history = 历史数据
