"""The feeds and pages of several profiles, served by whoever keeps them."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from ipaddress import IPv4Address
from multiprocessing.reduction import ForkingPickler
from pathlib import Path

import pytest
import requests

from runlift.app.config import Config, load_config
from runlift.app.daemon_site import publishing
from runlift.app.decide import decide
from runlift.app.gather import gather
from runlift.app.lexicons import lexicon
from runlift.app.publication import publication_of, with_feed
from runlift.app.scene import scene_of
from runlift.app.serve import keep_feed, refresh
from runlift.app.wiring import store_to_read
from runlift.errors import UsageError
from runlift.web.scene import Scene
from tests.builders import a_moment
from tests.system.desk import CONFIG, Desk, a_desk
from tests.unit.web.scenes import a_scene

NOW = a_moment("2026-07-06 00:00")
NOWHERE = CONFIG.replace('[[target]]\ntype = "ics"\npath = "strength.ics"\n', "")
PLACE = ("127.0.0.1", 0)


@dataclass
class AKeeper:
    """Keeps what a test gives it."""

    configs: tuple[Config, ...] = ()
    scenes: Mapping[str, Scene] = field(default_factory=dict)


@pytest.fixture
def desk(tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Desk:
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    return a_desk(tmp_path, capsys)


def a_config(desk: Desk, profile: str, text: str = CONFIG, bind: str = "127.0.0.1:0") -> Config:
    place = desk.folder / f"{profile}.toml"
    named = text.replace('"desk"', f'"{profile}"').replace("strength.ics", f"{profile}.ics")
    place.write_text(f'{named}\n[feed]\nbind = "{bind}"\n', encoding="utf-8")
    return load_config(place)


def token_of(config: Config) -> str:
    return publication_of(with_feed(config), lambda: NOW).token


def get(port: int, path: str) -> requests.Response:
    with requests.Session() as session:
        session.trust_env = False
        return session.get(f"http://127.0.0.1:{port}/{path}", timeout=10)


def test_each_profile_has_an_address_of_its_own(desk: Desk) -> None:
    jo, sam = a_config(desk, "jo"), a_config(desk, "sam")
    for config in (jo, sam):
        refresh(config, publication_of(config, lambda: NOW), NOW)
    keeper = AKeeper((jo, sam), {"jo": a_scene(name="Jo lifts")})
    with publishing(keeper, now=lambda: NOW, warn=pytest.fail) as ports:
        port = ports[PLACE]
        assert get(port, f"{token_of(jo)}/strength.ics").content == (desk.folder / "jo.ics").read_bytes()
        assert get(port, f"{token_of(sam)}/strength.ics").content == (desk.folder / "sam.ics").read_bytes()
        assert "Jo lifts" in get(port, f"{token_of(jo)}/").text
        assert get(port, f"{token_of(sam)}/").status_code == 503


def test_pages_follow_the_plans_and_profiles_come_and_go(desk: Desk) -> None:
    jo, sam = a_config(desk, "jo"), a_config(desk, "sam")
    keeper = AKeeper((jo,))
    with publishing(keeper, now=lambda: NOW, warn=pytest.fail) as ports:
        keeper.scenes = {"jo": a_scene(name="one"), "sam": a_scene(name="two")}
        assert "one" in get(ports[PLACE], f"{token_of(jo)}/").text
        keeper.scenes = {**keeper.scenes, "jo": a_scene(name="three")}
        assert "three" in get(ports[PLACE], f"{token_of(jo)}/").text
        assert get(ports[PLACE], f"{token_of(sam)}/").status_code == 404
        keeper.configs = (sam,)
        assert "two" in get(ports[PLACE], f"{token_of(sam)}/").text
        assert get(ports[PLACE], f"{token_of(jo)}/").status_code == 404


def test_a_changed_config_is_followed(desk: Desk) -> None:
    before = a_config(desk, "jo")
    after = a_config(desk, "jo", CONFIG.replace("strength.ics", "moved.ics"))
    for config in (before, after):
        refresh(config, publication_of(config, lambda: NOW), NOW)
    (desk.folder / "moved.ics").write_bytes((desk.folder / "jo.ics").read_bytes().replace(b"Heavy", b"Hefty"))
    keeper = AKeeper((before,))
    with publishing(keeper, now=lambda: NOW, warn=pytest.fail) as ports:
        assert b"Hefty" not in get(ports[PLACE], f"{token_of(before)}/strength.ics").content
        keeper.configs = (after,)
        assert b"Hefty" in get(ports[PLACE], f"{token_of(before)}/strength.ics").content


def test_being_open_without_encryption_is_warned_of_once(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("runlift.app.serve.names_of_this_machine", lambda: ["pi"])
    bind = f"{IPv4Address(0)}:0"
    warnings: list[str] = []
    keeper = AKeeper((a_config(desk, "jo", bind=bind), a_config(desk, "sam", bind=bind)))
    with publishing(keeper, now=lambda: NOW, warn=warnings.append):
        pass
    assert len(warnings) == 1


def test_a_port_that_is_taken_stops_it(desk: Desk) -> None:
    with publishing(AKeeper((a_config(desk, "jo"),)), now=lambda: NOW, warn=pytest.fail) as ports:
        taken = a_config(desk, "sam", bind=f"127.0.0.1:{ports[PLACE]}")
        with (
            pytest.raises(UsageError, match="Address already in use"),
            publishing(AKeeper((taken,)), now=lambda: NOW, warn=pytest.fail),
        ):
            pass


def test_a_plan_travels_between_processes(desk: Desk) -> None:
    config = a_config(desk, "jo")
    with store_to_read(config, NOW) as store:
        scene = scene_of(decide(config, gather(config, store, NOW), lexicon()), "Strength")
    assert ForkingPickler.loads(ForkingPickler.dumps(scene)) == scene


def test_a_config_without_a_calendar_file_gets_one_from_what_was_gathered(desk: Desk) -> None:
    config = a_config(desk, "jo", NOWHERE)
    with store_to_read(config, NOW) as store:
        gathered = gather(config, store, NOW)
    keep_feed(config, gathered)
    publication = publication_of(with_feed(config), lambda: NOW)
    first = publication.feed()
    assert first is not None
    assert first.count(b"BEGIN:VEVENT") > 0
    keep_feed(config, gathered)
    assert publication.feed() == first


def test_a_config_with_a_calendar_file_needs_no_other(desk: Desk) -> None:
    config = a_config(desk, "jo")
    with store_to_read(config, NOW) as store:
        keep_feed(config, gather(config, store, NOW))
    assert list(desk.folder.rglob("jo.ics")) == []
