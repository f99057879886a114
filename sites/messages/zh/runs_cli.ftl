# 命令行：命令与选项的帮助，以及命令行中的错误。

cli-heading-usage = 用法：{ $command }
cli-heading-options = 选项：
cli-heading-commands = 命令：
cli-heading-arguments = 参数：
cli-metavar-options = [选项]
cli-metavar-command = 命令 [参数]

cli-hengli = 源网荷储微电网日前调度：预测、调度、审核、存档、对比、报告。
cli-day-ahead-short = 编制一天的计划并生成报告。
cli-day-ahead = 编制站点一天的计划：预测、校验、调度、审核、存档、与已存档各日对比、生成报告。若存档中尚无该站点的运行，先编制此前七天的计划。
cli-check-short = 审核手工修改的计划表。
cli-check = 审核手工修改的每时段一行的表（CSV 或 Excel），与其来源的已存档运行对照，或与站点和日期对照。
cli-rerun-short = 仅凭文件夹重复一次运行。
cli-rerun = 仅凭存档文件夹重复一次运行，并说明计划是否相同。
cli-runs = 已存档的运行：列出、显示、发布、对比。
cli-runs-list-short = 列出已存档的运行。
cli-runs-list = 按站点和日期列出已存档的运行。
cli-runs-show-short = 显示一次运行。
cli-runs-show = 显示一次运行：状态、目标、指标、所作假设、报告位置。
cli-runs-issue-short = 将计划标为已发布。
cli-runs-issue = 将某个计划标记为当日已发布的计划。之后再发布的计划会取代它；历史中每天只计一个计划：已发布的，否则为状态最好的草案中最新的一份。
cli-runs-compare-short = 并列对比多次运行。
cli-runs-compare = 并列对比两次或更多次运行，每项指标附名次。
cli-runs-like-short = 查找与某次运行最相似的日子。
cli-runs-like = 按气象和负荷查找与某次运行最相似的已存档日，并显示其计划与这些日子的比较。
cli-site = 站点：检查、列出、新建。
cli-site-check-short = 检查站点文件。
cli-site-check = 读取站点及其全部文件，一次显示所有问题，或显示站点概况。
cli-site-list = 列出内置的站点和示例。
cli-site-new-short = 写出带注释的起始站点。
cli-site-new = 在单独的文件夹中写出带注释的起始站点，或示例的副本。不覆盖已有内容。
cli-site-schema-short = 给出站点文件的 JSON Schema。
cli-site-schema = 给出站点文件的 JSON Schema，供编辑器使用。

cli-argument-site = 内置站点的名称、含 site.toml 的文件夹或站点文件。
cli-argument-id = 运行的编号，或其开头（或末六位的开头），足以区分即可。
cli-argument-ids = 两次或更多次运行的编号。
cli-argument-plan = 要审核的表：某次运行的 plan.csv 或 plan.xlsx，可经修改。
cli-argument-new = 新站点的名称：字母、数字、“-”和“_”。

cli-option-help = 显示本帮助。
cli-option-version = 显示版本。
cli-option-lang = 所有文字的语言。默认：HENGLI_LANG，否则为系统语言。
cli-option-json = 在标准输出给出一个 JSON 文档，代替文字。
cli-option-quiet = 不显示进度，只给出最要紧的内容。
cli-option-archive = 存档文件夹。默认：HENGLI_ARCHIVE，否则为源码目录中的 runs/archive，否则为用户数据文件夹。
cli-option-date = 站点当地日期。默认：当地的明天。
cli-option-weather = 当日气象：EPW、CSV、Excel、NetCDF 或典型年文件。默认：典型年中的合成日。
cli-option-weather-elsewhere = 允许使用 50 km 以外地点的气象数据。
cli-option-weather-stamp = CSV 的时标表示区间的开始（start）还是结束（end），若文件未说明。
cli-option-weather-zone = CSV 时标的时区，若文件未说明，例如 Asia/Shanghai。
cli-option-state = 日初状态，JSON，格式同运行的 state.json。默认：前一日实测或计划的日末，否则为站点的假设。
cli-option-day = 当日情况，TOML：检修、降额、临时电网限值、固定功率。
cli-option-solver = 求解器：highs，或 Pyomo 所知的任一求解器。默认：highs。
cli-option-time-limit = 所有阶段合计的时限，秒。默认：60。
cli-option-gap = 阶段结束的相对间隙，大于 0。默认：0.0001。
cli-option-threads = 求解器线程数。默认：1。
cli-option-seed = 典型年与求解器的随机种子。默认：0。
cli-option-week-before = 若存档中尚无该站点的运行，是否先编制此前七天的计划。--no-history 是 --no-week-before 的旧名。
cli-option-run = 表所属的运行，若其“run”列未说明。
cli-option-complete = 先由决策量（充电、放电、中断、任务、批次）重新计算电量水平、购电与外送功率、弃电、指标与成本。
cli-option-check-site = 代替运行：表所针对的站点。
cli-option-check-date = 与 --site 合用：日期。默认：当地的明天。
cli-option-list-site = 仅列出该站点的运行。
cli-option-list-date = 仅列出该日的运行。
cli-option-by = 发布人。默认：用户名。
cli-option-count = 显示的天数。默认：5。
cli-option-folder = 写入的文件夹。默认：以名称命名。

