"""The table [feed]."""

from ipaddress import IPv4Address
from pathlib import Path

import pytest

from runlift.app.config import load_config
from runlift.app.config_feed import FeedConfig
from runlift.app.serve import addresses
from runlift.errors import ConfigError

EVERYWHERE = str(IPv4Address(0))


def a_feed(folder: Path, table: str) -> FeedConfig:
    """Return what a config says of the feed."""
    place = folder / "runlift.toml"
    source = '[[source]]\ntype = "ics"\npath = "runs.ics"\n'
    place.write_text(f'[runner]\ntimezone = "Europe/Berlin"\n{source}[feed]\n{table}\n')
    return load_config(place).feed


def test_the_feed_stays_on_this_machine_unless_told_otherwise(tmp_path: Path) -> None:
    feed = a_feed(tmp_path, "")
    assert (feed.host, feed.port, feed.is_local) == ("127.0.0.1", 8765, True)
    assert feed == FeedConfig()


@pytest.mark.parametrize(
    ("bind", "host", "port", "local", "everywhere"),
    [
        ("localhost:80", "localhost", 80, True, False),
        ("[::1]:8765", "::1", 8765, True, False),
        ("127.0.0.2:0", "127.0.0.2", 0, True, False),
        (f"{EVERYWHERE}:8765", EVERYWHERE, 8765, False, True),
        ("[::]:8765", "::", 8765, False, True),
        ("192.168.1.5:8765", "192.168.1.5", 8765, False, False),
        ("pi.local:65535", "pi.local", 65535, False, False),
    ],
)
def test_bind_names_a_host_and_a_port(
    tmp_path: Path, bind: str, host: str, port: int, *, local: bool, everywhere: bool
) -> None:
    feed = a_feed(tmp_path, f'bind = "{bind}"')
    assert (feed.host, feed.port, feed.is_local, feed.is_everywhere) == (host, port, local, everywhere)


@pytest.mark.parametrize(
    ("table", "problem"),
    [
        ('bind = "127.0.0.1:65536"', "feed.bind: names no port; they end at 65535"),
        ('address = "lift.example.com"', "feed.address: is no web address; write it as"),
        ('address = "ftp://lift.example.com"', "feed.address: is no web address"),
        ('address = "https://jo:pw@lift.example.com"', "feed.address: is no web address"),
        ('address = "https://lift.example.com/?a=b"', "feed.address: is no web address"),
        ('address = "https://[broken"', "feed.address: is no web address"),
    ],
)
def test_what_cannot_be_served_is_refused(tmp_path: Path, table: str, problem: str) -> None:
    with pytest.raises(ConfigError) as refused:
        a_feed(tmp_path, table)
    assert [found for found in refused.value.problems if found.startswith(problem)] == list(refused.value.problems)


@pytest.mark.parametrize(
    ("feed", "root"),
    [
        (FeedConfig(), "http://127.0.0.1:8765"),
        (FeedConfig(host="192.168.1.5"), "http://192.168.1.5:8765"),
        (FeedConfig(host="fe80::1"), "http://[fe80::1]:8765"),
        (FeedConfig(address="https://lift.example.com/jo"), "https://lift.example.com/jo"),
    ],
)
def test_the_address_is_where_it_is_reached(feed: FeedConfig, root: str) -> None:
    assert addresses(feed, 8765).root == root


def test_only_names_of_ours_are_answered_to() -> None:
    assert set(addresses(FeedConfig(), 1).hosts) == {"127.0.0.1", "localhost", "[::1]"}
    outside = FeedConfig(host="192.168.1.5", address="https://lift.example.com")
    assert set(addresses(outside, 1).hosts) == {"127.0.0.1", "localhost", "[::1]", "192.168.1.5", "lift.example.com"}


def test_listening_everywhere_answers_to_this_machines_own_names(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("runlift.app.serve.names_of_this_machine", lambda: ["192.168.1.5", "pi", "pi.local"])
    found = addresses(FeedConfig(host=EVERYWHERE), 8765)
    assert found.root == "http://192.168.1.5:8765"
    assert {"192.168.1.5", "pi", "pi.local", "127.0.0.1"} <= set(found.hosts)


@pytest.mark.parametrize(
    ("feed", "warns"),
    [
        (FeedConfig(), False),
        (FeedConfig(host="localhost"), False),
        (FeedConfig(host=EVERYWHERE), True),
        (FeedConfig(host="192.168.1.5"), True),
        (FeedConfig(host="192.168.1.5", address="http://lift.example.com"), True),
        (FeedConfig(host="192.168.1.5", address="https://lift.example.com"), False),
    ],
)
def test_being_open_without_encryption_is_warned_of(
    monkeypatch: pytest.MonkeyPatch, feed: FeedConfig, *, warns: bool
) -> None:
    monkeypatch.setattr("runlift.app.serve.names_of_this_machine", lambda: ["pi"])
    assert ("TLS in front" in addresses(feed, 8765).warning) == warns
