"""A runner lives with runlift in calendars at Google, which also has troubles of its own."""

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import rule

from tests.google.google import Google
from tests.property.calendar_expected import CLUB, HOME, WORK
from tests.property.calendar_faults import counts
from tests.property.test_calendar_life import CalendarLife

LIST = "calendar.events.list"
WRITES = ("batch", "calendar.events.insert", "calendar.events.patch", "calendar.events.delete")
REFUSALS = ((403, "rateLimitExceeded"), (429, "rateLimitExceeded"), (503, "backendError"))


class GoogleLife(CalendarLife):
    """The same life in a calendar that runlift made, one that the runner had, and the club's."""

    at_google = (HOME, WORK, CLUB)

    @rule(
        method=st.sampled_from((LIST, *WRITES)),
        refusal=st.sampled_from(REFUSALS),
        times=st.integers(1, 3),
        skip=st.integers(0, 3),
        after=st.sampled_from((None, "7")),
    )
    def is_put_off(self, method: str, refusal: tuple[int, str], times: int, skip: int, after: str | None) -> None:
        """Wait refusals out that pass; nobody notices."""
        counts["fault: put off"] += 1
        self.google.fail_next(*refusal, method=method, times=times, skip=skip, retry_after=after)
        self.syncs()
        self.google.faults.clear()

    @rule(after_commit=st.booleans(), method=st.sampled_from((LIST, "batch")))
    def is_cut_off_for_a_moment(self, method: str, *, after_commit: bool) -> None:
        """Ask again for what is lost on the way, and do it once."""
        counts["fault: lost once"] += 1
        self.google.drop_next(after_commit=after_commit, method=method)
        self.syncs()
        self.google.faults.clear()

    @rule(breaks_off=st.booleans())
    def hears_half_of_an_answer(self, *, breaks_off: bool) -> None:
        counts["fault: half an answer"] += 1
        self.google.cut_next(breaks_off=breaks_off)
        self.syncs()
        self.google.faults.clear()

    @rule(sync_tokens=st.booleans())
    def outlives_a_token(self, *, sync_tokens: bool) -> None:
        counts["fault: token ended"] += 1
        if sync_tokens:
            self.google.expire_sync_tokens()
        else:
            self.google.expire_access_tokens()

    @rule(limit=st.sampled_from((1, 3, 2500)), empty=st.booleans())
    def turns_pages(self, limit: int, *, empty: bool) -> None:
        self.google.state.page_limit, self.google.state.empty_first_page = limit, empty

    @rule()
    def deletes_the_calendar_that_runlift_made(self) -> None:
        self.by_hand()
        self.world.lose_calendar()

    @property
    def google(self) -> Google:
        return self.world.account.google


TestGoogleLife = GoogleLife.TestCase
TestGoogleLife.settings = settings(
    max_examples=14,
    stateful_step_count=40,
    deadline=None,
    derandomize=True,
    database=None,
    suppress_health_check=list(HealthCheck),
)
