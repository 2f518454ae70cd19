"""The daemon's figures, as Prometheus collects them."""

from prometheus_client import CONTENT_TYPE_PLAIN_0_0_4, CollectorRegistry, Counter, Gauge, Histogram, generate_latest

from runlift.app.daemon_events import Happening
from runlift.app.daemon_job import Outcome

MEDIA_TYPE = CONTENT_TYPE_PLAIN_0_0_4
_SECONDS = (0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 300, 600)


class Metrics:
    """Counts what happens."""

    def __init__(self) -> None:
        self._registry = registry = CollectorRegistry()
        self._syncs = Counter(
            "runlift_syncs", "Syncs that ended, by exit code; a crash is 1.", ("profile", "code"), registry=registry
        )
        self._seconds = Histogram("runlift_sync_seconds", "How long syncs took.", buckets=_SECONDS, registry=registry)
        self._changes = Counter(
            "runlift_changes", "Sessions that were written.", ("profile", "action"), registry=registry
        )
        self._requests = Counter("runlift_requests", "Requests to calendars.", ("profile",), registry=registry)
        self._last = Gauge(
            "runlift_last_success_timestamp_seconds", "When a sync last went well.", ("profile",), registry=registry
        )
        self._troubles = Gauge("runlift_troubles", "What is not well just now.", ("profile",), registry=registry)

    def __call__(self, happening: Happening) -> None:
        """Count a sync."""
        if happening.event != "sync":
            return
        profile, outcome = happening.profile, happening.outcome
        self._syncs.labels(profile, outcome.code if outcome else 1).inc()
        self._seconds.observe(happening.seconds)
        if outcome is not None:
            self._count(profile, outcome, happening.at.timestamp())

    def _count(self, profile: str, outcome: Outcome, at: float) -> None:
        for action, number in outcome.changes.items():
            self._changes.labels(profile, action).inc(number)
        self._requests.labels(profile).inc(
            sum(visit.requests for visit in (*outcome.sources.values(), *outcome.targets))
        )
        self._troubles.labels(profile).set(len(outcome.report.troubles))
        if outcome.code == 0:
            self._last.labels(profile).set(at)

    def text(self) -> bytes:
        """Return all of it in Prometheus' own format."""
        return generate_latest(self._registry)
