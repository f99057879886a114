# 小水电站。

type-hydro = 小水电站

hydro-head = { $fields } 以立方米给出，但电站没有水头。请填写 head_m，或改用 MW 和 MWh（入流 MW、power_mw_max、pond.energy_mwh_max）。
hydro-turbine = 没有说明水轮机的最大过流或出力。请填写 { $fields } 之一。
hydro-least-above-most = 水轮机最小出力为 { $found } MW，而最大仅 { $most } MW。请降低 flow_m3_per_s_min 或 power_mw_min，或提高 flow_m3_per_s_max 或 power_mw_max。
hydro-release-high = 不经水轮机的生态流量 { $found } m3/s 已用尽各月来水（最多 { $most } m3/s）。请降低该值；若尾水可计入生态流量，请写 release_from = "tailrace"。

audit-hydro-turbine = { $asset } 的水轮机出力超过其能力，最大 { $amount }，{ $steps }。
audit-hydro-least = { $asset } 的水轮机低于最小出力运行，最大相差 { $amount }，{ $steps }。
audit-hydro-water = { $asset } 的库容与来水、发电和弃水不符，最大相差 { $amount }，{ $steps }。
audit-hydro-window = { $asset } 的日调节池越出水位范围，最大 { $amount }，{ $steps }。
audit-hydro-river = { $asset } 下游缺少必须保持的流量，最大 { $amount }，{ $steps }。
audit-hydro-as-it-comes = { $asset } 没有调节池，但送出与所用来水不一致，最大相差 { $amount }，{ $steps }。

quantity-turbined-mw = 水轮机出力
