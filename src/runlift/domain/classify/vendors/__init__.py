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


def may_name(texts: Texts) -> bool:
    """Tell whether any reader may find something: quickly, since most events come from no app."""
    told = texts.notes or texts.categories or texts.recorded or "_plan_week_" in texts.uid
    return bool(told) or ":" in texts.title or "%" in texts.title or "w" in texts.title


__all__ = ["VENDORS", "Field", "Texts", "may_name"]
