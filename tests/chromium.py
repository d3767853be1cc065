"""Somebody at a real browser who looks at every page they come to: axe in both colour schemes, widths from 320 pixels.

Nothing may come from elsewhere, and nothing may be written to the browser's console.
"""

import os
import re
import socket
import threading
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from shutil import which

import pytest
import uvicorn
from axe_playwright_python.sync_playwright import Axe
from httpx import Cookies
from playwright.sync_api import Browser, BrowserContext, sync_playwright

from served import Served, served
from year import Year

NAMES = (os.environ.get("MENTORING_CHROMIUM", ""), "chromium", "chromium-browser", "google-chrome")
CHROMIUM = next((found for name in NAMES if name and (found := which(name))), "/usr/bin/chromium")
"""The same that the set-up looks for (``tests/set-up/chromium.sh``)."""

ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
]
STANDARD = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"], "resultTypes": ["violations"]}
REFUSED = "Failed to load resource: the server responded with a status of 4"
"""What the browser itself writes when a page is a refusal or a form with problems."""

Typed = Mapping[str, str | Sequence[str]]


@contextmanager
def chromium() -> Iterator[Browser]:
    """The browser; MENTORING_NO_BROWSER=1 leaves out whoever asks for it, and says so."""
    if os.environ.get("MENTORING_NO_BROWSER") == "1":
        pytest.skip("MENTORING_NO_BROWSER=1: nothing was looked at in a browser")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        yield browser
        browser.close()


def watch(context: BrowserContext, address: str, complaints: list[str]) -> None:
    """Write down each request to another place, and all that the browser complains of: its policies and scripts."""

    def note(what: str, *, wrong: bool) -> None:
        if wrong:
            complaints.append(what)

    context.on("request", lambda sent: note(f"asked for {sent.url}", wrong=not sent.url.startswith(f"{address}/")))
    context.on("console", lambda said: note(said.text, wrong=not said.text.startswith(REFUSED)))
    context.on("weberror", lambda error: note(str(error.error), wrong=True))


def tell_looked_at(pages: int, errors: int) -> None:
    """Print how many pages axe has looked at, and how many of them with errors: the run adds them up at its end."""
    if pages:
        print(f"axe: {pages} pages in both schemes, {errors} of them with errors")  # noqa: T201 - a proof tells its count


@contextmanager
def live(year: Year, folder: Path) -> Iterator[Served]:
    """The application over `year`, served at an address of this machine."""
    with ExitStack() as leaving:
        listening = leaving.enter_context(socket.socket())
        listening.bind(("127.0.0.1", 0))
        address = f"http://127.0.0.1:{listening.getsockname()[1]}"
        site = leaving.enter_context(served(year, folder, base_url=address))
        server = uvicorn.Server(uvicorn.Config(site.app, log_level="warning", ws="none", lifespan="off"))
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]})
        thread.start()
        while not server.started:
            time.sleep(0.01)
        yield site
        server.should_exit = True
        thread.join()


@dataclass
class Street:
    """The browser before the served application. `looked` are the pages looked at, `complaints` what was wrong."""

    browser: Browser
    site: Served
    looked: set[tuple[str, str, bool]] = field(default_factory=set)
    complaints: list[str] = field(default_factory=list)
    contexts: list[BrowserContext] = field(default_factory=list)

    def person(self, email: str = "", *, javascript: bool = True) -> "Someone":
        """A window of somebody's own, signed in at their institution when an address is given."""
        context = self.browser.new_context(java_script_enabled=javascript, reduced_motion="reduce")
        context.set_default_timeout(15_000)
        self.contexts.append(context)
        watch(context, self.address, self.complaints)
        someone = Someone(self, context, looks=javascript)
        if email:
            someone.take(self.site.as_(email).cookies)
        return someone

    @property
    def address(self) -> str:
        return str(self.site.client.base_url).rstrip("/")

    def leave(self) -> None:
        """Close every window; nothing may have been wrong."""
        for context in self.contexts:
            context.close()
        tell_looked_at(len(self.looked), sum(error for _, _, error in self.looked))
        assert self.complaints == [], self.complaints


