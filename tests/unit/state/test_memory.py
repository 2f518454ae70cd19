"""What is remembered of sessions, across processes."""

from dataclasses import replace
from pathlib import Path

from runlift.state.opening import open_store
from runlift.sync.journal import Occasion
from runlift.sync.memory import Memory, Presence, SourceId
from tests.changes import a_create, a_delete
from tests.unit.state.memories import (
    FEED,
    HOME,
    KEY,
    NOW,
    OTHER_KEY,
    PHONE,
    a_declined,
    a_remembered,
    a_standing,
    a_wish,
    marks,
    opened,
)


def memory_after_reopening(folder: Path) -> Memory:
    with opened(folder) as store:
        return store.memory()


def test_new_store_remembers_nothing(tmp_path: Path) -> None:
    with opened(tmp_path) as store:
        assert store.memory() == Memory()
        assert store.notice == ""


def test_all_that_was_learned_outlives_the_process(tmp_path: Path) -> None:
    gone = replace(a_remembered(OTHER_KEY), presence=Presence.GONE, sent=None, echoed=None, seen=None)
    with opened(tmp_path) as store:
        store.remember(sessions=[a_remembered(), gone], declined=[a_declined(OTHER_KEY)], sighted={(FEED, KEY)})

    assert memory_after_reopening(tmp_path) == Memory(
        sessions=(a_remembered(), gone),
        declined=(a_declined(OTHER_KEY),),
        numbered=frozenset({KEY, OTHER_KEY}),
        sighted=frozenset({(FEED, KEY)}),
    )


def test_zone_of_a_session_is_remembered(tmp_path: Path) -> None:
    with opened(tmp_path) as store:
        store.remember(sessions=[a_remembered()])

    (session,) = memory_after_reopening(tmp_path).sessions
    assert session.start.tzinfo is a_remembered().start.tzinfo


def test_a_session_is_known_for_each_target(tmp_path: Path) -> None:
    with opened(tmp_path) as store:
        store.remember(sessions=[a_remembered(), a_remembered(target=PHONE)])
        store.remember(forgotten=[(HOME, KEY)])

        assert store.memory().sessions == (a_remembered(target=PHONE),)


def test_newer_knowledge_takes_the_place_of_older(tmp_path: Path) -> None:
    elsewhere = replace(a_remembered(), presence=Presence.ELSEWHERE, seen=marks("moved"))
    with opened(tmp_path) as store:
        store.remember(sessions=[a_remembered()])
        store.remember(sessions=[elsewhere])

        assert store.memory().sessions == (elsewhere,)


def test_number_of_a_forgotten_session_stays_taken(tmp_path: Path) -> None:
    with opened(tmp_path) as store:
        store.remember(sessions=[a_remembered()])
        store.remember(forgotten=[(HOME, KEY)])

        assert store.memory() == Memory(numbered=frozenset({KEY}))


def test_revoked_decline_is_none_any_more(tmp_path: Path) -> None:
    with opened(tmp_path) as store:
        store.remember(declined=[a_declined(), a_declined(OTHER_KEY)])
        store.remember(revoked=[KEY])

        assert store.memory().declined == (a_declined(OTHER_KEY),)


def test_what_sources_show_now_takes_the_place_of_what_they_showed(tmp_path: Path) -> None:
    other = SourceId("ics other")
    with opened(tmp_path) as store:
        store.remember(sighted={(FEED, KEY), (other, KEY)})
        store.remember(sighted={(other, KEY), (other, OTHER_KEY)})

        assert store.memory().sighted == {(other, KEY), (other, OTHER_KEY)}


def test_sources_that_were_not_looked_at_still_show_what_they_showed(tmp_path: Path) -> None:
    with opened(tmp_path) as store:
        store.remember(sighted={(FEED, KEY)})
        store.remember(sessions=[a_remembered()])

        assert store.memory().sighted == {(FEED, KEY)}


def test_what_the_server_made_of_it_is_how_it_was_last_seen(tmp_path: Path) -> None:
    as_sent = replace(a_remembered(), seen=a_remembered().sent)
    with opened(tmp_path) as store:
        store.remember(sessions=[as_sent, a_remembered(target=PHONE)])
        as_shown = replace(marks("server"), time=a_wish().fingerprints.time)
        store.echo(HOME, KEY, as_shown)

        assert store.memory().sessions == (
            replace(as_sent, echoed=as_shown, seen=as_shown),
            a_remembered(target=PHONE),
        )


def test_another_time_is_never_what_the_server_made_of_it(tmp_path: Path) -> None:
    as_sent = replace(a_remembered(), seen=a_remembered().sent)
    with opened(tmp_path) as store:
        store.remember(sessions=[as_sent])
        store.echo(HOME, KEY, replace(a_wish().fingerprints, time="moved"))

        (session,) = store.memory().sessions
        assert session.seen == session.echoed == as_sent.sent


def test_what_the_runner_edited_is_not_taken_for_what_the_server_made_of_it(tmp_path: Path) -> None:
    sent = a_wish().fingerprints
    moved = replace(sent, time="moved")
    with opened(tmp_path) as store:
        store.remember(sessions=[replace(a_remembered(), echoed=None, seen=moved)])
        store.echo(HOME, KEY, replace(marks("server"), time="moved"))

        (session,) = store.memory().sessions
        assert session.seen == replace(marks("server"), time="moved")
        assert session.echoed == replace(marks("server"), time=sent.time)


def test_forgotten_target_takes_what_was_known_of_it_along(tmp_path: Path) -> None:
    with opened(tmp_path) as store:
        store.know_target(HOME, "{}")
        store.know_target(PHONE, '{"calendar":"own"}')
        store.remember(sessions=[a_remembered(), a_remembered(target=PHONE)])
        store.intend(store.begin(Occasion.CLEAN, NOW), HOME, [a_delete(a_standing(a_wish()))], NOW)
        store.forget_target(HOME)

        assert store.targets() == {PHONE: '{"calendar":"own"}'}
        assert store.memory() == Memory(
            sessions=(a_remembered(target=PHONE),), numbered=frozenset({KEY}), written=frozenset({PHONE})
        )


def test_target_is_known_by_its_latest_settings(tmp_path: Path) -> None:
    with opened(tmp_path) as store:
        store.know_target(HOME, '{"username":"ada"}')
        store.know_target(HOME, '{"username":"bob"}')

        assert store.targets() == {HOME: '{"username":"bob"}'}


def test_digested_target_has_nothing_pending_any_more(tmp_path: Path) -> None:
    with opened(tmp_path) as store:
        run = store.begin(Occasion.SYNC, NOW)
        store.intend(run, HOME, [a_create(a_wish()), a_delete(a_standing(a_wish(OTHER_KEY)))], NOW)
        store.intend(run, PHONE, [a_create(a_wish())], NOW)
        store.remember(digested=[HOME])

        assert store.memory() == Memory(creating=frozenset({(PHONE, KEY)}), numbered=frozenset({KEY, OTHER_KEY}))


def test_notice_is_told_once(tmp_path: Path) -> None:
    with opened(tmp_path) as store:
        assert store.told("the marker of Heavy lift is damaged")
        assert store.told("another notice")

    with opened(tmp_path) as store:
        assert not store.told("the marker of Heavy lift is damaged")


def test_profiles_know_nothing_of_each_other(tmp_path: Path) -> None:
    with opened(tmp_path) as store, open_store(tmp_path, "k3v9", now=NOW) as other:
        store.remember(sessions=[a_remembered()])

        assert other.memory() == Memory()
