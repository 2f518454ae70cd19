"""What runlift has of a Google account, for tests."""

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

from runlift.calendars.google_client import read_client
from runlift.calendars.google_manners import Manners
from runlift.calendars.google_place import GooglePlace
from runlift.calendars.google_sign_in import SignIn, SignInFile
from runlift.calendars.google_source import GoogleSource
from runlift.calendars.google_target import GoogleTarget
from runlift.sync.calendar_look import CalendarLook
from tests.changes import PROFILE
from tests.contract.caldav_hand import KeptReplica
from tests.google.google import Google

RUNNER = "jo@example.com"
_SCOPE = "https://www.googleapis.com/auth/"


@dataclass(kw_only=True)
class Desk:
    """What runlift has of a Google account: a client file, a sign-in, and a place for what it keeps.

    Attributes:
        timeout: how long it waits for an answer, in seconds.
        waits: how long it has waited between requests, likewise.
        replica: what is kept of the calendar.
    """

    google: Google
    folder: Path
    timeout: float = 2
    waits: list[float] = field(default_factory=list)
    replica: KeptReplica = field(default_factory=KeptReplica)

    @property
    def client_file(self) -> Path:
        path = self.folder / "client.json"
        return path if path.exists() else self.google.client_json(path)

    @property
    def sign_in_file(self) -> SignInFile:
        return SignInFile(self.folder / read_client(self.client_file).file_name)

    def sign_in(self, *scopes: str, user: str = RUNNER) -> None:
        """Sign in without a browser."""
        access, refresh = self.google.sign_in(user, *scopes)
        self.sign_in_file.save(
            SignIn(
                account=user,
                scopes=tuple(f"{_SCOPE}{scope}" for scope in scopes),
                since=datetime(2026, 7, 1, tzinfo=UTC),
                refresh_token=refresh,
                access_token=access,
                expiry=datetime.now(UTC) + timedelta(hours=1),
            )
        )

    def place(self, calendar: str) -> GooglePlace:
        return GooglePlace(calendar=calendar, client_file=self.client_file, api_endpoint=self.google.base_url)

    @property
    def manners(self) -> Manners:
        return Manners(timeout=self.timeout, sleep=self.waits.append)

    def target(self, calendar: str = "own", *, anew: bool = False, look: CalendarLook | None = None) -> GoogleTarget:
        return GoogleTarget(
            self.place(calendar),
            profile=PROFILE,
            look=look or CalendarLook(name="Strength", alarm_minutes=30),
            replica=self.replica,
            folder=self.folder,
            anew=anew,
            manners=self.manners,
        )

    def source(self, calendar: str = "primary") -> GoogleSource:
        return GoogleSource(self.place(calendar), replica=self.replica, folder=self.folder, manners=self.manners)
