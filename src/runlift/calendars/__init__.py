"""Where events come from and where sessions go; an adapter translates and does not decide."""
