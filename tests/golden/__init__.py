"""A calendar in, the expected answer beside it."""
