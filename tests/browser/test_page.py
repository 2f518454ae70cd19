"""The page as a runner meets it: on a phone and on a desk, by day and by night, with a thumb or a keyboard."""

from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.visits import THEMES, WIDTHS, Theme, visiting
from tests.system.serving import Serving

SCREENSHOTS = Path(__file__).parents[2] / ".cache" / "screenshots"
EVERY_LOOK = pytest.mark.parametrize(("width", "theme"), [(width, theme) for width in WIDTHS for theme in THEMES])


@EVERY_LOOK
def test_the_page_is_worth_a_picture(browser: Browser, served: Serving, width: int, theme: Theme) -> None:
    SCREENSHOTS.mkdir(parents=True, exist_ok=True)
    with visiting(browser, served.page, width=width, theme=theme) as visit:
        visit.page.screenshot(path=SCREENSHOTS / f"page-{width}-{theme}.png")
        visit.page.screenshot(path=SCREENSHOTS / f"page-{width}-{theme}-whole.png", full_page=True)
        assert visit.complaints == []


@EVERY_LOOK
def test_an_accessibility_audit_finds_nothing(browser: Browser, served: Serving, width: int, theme: Theme) -> None:
    with visiting(browser, served.page, width=width, theme=theme) as visit:
        visit.unfold()
        broken, undecided = visit.audit()
    assert broken == []
    # What text in a drawing stands on, axe-core cannot tell; the next test can.
    assert [element for element in undecided if not element.startswith("color-contrast: <text ")] == []


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize(
    ("text", "ground"),
    [(".chart .label", ".card"), (".chart .phase-name", ".chart .phase"), (".scale text", ".week")],
)
def test_text_in_drawings_can_be_read(browser: Browser, served: Serving, theme: Theme, text: str, ground: str) -> None:
    with visiting(browser, served.page, theme=theme) as visit:
        ink, paper = colour(visit.page, text, "fill"), colour(visit.page, ground, "fill" if "phase" in ground else "")
    assert contrast(ink, paper) >= 4.5


@EVERY_LOOK
def test_marks_of_runs_and_lifts_stand_out(browser: Browser, served: Serving, width: int, theme: Theme) -> None:
    with visiting(browser, served.page, width=width, theme=theme) as visit:
        paper = colour(visit.page, ".card", "")
        kinds = {
            kind: contrast(colour(visit.page, f".mark.{kind} .on", "fill"), paper)
            for kind in ("easy", "long", "hard", "heavy")
        }
    assert {kind: ratio for kind, ratio in kinds.items() if ratio < 3} == {}


@pytest.mark.parametrize("width", [320, *WIDTHS])
def test_nothing_sticks_out_at_the_side(browser: Browser, served: Serving, width: int) -> None:
    with visiting(browser, served.page, width=width) as visit:
        visit.unfold()
        assert visit.page.evaluate("document.documentElement.scrollWidth") <= width


@EVERY_LOOK
def test_nothing_is_fetched_from_elsewhere(browser: Browser, served: Serving, width: int, theme: Theme) -> None:
    with visiting(browser, served.page, width=width, theme=theme) as visit:
        visit.unfold()
        visit.page.wait_for_load_state("networkidle")
    assert {urlsplit(address).netloc for address in visit.fetched} == {urlsplit(served.page).netloc}
    assert visit.complaints == []


@pytest.mark.parametrize("width", WIDTHS)
def test_the_keyboard_alone_reaches_everything(browser: Browser, served: Serving, width: int) -> None:
    with visiting(browser, served.page, width=width) as visit:
        page = visit.page
        wanted = page.evaluate(
            "[...document.querySelectorAll('a, button, input, summary')].filter(it => it.checkVisibility()).length"
        )
        reached: set[str] = set()
        for _ in range(wanted):
            page.keyboard.press("Tab")
            reached.add(page.evaluate(WHERE))
            assert page.evaluate("getComputedStyle(document.activeElement).outlineStyle") == "solid"
        assert len(reached) == wanted


WHERE = """(it => [...document.querySelectorAll('*')].indexOf(it).toString())(document.activeElement)"""


