cost-calendar-wear = 储能日历老化
audit-battery-charge-taper = { $asset } 接近充满时的充电功率超过其电量所允许的值，最多超 { $amount }，{ $steps }。
audit-battery-discharge-taper = { $asset } 接近放空时的放电功率超过其电量所允许的值，最多超 { $amount }，{ $steps }。
