type-thermal_store = Heat stores
