"""The training knowledge: values in, values out; no clock, no I/O, no logging."""
