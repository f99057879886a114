type-thermal_store = 储热
