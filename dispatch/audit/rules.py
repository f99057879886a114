"""The rules that hold for every site, by name; each has the message ``audit-<rule>`` in both languages.

Rules that only one type of asset has stand with its audit (`AssetAudit.rules`).
"""

from __future__ import annotations

from enum import StrEnum

__all__ = ["Rule"]


class Rule(StrEnum):
    """A rule that a schedule must obey; the value is its name for people and files."""

    # what must be there at all
    MISSING_VARIABLE = "missing-variable"
    MISSING_ATTRIBUTE = "missing-attribute"
    FORECAST_MISSING = "forecast-missing"
    TIME_STEPS = "time-steps"
    ASSET_LIST = "asset-list"
    TASK_LIST = "task-list"
    NOT_FINITE = "not-finite"
    LABELS = "labels"
    ATTRIBUTES = "attributes"

    # what a run says about itself
    STATUS_WORD = "status-word"
    STATUS_STAGES = "status-stages"
    STATUS_RELAXATIONS = "status-relaxations"
    STATUS_GAP = "status-gap"
    STAGE_FORM = "stage-form"
    STAGE_ORDER = "stage-order"
    TARGETS_MET = "targets-met"
    ABSORPTION_NOT_HELD = "absorption-not-held"
    RELAXATION_FORM = "relaxation-form"
    RELAXATION_UNUSED = "relaxation-unused"

    # every asset and every bus
    BUS_BALANCE = "bus-balance"
    SPILL_LIMIT = "spill-limit"
    RESERVE = "reserve"
    INJECTION = "injection"
    PIN = "pin"
    NEGATIVE_POWER = "negative-power"

    RENEWABLE_ABOVE_AVAILABLE = "renewable-above-available"
    RENEWABLE_AVAILABLE = "renewable-available"
    RENEWABLE_CURTAILED = "renewable-curtailed"
    CURTAILMENT_CAUSE = "curtailment-cause"
    PV_ABOVE_INVERTER = "pv-above-inverter"
    WIND_ABOVE_CAPACITY = "wind-above-capacity"

    BATTERY_CHARGE_LIMIT = "battery-charge-limit"
    BATTERY_DISCHARGE_LIMIT = "battery-discharge-limit"
    BATTERY_LEVEL_RECURSION = "battery-level-recursion"
    BATTERY_LEVEL_WINDOW = "battery-level-window"
    BATTERY_LEVEL_PHYSICAL = "battery-level-physical"
    BATTERY_LOSS = "battery-loss"

    GRID_IMPORT_LIMIT = "grid-import-limit"
    GRID_EXPORT_LIMIT = "grid-export-limit"

    LOAD_NOT_SERVED = "load-not-served"
    LOAD_ABOVE_DEMAND = "load-above-demand"
    LOAD_DEMAND = "load-demand"
    LOAD_UNSERVED = "load-unserved"

    INTERRUPTIBLE_STEP_LIMIT = "interruptible-step-limit"
    INTERRUPTIBLE_DEPTH = "interruptible-depth"
    INTERRUPTIBLE_INDICATOR = "interruptible-indicator"
    INTERRUPTIBLE_CALLS = "interruptible-calls"
    INTERRUPTIBLE_CALL_SHORT = "interruptible-call-short"
    INTERRUPTIBLE_CALL_LONG = "interruptible-call-long"
    INTERRUPTIBLE_GAP = "interruptible-gap"
    INTERRUPTIBLE_ENERGY_CUT = "interruptible-energy-cut"
    INTERRUPTIBLE_ENERGY_SERVED = "interruptible-energy-served"

    SHIFTABLE_WINDOW = "shiftable-window"
    SHIFTABLE_POWER_LIMIT = "shiftable-power-limit"
    SHIFTABLE_POWER_MIN = "shiftable-power-min"
    SHIFTABLE_ENERGY = "shiftable-energy"
    SHIFTABLE_SUM = "shiftable-sum"

    BATCH_PROFILE = "batch-profile"
    BATCH_MISSING = "batch-missing"
    BATCH_WINDOW = "batch-window"
    BATCH_ORDER = "batch-order"
    BATCH_TOGETHER = "batch-together"
    BATCH_POWER_LIMIT = "batch-power-limit"
    BATCH_SUM = "batch-sum"
    RESOURCE_AT_ONCE = "resource-at-once"

    # the whole site
    NET_EXCHANGE = "net-exchange"
    LOAD_TOTAL = "load-total"
    REFERENCE_INJECTION = "reference-injection"
    REFERENCE_FEED = "reference-feed"
    REFERENCE_EXCHANGE = "reference-exchange"
    REFERENCE_LOAD = "reference-load"
    PEAK_WINDOW = "peak-window"
    SURPLUS_STEPS = "surplus-steps"
    LOSS_COUNTED = "loss-counted"
    PERIOD_KIND = "period-kind"

    IMPORT_PRICE = "import-price"
    EXPORT_PRICE = "export-price"
    COST_PART = "cost-part"
    COST_SUM = "cost-sum"
    KPI_MISSING = "kpi-missing"
    KPI_VALUE = "kpi-value"
    OUTSIDE_PEAK = "outside-peak"

    # lines, transformers and voltages
    NETWORK_VOLTAGE_LIMIT = "network-voltage-limit"
    NETWORK_LOADING_LIMIT = "network-loading-limit"
    NETWORK_VOLTAGE = "network-voltage"
    NETWORK_LOADING = "network-loading"
    NETWORK_FLOW = "network-flow"
    NETWORK_PLANNED_LOSS = "network-planned-loss"
    NETWORK_NO_SOLUTION = "network-no-solution"

    # absorption is never faked
    CHARGE_AND_DISCHARGE = "charge-and-discharge"
    IMPORT_AND_EXPORT = "import-and-export"
    DISCHARGE_WHILE_CURTAILING = "discharge-while-curtailing"
    STORE_TO_STORE = "store-to-store"
    IMPORT_WHILE_CURTAILING = "import-while-curtailing"

    # callable capability and the day that proves each claim
    CAPABILITY_WITHOUT_EVENT = "capability-without-event"
    CAPABILITY_MISSING = "capability-missing"
    CAPABILITY_OUTSIDE_WINDOW = "capability-outside-window"
    CAPABILITY_BEYOND_HORIZON = "capability-beyond-horizon"
    CAPABILITY_MISMATCH = "capability-mismatch"
    CAPABILITY_NEGATIVE = "capability-negative"
    CAPABILITY_ABOVE_BOUND = "capability-above-bound"
    EVENT_BEFORE_CHANGED = "event-before-changed"
    EVENT_RESPONSE_SHORT = "event-response-short"
    EVENT_RECOVERY_IN_WINDOW = "event-recovery-in-window"
    EVENT_RECOVERY_ABOVE_REFERENCE = "event-recovery-above-reference"
    EVENT_BATCH_MOVED = "event-batch-moved"
    EVENT_NOTICE = "event-notice"
