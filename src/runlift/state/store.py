"""One profile's memory in SQLite."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime
from hashlib import sha256
from types import TracebackType
from typing import Self

from runlift.calendars.base import Outcome, Reading
from runlift.calendars.replica import ReplicaStore
from runlift.domain.classify.fixes import Fixes
from runlift.domain.kinds import EventKind
from runlift.domain.sessions import Declined
from runlift.state import journal, memory_rows, readings
from runlift.state.base import KeptReading
from runlift.state.database import Database, moment_of, seconds_of
from runlift.state.replicas import SqliteReplicaStore
from runlift.sync.changes import Change
from runlift.sync.identity import Fingerprints
from runlift.sync.journal import JournalRun, Occasion
from runlift.sync.memory import Memory, Remembered, SourceId, TargetId


class SqliteStore:
    """Keeps one profile's memory, as `Store` says; made by `open_store`.

    Attributes:
        notice: one sentence for the runner where earlier memory was lost; empty otherwise.
    """

    def __init__(self, database: Database, *, notice: str) -> None:
        self._database = database
        self.notice = notice

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._database.close()

    def memory(self) -> Memory:
        """Return what earlier syncs left behind."""
        with self._database.reading() as rows:
            return memory_rows.read_memory(rows)

    def remember(
        self,
        *,
        sessions: Iterable[Remembered] = (),
        forgotten: Iterable[tuple[TargetId, str]] = (),
        declined: Iterable[Declined] = (),
        revoked: Iterable[str] = (),
        sighted: Collection[tuple[SourceId, str]] | None = None,
        digested: Iterable[TargetId] = (),
    ) -> None:
        """Take in, all at once, what a look at the calendars taught."""
        with self._database.writing() as rows:
            known = memory_rows.read_memory(rows)
            same = frozenset(known.sessions)
            memory_rows.put_sessions(rows, [session for session in sessions if session not in same])
            memory_rows.drop_sessions(rows, forgotten)
            memory_rows.put_declined(rows, [each for each in declined if each not in known.declined])
            memory_rows.revoke(rows, revoked)
            if sighted is not None and set(sighted) != known.sighted:
                memory_rows.put_sighted(rows, sighted)
            for target in digested:
                journal.digest(rows, target)

    def begin(self, occasion: Occasion, at: datetime) -> int:
        """Open a run in the journal and return its number."""
        with self._database.writing() as rows:
            return journal.begin(rows, occasion, at)

    def intend(self, run: int, target: TargetId, changes: Sequence[Change], at: datetime) -> tuple[int, ...]:
        """Journal changes before any of them is made; return one number for each."""
        with self._database.writing() as rows:
            return journal.intend(rows, run, target, changes, at)

    def note_outcome(self, entry: int, outcome: Outcome, at: datetime) -> None:
        """Journal what became of a change, and know from now on that the target holds it."""
        with self._database.writing() as rows:
            journal.note_outcome(rows, entry, outcome, at)

    def echo(self, target: TargetId, key: str, shown: Fingerprints) -> None:
        """Remember what the server made of what we sent."""
        with self._database.writing() as rows:
            memory_rows.put_echo(rows, target, key, shown)

    def close(self, run: int, at: datetime, summary: str) -> None:
        """End a run with its summary line, and let go of what is older than 400 days."""
        with self._database.writing() as rows:
            journal.close(rows, run, at, summary)

    def history(self, limit: int) -> tuple[JournalRun, ...]:
        """Return the latest runs, newest first."""
        with self._database.reading() as rows:
            return journal.history(rows, limit)

    def reading(self, source: SourceId) -> KeptReading | None:
        """Return the source's last good reading; None where there is none, or none that can be read."""
        with self._database.reading() as rows:
            return readings.read_reading(rows, source)

    def keep_reading(self, source: SourceId, reading: Reading, at: datetime) -> None:
        """Keep a good reading in place of the one before."""
        with self._database.writing() as rows:
            readings.put_reading(rows, source, reading, at)

    def suspicion(self, source: SourceId) -> datetime | None:
        """Return since when the source has been giving readings that are not to be believed."""
        with self._database.reading() as rows:
            found = rows.execute("SELECT since FROM suspicions WHERE source = ?", (source,)).fetchone()
        return moment_of(found[0]) if found else None

    def suspect(self, source: SourceId, since: datetime | None) -> None:
        """Remember since when the source is not believed; None: it is."""
        with self._database.writing() as rows:
            if since is None:
                rows.execute("DELETE FROM suspicions WHERE source = ?", (source,))
            else:
                rows.execute("INSERT OR REPLACE INTO suspicions VALUES (?, ?)", (source, seconds_of(since)))

    def replica(self, place_id: str) -> ReplicaStore:
        """Return where the replica of one calendar is kept."""
        return SqliteReplicaStore(self._database, place_id)

    def targets(self) -> Mapping[TargetId, str]:
        """Return every target that was ever written, with what the app needs to open it again."""
        with self._database.reading() as rows:
            return {TargetId(target): settings for target, settings in rows.execute("SELECT * FROM targets")}

    def know_target(self, target: TargetId, settings_json: str) -> None:
        """Remember how a target is opened; no password is in it."""
        with self._database.writing() as rows:
            rows.execute(
                "INSERT INTO targets VALUES (?, ?)"
                " ON CONFLICT DO UPDATE SET settings = excluded.settings WHERE settings != excluded.settings",
                (target, settings_json),
            )

    def forget_target(self, target: TargetId) -> None:
        """Forget a target and what was known to stand in it; the journal stays."""
        with self._database.writing() as rows:
            rows.execute("DELETE FROM targets WHERE id = ?", (target,))
            rows.execute("DELETE FROM sessions WHERE target = ?", (target,))
            rows.execute("DELETE FROM replicas WHERE id = ?", (f"target {target}",))
            rows.execute("DELETE FROM resources WHERE replica = ?", (f"target {target}",))
            journal.digest(rows, target)

    def fixes(self) -> Fixes:
        """Return what the runner said that events of a title are."""
        with self._database.reading() as rows:
            return {title: EventKind(kind) for title, kind in rows.execute("SELECT title, kind FROM fixes")}

    def fix(self, title: str, kind: EventKind) -> None:
        """Remember the runner's word on a title, given by its key."""
        with self._database.writing() as rows:
            rows.execute("INSERT OR REPLACE INTO fixes VALUES (?, ?)", (title, kind))

    def keep_standstill(self, body: str) -> None:
        """Keep what is known of a standstill until anything else is written."""
        with self._database.writing(ends_standstill=False) as rows:
            rows.execute("INSERT OR REPLACE INTO standstill VALUES (1, ?)", (body,))

    def told(self, notice: str) -> bool:
        """Return whether this is the first time that the notice is told."""
        # The notice may quote a calendar, so only its hash is kept.
        digest = sha256(notice.encode("utf-8", "surrogatepass")).hexdigest()
        with self._database.writing() as rows:
            return rows.execute("INSERT OR IGNORE INTO told VALUES (?)", (digest,)).rowcount == 1