cli-exit-codes = 退出码：
      0  完成
      2  输入有误，未写入任何内容
      3  无法写入，或程序内部故障
    130  被 Ctrl-C 中止
cli-exit-codes-all = 退出码（各命令的帮助中另有说明）：
      0  正常
      1  已完成，但需查看：目标未达成、发现问题或计划不同
      2  输入有误，未写入任何内容
      3  无法写入，或程序内部故障
    130  被 Ctrl-C 中止，未留下写到一半的内容
cli-exit-codes-read = 退出码：
      0  完成
      2  输入有误
      3  程序内部故障
    130  被 Ctrl-C 中止
cli-exit-codes-day-ahead = 退出码：
      0  有计划且削峰目标达成
      1  有计划，但削峰目标未达成、状态为已松弛或更差，或审核发现问题
      2  输入有误，未写入任何内容
      3  无法写入，或程序内部故障
    130  被 Ctrl-C 中止，未留下写到一半的内容
cli-exit-codes-check = 退出码：
      0  没有问题
      1  发现问题
      2  输入有误
      3  程序内部故障
    130  被 Ctrl-C 中止
cli-exit-codes-rerun = 退出码：
      0  计划相同
      1  计划不同
      2  输入有误
      3  程序内部故障
    130  被 Ctrl-C 中止

cli-usage = { $detail } 参见：{ $command } --help
cli-value = 该值无法使用：{ $detail } 参见：{ $command } --help
cli-missing = 缺少 { $name }。参见：{ $command } --help
cli-no-subcommand = 缺少命令。可用：{ $known }。参见：{ $command } --help
cli-extra = 给出的内容多于该命令所需：{ $found }。参见：{ $command } --help
cli-option-value = 该选项需要一个值。参见：{ $command } --help
cli-switch-value = 该选项不带值。参见：{ $command } --help
cli-not-whole = “{ $found }”不是整数。请写整数，例如 4。
cli-not-number = “{ $found }”不是数字。请写数字，例如 0.5。
cli-beyond = 不允许 { $found }。请写 { $least } 到 { $most } 之间的数字。
cli-no-option = 没有选项 { $found }。参见：{ $command } --help
cli-no-option-near = 没有选项 { $found }；是否应为 { $near }？参见：{ $command } --help
cli-no-command = 没有命令“{ $found }”。参见：{ $command } --help
cli-no-command-near = 没有命令“{ $found }”；是否应为 { $near }？参见：{ $command } --help
cli-language = 没有语言“{ $found }”。请使用其中之一：{ $known }。
cli-date = “{ $found }”不是日期。请写成 2026-07-15 的形式。
cli-compare-two = 只给出了 { $found } 次不同的运行；对比至少需要两次。
cli-compare-twice = 有运行被重复给出。请每次运行只给出一次，至少两次不同的运行。
cli-interrupted = 已中止。未留下写到一半的内容。
cli-fault = 程序内部故障（{ $name }）。这是程序的错误，不是您的输入的错误。详情见 { $path }；请随报告附上该文件。
cli-fault-unkept = 程序内部故障（{ $name }：{ $detail }）。这是程序的错误，不是您的输入的错误。详情无法写入任何文件。
