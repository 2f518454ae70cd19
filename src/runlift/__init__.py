"""Place strength sessions around the runs that are already in a runner's calendar."""

__version__ = "0.1.0"
