"""Operation without the public grid: what it needs, and how long it lasts."""
