"""Debian's Chromium, and the sample season served to it."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, sync_playwright

from tests.system.serving import Serving, serving

ROOT = Path(__file__).parents[2]
NOW = "2026-08-21T04:00"
"""The morning of a day with a run and a lift."""


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    program = shutil.which("chromium")
    if program is None:
        pytest.fail("there is no chromium on the PATH; run ./scripts/test-web, which installs it")
    with sync_playwright() as driver:
        # Root has no sandbox; the page is our own.
        started = driver.chromium.launch(executable_path=program, args=["--no-sandbox"])
        yield started
        started.close()


@pytest.fixture(scope="session")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Serving]:
    folder = tmp_path_factory.mktemp("sample")
    sample = ROOT / "src" / "runlift" / "sample"
    shutil.copy(sample / "marathon.ics", folder)
    config = (sample / "runlift.toml").read_text(encoding="utf-8")
    (folder / "runlift.toml").write_text(f'{config}\n[feed]\nbind = "127.0.0.1:0"\n', encoding="utf-8")
    with serving(folder, now=NOW) as running:
        yield running