class Someone:
    """Somebody at a window. What is done here by pointer, `Keyboard` does by keys."""

    def __init__(self, street: Street, context: BrowserContext, *, looks: bool) -> None:
        self.street = street
        self.context = context
        self.page = context.new_page()
        self.looks = looks

    def take(self, cookies: Cookies) -> None:
        """Go on with the session of another window."""
        self.context.add_cookies(
            [{"name": c.name, "value": c.value or "", "domain": "127.0.0.1", "path": c.path} for c in cookies.jar]
        )

    def open(self, path: str, heading: str) -> None:
        self.page.goto(self.street.address + path)
        self.see(heading)

    def follow(self, label: str, heading: str) -> None:
        self.page.get_by_role("link", name=label).first.click()
        self.see(heading)

    def press(self, button: str, heading: str, typed: Typed | None = None) -> None:
        for name, value in (typed or {}).items():
            self.fill(name, value)
        self.page.get_by_role("button", name=button).first.click()
        self.see(heading)

    def fill(self, name: str, value: str | Sequence[str]) -> None:
        """Fill in the field, or choose what is offered under this name."""
        control = self.page.locator(f'[name="{name}"]')
        kind = control.first.evaluate("e => e.type")
        if kind in {"radio", "checkbox"}:
            for each in [value] if isinstance(value, str) else value:
                self.page.locator(f'[name="{name}"][value="{each}"]').check()
        elif kind == "select-one":
            control.select_option(str(value))
        else:
            control.fill(str(value))

    def see(self, heading: str) -> None:
        """Know the page by its heading, and look at it closely the first time."""
        found = self.page.locator("h1").inner_text()
        assert found == heading, f"{self.page.url} is called {found}, not {heading}"
        path = re.sub(r"[0-9a-f]{8}-[0-9a-f-]{27}|sign-in/[^/]{30,}", "-", self.page.url.partition("?")[0])
        key = (path, heading, self.page.title().startswith("Error"))
        if self.looks and key not in self.street.looked:
            self.street.looked.add(key)
            self._look(path)

    def _look(self, path: str) -> None:
        for width, scheme in ((1280, "light"), (390, "dark")):
            self.page.set_viewport_size({"width": width, "height": 900})
            self.page.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
            found = Axe().run(self.page, options=STANDARD).response["violations"]
            nodes = [(each["id"], node["html"]) for each in found for node in each["nodes"]]
            assert nodes == [], f"{path}, {scheme}: {nodes}"
        for width in (390, 320, 1280):
            self.page.set_viewport_size({"width": width, "height": 900})
            found_width = self.page.evaluate("document.documentElement.scrollWidth")
            assert found_width == width, f"{path} is {found_width} wide at {width}"
        self.page.emulate_media(color_scheme="light")
        if folder := os.environ.get("MENTORING_PICTURES"):
            self._take_pictures(Path(folder), path)

    def _take_pictures(self, folder: Path, path: str) -> None:
        name = re.sub(r"\W+", "-", path.split("/", 3)[-1]) or "first"
        if self.page.title().startswith("Error"):
            name += "-errors"
        for width, scheme in ((1280, "light"), (390, "light"), (1280, "dark"), (390, "dark")):
            self.page.set_viewport_size({"width": width, "height": 900})
            self.page.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
            self.page.screenshot(path=folder / f"{name}-{width}-{scheme}.png", full_page=True)
        self.page.emulate_media(color_scheme="light")
        self.page.set_viewport_size({"width": 1280, "height": 900})


FAULT = """() => {
    const at = document.activeElement;
    if (!at || at === document.body) return "";
    const said = at.outerHTML.slice(0, 90);
    const ringed = [at, ...(at.labels ?? []), at.closest(".choice")].filter(Boolean).some(each => {
        const style = getComputedStyle(each);
        return style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2;
    });
    if (!ringed && at.id !== "main") return `nothing shows that the focus is on ${said}`;
    const box = at.getBoundingClientRect();
    const [x, y] = [box.x + Math.min(box.width, innerWidth) / 2, box.y + Math.min(box.height, 40) / 2];
    if (!at.checkVisibility() || x < 0 || y < 0 || x > innerWidth || y > innerHeight) return `${said} is out of sight`;
    const top = document.elementFromPoint(x, y);
    const near = [at, ...(at.labels ?? []), at.closest(".choice")].filter(Boolean);
    const own = near.some(each => each.contains(top) || top?.contains(each));
    return own ? "" : `${said} is behind ${top.outerHTML.slice(0, 90)}`;
}"""
"""What is wrong with where the focus is: it must be seen, in sight, and not behind something."""


class Keyboard:
    """Somebody who has no pointer: Tab, arrows, Space and Enter. `pressed` are the keys, a text being one.

    Wherever the focus stops, it is seen; it is lost nowhere but between a page's end and its beginning.
    """

    def __init__(self, someone: Someone) -> None:
        self.someone = someone
        self.pressed: list[str] = []

    def key(self, name: str) -> None:
        self.someone.page.keyboard.press(name)
        self.pressed.append(name)

    def type(self, text: str) -> None:
        self.someone.page.keyboard.type(text)
        self.pressed.append(text)

    def label(self) -> str:
        """What is said of where the focus is."""
        said: str = self.someone.page.evaluate(
            "() => { const e = document.activeElement; const l = e.labels && e.labels[0];"
            " return e === document.body ? '' : (l || e).innerText || e.ariaLabel || '' }"
        )
        return " ".join(said.split())

    def go_to(self, label: str, steps: int = 60, *, back: bool = False) -> None:
        """Tab until the focus is on what begins with these words."""
        passed: list[str] = []
        for _ in range(steps):
            self.key("Shift+Tab" if back else "Tab")
            wrong = self.someone.page.evaluate(FAULT)
            assert wrong == "", f"{self.someone.page.url}: {wrong}"
            passed.append(self.label())
            if passed[-1].startswith(label):
                return
        raise AssertionError(f"the keyboard does not come to “{label}”, only to {passed}")

    def write(self, label: str, text: str) -> None:
        self.go_to(label)
        self.type(text)

    def choose(self, first: str, wanted: str) -> None:
        """In a group of choices, of which the first is `first`, go to `wanted` by arrows."""
        self.go_to(first)
        self.key("Space")
        for _ in range(12):
            if self.label().startswith(wanted):
                return
            self.key("ArrowDown")
        raise AssertionError(f"there is no choice “{wanted}”")

    def tick(self, label: str) -> None:
        self.go_to(label)
        self.key("Space")

    def skip(self, label: str) -> None:
        """Over what stands first on every page."""
        self.go_to(label, steps=3)
        self.key("Enter")

    def press(self, label: str, heading: str, *, by: str = "Enter") -> None:
        self.go_to(label)
        self.leads(by, heading)

    def leads(self, key: str, heading: str) -> None:
        """A key that leads to a page: a link's or a button's Enter, or a letter of the workbench."""
        with self.someone.page.expect_navigation():
            self.key(key)
        self.someone.see(heading)
