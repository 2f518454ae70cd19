"""A source that is left alone for a while, since it has failed of late."""

from runlift.calendars.base import Reading
from runlift.domain.events import ReadingWindow
from runlift.errors import CalendarError


class RestingSource:
    """Says again what the source said last when it was asked, and asks nobody.

    Args:
        name: what messages call it.
        failure: why it is left alone.
    """

    def __init__(self, name: str, failure: CalendarError) -> None:
        self.name = name
        self._failure = failure

    def read(self, window: ReadingWindow) -> Reading:
        """Fail as it did before.

        Raises:
            CalendarError: always.
        """
        del window
        raise self._failure
