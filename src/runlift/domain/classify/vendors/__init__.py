"""Structured fields of training apps, each shape in a module of its own, known by the shape and not by PRODID.

A reader returns the part of an event in which the app itself names the workout. What that text means is told by the
lexicon, so that an app's fields are read in every language it speaks.
"""

from collections.abc import Callable

from runlift.domain.classify.vendors import garmin, key_value, nike, power, race_listing, runna, training_peaks
from runlift.domain.classify.vendors.field import Field, Texts

VENDORS: tuple[Callable[[Texts], Field | None], ...] = (
    power.read,
    runna.read,
    nike.read,
    garmin.read,
    training_peaks.read,
    key_value.read,
    race_listing.read,
)
"""The readers, the most telling first."""

__all__ = ["VENDORS", "Field", "Texts"]
