"""Prints one table: are plans the cheapest, how much worse are greedy ones, how calm, how fast; fails where one is not.

Season N is the same on every machine, so `--from N --seasons 1` looks at one again.
"""

import argparse
import os
import statistics
import sys
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from itertools import count
from typing import TypeVar

from tests.bench_planner.calm import CHANGES_A_SEASON, Change, changes
from tests.bench_planner.proving import Planned, Proved, Verdict, memory, planned, proved

T = TypeVar("T")
LENGTHS = ((4, 8), (9, 16), (17, 32), (33, 52))
MEMORY_SEASONS = 3


def main() -> int:
    """Measure, print, and return 1 where a plan is not the cheapest or breaks a rule."""
    given = _options()
    with ProcessPoolExecutor(given.processes) as pool:
        seeds = range(given.first, given.first + given.seasons)
        results = _followed("season", pool.map(partial(proved, seconds=given.seconds), seeds))
        checked = _followed(
            "plan", pool.map(planned, range(given.first, given.first + given.check), chunksize=20), 1000
        )
        moved = _enough(given.changes, given.first, pool.map)
    measured = [*(result.planned for result in results), *checked]
    _print_proofs(results)
    _print_speed(measured, given.first)
    _print_calm(moved)
    broken = [(found.seed, found.breaches) for found in measured if found.breaches]
    _tell(f"check: {len(measured)} plans, {len(broken)} with a broken rule")
    for seed, rules in broken:
        _tell(f"  season {seed}: {'; '.join(rules)}")
    unequal = [result for result in results if result.verdict is Verdict.UNEQUAL]
    for result in unequal:
        _tell(f"  season {result.planned.seed}, {result.planned.weeks} weeks: {result.told}")
    return 1 if unequal or broken else 0


def _options() -> argparse.Namespace:
    options = argparse.ArgumentParser(prog="scripts/bench-planner", description=(__doc__ or "").partition("\n")[0])
    options.add_argument("--seasons", type=int, default=500, help="how many plans are held against the cheapest")
    options.add_argument("--changes", type=int, default=1000, help="how often a run moves by a day")
    options.add_argument("--check", type=int, default=0, help="how many short seasons are planned only to check them")
    options.add_argument("--from", type=int, default=1, dest="first", help="the first season")
    options.add_argument(
        "--seconds", type=float, default=300, help="how long the solver may look for one cheapest plan"
    )
    options.add_argument("--processes", type=int, default=os.cpu_count())
    return options.parse_args()


def _tell(text: str) -> None:
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()


def _followed(name: str, results: Iterable[T], step: int = 50) -> list[T]:
    """Collect results, saying now and then how many there are."""
    found = []
    for result in results:
        found.append(result)
        if len(found) % step == 0:
            _tell(f"{name} {len(found)}")
    return found


def _enough(wanted: int, first: int, every: Callable[..., Iterator[list[Change]]]) -> list[Change]:
    found: list[Change] = []
    seeds = count(first)
    while len(found) < wanted:
        batch = min(20, -(-(wanted - len(found)) // CHANGES_A_SEASON))
        for some in every(changes, [next(seeds) for _ in range(batch)]):
            found += some
        _tell(f"change {len(found)}")
    return found[:wanted]


def _print_proofs(results: Sequence[Proved]) -> None:
    verdicts = Counter(result.verdict for result in results)
    weeks, sessions = (
        sum(result.planned.weeks for result in results),
        sum(result.planned.sessions for result in results),
    )
    _tell(f"\nseasons: {len(results)}, weeks: {weeks}, sessions: {sessions}")
    for verdict in Verdict:
        _tell(f"{verdict}: {verdicts[verdict]}")
    gaps = [result.greedy - result.cost for result in results]
    if gaps:
        worse, least = sum(gap > 0 for gap in gaps), sum(result.cost for result in results)
        _tell(
            f"greedy: costlier in {worse}, by {statistics.mean(gaps):.1f} points in the mean"
            f" ({100 * sum(gaps) / max(1, least):.1f} %), {max(gaps)} in the worst"
        )


def _print_speed(measured: Sequence[Planned], first: int) -> None:
    _tell(f"\n{'weeks':>8}{'plans':>8}{'median s':>10}{'worst s':>10}{'peak MB':>10}")
    for shortest, longest in LENGTHS:
        found = [plan.seconds for plan in measured if shortest <= plan.weeks <= longest]
        if found:
            most = max(memory(first + n, longest) for n in range(MEMORY_SEASONS))
            name = f"{shortest}-{longest}"
            _tell(f"{name:>8}{len(found):>8}{statistics.median(found):>10.3f}{max(found):>10.3f}{most / 1e6:>10.1f}")


def _print_calm(moved: Sequence[Change]) -> None:
    if moved:
        forced, others, afresh = (
            statistics.mean(getattr(change, name) for change in moved) for name in ("forced", "others", "afresh")
        )
        _tell(
            f"\ncalm: of {len(moved)} runs that move by a day, each moves {others:.2f} other sessions"
            f" ({afresh:.2f} planned afresh), beside {forced:.2f} that could not stay"
        )


if __name__ == "__main__":
    sys.exit(main())
