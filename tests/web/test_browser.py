from collections.abc import Callable

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

from chromium import tell_looked_at
from mentoring.web.samples.components import sample_pages

pytestmark = pytest.mark.browser

PATHS = ["/components", *(f"/components/{name}" for name in sample_pages())]
STANDARD = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"], "resultTypes": ["violations"]}
OpenPage = Callable[..., Page]


def violations(page: Page) -> list[tuple[str, str]]:
    found = Axe().run(page, options=STANDARD).response["violations"]
    return [(each["id"], node["html"]) for each in found for node in each["nodes"]]


SMALL = """() => [...document.querySelectorAll("a, button, input:not([type=hidden]), select, textarea, summary")]
    .filter(e => e.checkVisibility() && !e.closest(".skip, li p, p, dd, .summary, .steps, label, .bulk"))
    .map(e => [e.outerHTML.slice(0, 90), e.getBoundingClientRect()])
    .filter(([, box]) => box.height && (box.height < 23.5 || box.width < 23.5))
    .map(([html, box]) => `${html} ${box.width}x${box.height}`)"""


@pytest.mark.parametrize("path", PATHS)
def test_axe_finds_nothing_wide_and_light_nor_on_a_phone_and_dark(open_page: OpenPage, path: str) -> None:
    page = open_page(path)
    assert violations(page) == []
    page.set_viewport_size({"width": 390, "height": 844})
    page.emulate_media(color_scheme="dark")
    assert violations(page) == []
    tell_looked_at(1, int(page.title().startswith("Error")))


@pytest.mark.parametrize("path", PATHS)
def test_pages_fit_from_320_pixels_up_and_every_target_can_be_hit(open_page: OpenPage, path: str) -> None:
    page = open_page(path, width=320)
    for width in (320, 700, 1000, 1280):
        page.set_viewport_size({"width": width, "height": 900})
        assert (width, page.evaluate("document.documentElement.scrollWidth")) == (width, width)
        assert page.evaluate(SMALL) == []


def test_the_error_summary_takes_the_focus_and_leads_to_the_field(open_page: OpenPage) -> None:
    page = open_page("/components/register-problems")
    assert page.evaluate("document.activeElement.className") == "summary"
    page.get_by_role("link", name="Enter the date your contract ends").click()
    page.keyboard.press("Tab")
    assert page.evaluate("location.hash") == "#contract_ends.day"


def test_a_question_that_follows_shows_with_its_answer_without_any_script(open_page: OpenPage) -> None:
    page = open_page("/components/register", javascript=False)
    follows = page.get_by_text("The date your contract ends")
    assert not follows.is_visible()
    page.get_by_text("Yes", exact=True).first.click()
    assert follows.is_visible()
    page.get_by_text("No", exact=True).first.click()
    assert not follows.is_visible()


def test_the_phones_menu_opens_and_closes_without_any_script(open_page: OpenPage) -> None:
    page = open_page("/components/today", width=390, javascript=False)
    rail = page.get_by_role("navigation", name="Places")
    assert not rail.is_visible()
    page.get_by_role("link", name="Menu", exact=True).click()
    assert rail.is_visible()
    page.get_by_role("link", name="Close menu").click()
    assert not rail.is_visible()


def test_the_keyboard_comes_to_the_skip_link_first_and_to_main_by_it(open_page: OpenPage) -> None:
    page = open_page("/components/matching")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "Skip to the main content"
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "main"


def test_the_search_is_one_chord_away(open_page: OpenPage) -> None:
    page = open_page("/components/today")
    page.keyboard.press("Control+k")
    assert page.evaluate("document.activeElement.id") == "find"


BREAKS = {
    "asked for https://elsewhere.example/a.png": "new Image().src = 'https://elsewhere.example/a.png'",
    'violates the following Content Security Policy directive: "img-src': "0",
    "Executing inline script violates": "document.body.append(Object.assign(document.createElement('script'),"
    " {textContent: 'window.ran = 1'}))",
    "Applying inline style violates": "document.body.setAttribute('style', 'color: red')",
    "Connecting to 'https://elsewhere.example/b' violates": "fetch('https://elsewhere.example/b').catch(() => 0)",
    "broken": "void setTimeout(() => { throw new Error('broken') })",
}
"""What a page might do that it must not, by what is then complained of."""


def test_whatever_a_page_does_that_it_must_not_is_complained_of(open_page: OpenPage, complaints: list[str]) -> None:
    page = open_page("/components/today")
    for does in BREAKS.values():
        page.evaluate(does)
    found: set[str] = set()
    for _ in range(100):  # the browser tells them when it comes to it
        found = {words for words in BREAKS if any(words in each for each in complaints)}
        if found == set(BREAKS):
            break
        page.wait_for_timeout(50)
    ran = page.evaluate("window.ran")
    page.goto(page.url)
    complaints.clear()
    assert found == set(BREAKS)
    assert ran is None


@pytest.mark.parametrize("path", ["/components/overview", "/components/programme", "/components/registrations"])
def test_on_paper_pages_are_light_and_without_what_one_can_press(open_page: OpenPage, path: str) -> None:
    page = open_page(path, scheme="dark")
    page.emulate_media(media="print")
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"
    assert page.evaluate("getComputedStyle(document.querySelector('h1')).color") == "rgb(24, 33, 44)"
    pressable = page.locator(".button, .rail, .bar, .tabs").all()
    assert [element.is_visible() for element in pressable] == [False] * len(pressable)
    folded = page.locator("details > :not(summary)").all()
    assert all(element.is_visible() for element in folded)


def test_the_chosen_scheme_wins_over_the_devices_and_one_is_back_where_one_was(open_page: OpenPage) -> None:
    page = open_page("/components/today", scheme="light")
    page.get_by_role("link", name="Light or dark").click()
    page.get_by_label("Dark").check()
    page.get_by_role("button", name="Save").click()
    assert page.get_by_role("heading", level=1).inner_text() == "Today"
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(19, 24, 30)"
