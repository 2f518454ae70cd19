"""A session as the runner left it, in whichever calendar: the last word on its time counts in all of them."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta

from runlift.domain import rules
from runlift.domain.events import AllDay, Timed
from runlift.domain.feedback import Feedback, merge
from runlift.domain.runner import Availability
from runlift.sync.changes import Field
from runlift.sync.identity import fingerprints
from runlift.sync.memory import Presence, Remembered
from runlift.sync.observed import Kept, Seen, Sighting

_OPEN_LENGTH = timedelta(minutes=rules.MAX_MINUTES)
"""Where the hour is open, any length has room."""
_NEVER = datetime.min.replace(tzinfo=UTC)


def as_kept(entries: Sequence[Seen], availability: Availability) -> Kept:
    """Return the session that several targets hold, as the runner wants it."""
    voices = [seen for seen in entries if not seen.is_output]
    moved = [seen for seen in voices if seen.fresh] or [seen for seen in voices if Field.TIME in seen.edited]
    held = [seen for seen in voices if seen.feedback.pin]
    chosen = max(moved, key=_lateness) if moved else (held or entries)[0]
    feedback = merge(seen.feedback for seen in voices)
    hands_off = next((seen.hands_off for seen in entries if seen.hands_off), "")
    edited = Field.TIME in chosen.edited and not feedback.auto
    start, end = instants(chosen.event.when, availability)
    return Kept(
        key=chosen.key,
        start=start,
        end=end,
        intensity=chosen.intensity,
        title=chosen.event.title,
        pinned=edited or bool(held or hands_off),
        time=chosen.event.fingerprints.time,
        planned=chosen.marks.time if chosen.marks else None,
        feedback=feedback,
        hands_off=hands_off,
        again=tuple(sorted({instants(when, availability) for seen in voices for when in seen.event.again})),
    )


def _lateness(seen: Seen) -> tuple[bool, datetime, bool]:
    """Tell how late an event was moved.

    What is all-day, and was so before, was not moved since: we never make it so, and would have told it an hour. Of two
    that nobody dates, the runner's move is not undone by a write of ours.
    """
    stays_all_day = isinstance(seen.event.when, AllDay) and not seen.fresh
    return stays_all_day, seen.event.modified or _NEVER, Field.TIME in seen.edited


def taken_elsewhere(
    row: Remembered,
    sight: Sighting,
    stands: Kept | None,
    availability: Availability,
    *,
    is_moved: bool,
) -> Kept:
    """Return a session that the runner took out of a target into another calendar; other targets follow.

    Args:
        stands: the session as other targets have it; None: it stands in none.
        is_moved: the runner has moved it in one of them.
    """
    moved = seen_elsewhere(row, sight, availability)
    has_moved = row.presence is not Presence.ELSEWHERE or (row.start, row.end) != (moved.start, moved.end)
    base = stands or Kept(
        key=row.key,
        start=row.start,
        end=row.end,
        intensity=row.intensity,
        title=f"{row.intensity.capitalize()} lift",
        pinned=False,
        time=None,
        planned=None,
        feedback=Feedback(),
    )
    taken = replace(base, elsewhere=base.elsewhere | {row.target})
    # where the runner has moved it in a target since then, that counts
    if is_moved and not has_moved:
        return taken
    return replace(
        taken,
        start=moved.start,
        end=moved.end,
        pinned=True,
        time=fingerprints(when=sight.when, title="", text="").time,
        planned=row.sent.time if row.sent else None,
    )


def seen_elsewhere(row: Remembered, sight: Sighting, availability: Availability) -> Remembered:
    """Return what is to be remembered of a session that the runner took into another calendar."""
    start, end = instants(sight.when, availability)
    return replace(row, presence=Presence.ELSEWHERE, start=start, end=end)


def instants(when: Timed | AllDay, availability: Availability) -> tuple[datetime, datetime]:
    """Return when an event starts and ends; one without an hour, when a session is welcome on its day."""
    if isinstance(when, AllDay):
        start = availability.usual_start(when.start)
        return start, start + _OPEN_LENGTH
    return when.start, when.end