def test_a_lift_is_found_opened_and_ticked_off_by_keyboard(browser: Browser, served: Serving) -> None:
    with visiting(browser, served.page) as visit:
        page = visit.page
        page.keyboard.press("Tab")
        assert visit.focused() == "Skip to today"
        page.keyboard.press("Enter")
        page.keyboard.press("Tab")
        assert "Easy run" in page.evaluate("document.activeElement.innerText")
        page.keyboard.press("Enter")
        expect(page.locator("#today .entry").first).to_have_attribute("open", "")
        while visit.focused() != "Single-leg deadlift, set 1 of 3":
            page.keyboard.press("Tab")
        page.keyboard.press("Space")
        expect(page.get_by_label("Single-leg deadlift, set 1 of 3")).to_be_checked()
        expect(page.get_by_role("status")).to_have_text("1 of 21")


def test_reasons_come_at_a_tap(browser: Browser, served: Serving) -> None:
    with visiting(browser, served.page) as visit:
        entry = visit.page.locator("#weeks .entry", has_text="Heavy lift").first
        reasons = entry.locator(".reasons")
        expect(reasons).to_be_hidden()
        entry.locator("summary").click()
        expect(reasons).to_be_visible()
        expect(reasons).to_contain_text("after an easy run")


def test_ticks_are_still_there_after_the_phone_slept(browser: Browser, served: Serving) -> None:
    with visiting(browser, served.page) as visit:
        ticks = visit.page.locator(".tick")
        for number in range(3):
            ticks.nth(number).click()
        visit.page.reload()
        expect(visit.page.get_by_role("status")).to_have_text("3 of 21")
        assert [ticks.nth(number).is_checked() for number in range(5)] == [True, True, True, False, False]
        ticks.nth(0).click()
        visit.page.reload()
        expect(visit.page.get_by_role("status")).to_have_text("2 of 21")


def test_a_workout_that_is_done_says_so(browser: Browser, served: Serving) -> None:
    with visiting(browser, served.page) as visit:
        for tick in visit.page.locator(".tick").all():
            tick.check()
        expect(visit.page.get_by_role("status")).to_have_text("All done")


def test_ticks_are_big_enough_for_a_thumb(browser: Browser, served: Serving) -> None:
    with visiting(browser, served.page) as visit:
        for tick in visit.page.locator(".tick").all():
            box = tick.bounding_box()
            assert box is not None
            assert min(box["width"], box["height"]) >= 44


def test_without_scripts_everything_is_there(browser: Browser, served: Serving) -> None:
    with visiting(browser, served.page, script=False) as visit:
        page = visit.page
        page.locator("#weeks .entry", has_text="Heavy lift").first.locator("summary").click()
        expect(page.locator("#weeks .entry", has_text="Heavy lift").first.locator(".reasons")).to_be_visible()
        page.get_by_label("Single-leg deadlift, set 1 of 3").check()
        expect(page.get_by_label("Single-leg deadlift, set 1 of 3")).to_be_checked()
        expect(page.locator("#subscribe a")).to_have_count(4)
        expect(page.locator("[data-copy]")).to_be_hidden()
        expect(page.get_by_role("img", name="QR code of this page’s address")).to_be_visible()


def test_the_address_can_be_copied(browser: Browser, served: Serving) -> None:
    with visiting(browser, served.page) as visit:
        visit.page.get_by_role("button", name="Copy the address").click()
        expect(visit.page.get_by_role("button", name="Copied")).to_be_visible()
        assert visit.page.evaluate("navigator.clipboard.readText()") == served.feed


def test_the_calendar_can_be_downloaded(browser: Browser, served: Serving) -> None:
    with visiting(browser, served.page) as visit:
        with visit.page.expect_download() as coming:
            visit.page.get_by_role("link", name="Download").click()
        assert coming.value.suggested_filename == "strength.ics"
        assert Path(coming.value.path()).read_bytes() == served.get(served.feed).content


def colour(page: Page, selector: str, kind: str) -> tuple[float, float, float]:
    """Return the colour that an element is filled with, or its background."""
    style = kind or "backgroundColor"
    shown = str(page.locator(selector).first.evaluate(f"it => getComputedStyle(it).{style}"))
    red, green, blue = (float(part) / 255 for part in shown.removeprefix("rgb(").removesuffix(")").split(","))
    return red, green, blue


def contrast(one: tuple[float, float, float], other: tuple[float, float, float]) -> float:
    """Return the contrast of two colours (WCAG 2.2, contrast ratio)."""
    darker, lighter = sorted(map(luminance, (one, other)))
    return (lighter + 0.05) / (darker + 0.05)


def luminance(colour: tuple[float, float, float]) -> float:
    """Return a colour's relative luminance (WCAG 2.2)."""
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in colour]
    return sum(weight * part for weight, part in zip((0.2126, 0.7152, 0.0722), linear, strict=True))
