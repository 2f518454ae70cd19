"""One sync from start to end: the config, the wiring, the order of things."""
