"""A browser of a few lines: it keeps cookies, reads pages, follows links and sends the forms that pages offer.

It can only do what a person could: press a button that is there, fill a field that is there, choose what is offered.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Any, Self
from urllib.parse import urlencode, urljoin, urlsplit

from httpx import Cookies, Response
from litestar.testing import TestClient

Typed = Mapping[str, str | Sequence[str]]
_VOID = frozenset({"area", "br", "col", "hr", "img", "input", "link", "meta", "wbr", "path", "circle", "rect", "line"})
_UNSEEN = frozenset({"script", "style", "title", "template"})


@dataclass
class Element:
    """An element of a page with what stands in it."""

    tag: str
    attributes: dict[str, str]
    parts: list["Element | str"] = field(default_factory=list)

    def all(self, *tags: str) -> list["Element"]:
        """Every element below with one of these tags, in order."""
        found: list[Element] = []
        for part in self.parts:
            if isinstance(part, Element):
                found += [part] if part.tag in tags else []
                found += part.all(*tags)
        return found

    @property
    def raw(self) -> str:
        return "".join(p if isinstance(p, str) else "" if p.tag in _UNSEEN else f" {p.raw} " for p in self.parts)

    @property
    def words(self) -> str:
        """What a person reads, with single spaces."""
        return re.sub(r"\s+([.,:;)])", r"\1", " ".join(self.raw.split()))


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.root = Element("", {})
        self.open = [self.root]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        made = Element(tag, {name: value or "" for name, value in attrs})
        self.open[-1].parts.append(made)
        if tag not in _VOID:
            self.open.append(made)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.open[-1].parts.append(Element(tag, {name: value or "" for name, value in attrs}))

    def handle_endtag(self, tag: str) -> None:
        if tag not in _VOID:
            assert self.open[-1].tag == tag, f"<{self.open[-1].tag}> is closed by </{tag}> at {self.getpos()}"
            self.open.pop()

    def handle_data(self, data: str) -> None:
        self.open[-1].parts.append(data)


@dataclass(frozen=True)
class Page:
    """An answer as a person sees it."""

    status: int
    path: str
    html: str
    root: Element

    @classmethod
    def read(cls, status: int, path: str, html: str) -> Self:
        reader = _Reader()
        reader.feed(html)
        assert reader.open == [reader.root], f"{path}: left open: {[each.tag for each in reader.open]}"
        return cls(status, path, html, reader.root)

    @property
    def heading(self) -> str:
        """The one h1."""
        (only,) = self.root.all("h1")
        return only.words

    @property
    def title(self) -> str:
        return " ".join("".join(p for p in self.root.all("title")[0].parts if isinstance(p, str)).split())

    @property
    def words(self) -> str:
        return self.root.words

    @property
    def problems(self) -> list[str]:
        """The error summary's sentences; each leads to a control (or page) that is there."""
        found = [each for each in self.root.all("div", "section") if "summary" in each.attributes.get("class", "")]
        links = found[0].all("a") if found else []
        ids = {each.attributes.get("id") for each in self.root.all("input", "select", "textarea", "fieldset", "div")}
        for link in links:
            target = link.attributes["href"]
            assert not target.startswith("#") or target[1:] in ids, f"{self.path}: nothing is called {target}"
        return [each.words for each in links]

    @property
    def token(self) -> str:
        """What this page's forms carry."""
        return next(i.attributes["value"] for i in self.root.all("input") if i.attributes.get("name") == "csrf")

    def links(self, label: str) -> list[str]:
        """Where the links with these words lead."""
        return [each.attributes["href"] for each in self.root.all("a") if label in each.words]

    def forms(self, button: str) -> list[tuple[Element, Element]]:
        """The forms with a button that begins with these words, and that button."""
        return [
            (form, each)
            for form in self.root.all("form")
            for each in form.all("button")
            if each.words.startswith(button)
        ]


def filled(form: Element, typed: Typed, *, tell: str) -> list[tuple[str, str]]:
    """What a browser sends for `form` once `typed` is filled in: only into fields, and from choices, that are there."""
    sent: list[tuple[str, str]] = []
    seen: dict[str, set[str] | None] = {}
    for control in form.all("input", "select", "textarea"):
        name, kind = control.attributes.get("name", ""), control.attributes.get("type", "text")
        wanted = typed.get(name)
        values: list[str] = [wanted] if isinstance(wanted, str) else list(wanted or ())
        if control.tag == "select":
            offered = {each.attributes["value"]: "selected" in each.attributes for each in control.all("option")}
            seen[name] = {*offered, *(seen.get(name) or ())}
            chosen = values if wanted is not None else [value for value, on in offered.items() if on][:1]
            sent += [(name, value) for value in chosen or [next(iter(offered))]]
        elif kind in {"radio", "checkbox"}:
            value = control.attributes["value"]
            seen[name] = {value, *(seen.get(name) or ())}
            if value in values if wanted is not None else "checked" in control.attributes:
                sent.append((name, value))
        else:
            seen[name] = None
            own = control.attributes.get("value", "") if control.tag == "input" else control.raw.removeprefix("\n")
            sent.append((name, values[0] if wanted is not None else own))
    for name, given in typed.items():
        assert name in seen, f"{tell}: there is no field {name}; there are {sorted(seen)}"
        choices = seen[name]
        if choices is not None:
            chosen_here = {given} if isinstance(given, str) else set(given)
            assert chosen_here <= choices, f"{tell}: {name} offers {sorted(choices)}, not {chosen_here}"
    return sent


class Browser:
    """Somebody's browser with cookies of its own: `page` is what it shows. Browsers may share a client."""

    def __init__(self, client: TestClient[Any]) -> None:
        self.client = client
        self.cookies = Cookies()
        self.page = Page(0, "/", "", Element("", {}))

    def open(self, path: str) -> Page:
        """Go to an address of the site, wherever it leads."""
        return self._show("GET", path)

    def follow(self, label: str) -> Page:
        """Follow the first link with these words."""
        found = self.page.links(label)
        assert found, f"{self.page.path}: no link says “{label}”"
        return self.open(urljoin(self.page.path, found[0]))

    def press(self, button: str, typed: Typed | None = None, *, which: int = 0, **more: str | Sequence[str]) -> Page:
        """Fill the form that has this button (the `which`-th of them) and press it."""
        found = self.page.forms(button)
        labels = [each.words for each in self.page.root.all("button")]
        assert len(found) > which, f"{self.page.path} ({self.page.status}): no button “{button}” among {labels}"
        form, pressed = found[which]
        sent = filled(form, {**(typed or {}), **more}, tell=self.page.path)
        if "name" in pressed.attributes:
            sent.append((pressed.attributes["name"], pressed.attributes.get("value", "")))
        assert form.attributes.get("method") == "post"
        action = pressed.attributes.get("formaction") or form.attributes.get("action", "")
        return self.send(urljoin(self.page.path, action), sent)

    def hand_in(self, button: str, typed: Typed, *, name: str, content: bytes) -> Page:
        """Fill the form that has this button and a field for a file, with that file, and press it."""
        ((form, _),) = self.page.forms(button)
        (field,) = [each for each in form.all("input") if each.attributes.get("type") == "file"]
        sent: dict[str, list[str]] = {}
        for key, value in filled(form, typed, tell=self.page.path):
            sent.setdefault(key, []).append(value)
        sent.pop(field.attributes["name"], None)
        self.client.cookies = self.cookies
        answer = self.client.post(
            urljoin(self.page.path, form.attributes["action"]),
            data=sent,
            files={field.attributes["name"]: (name, content)},
        )
        return self._read(answer)

    def press_for_file(self, button: str) -> bytes:
        """Press a button that gives a file: the page stays."""
        form, _ = self.page.forms(button)[0]
        self.client.cookies = self.cookies
        sent = dict(filled(form, {}, tell=self.page.path))
        answer = self.client.post(urljoin(self.page.path, form.attributes["action"]), data=sent)
        assert answer.status_code == 200, answer.text
        return answer.content

    def send(self, path: str, pairs: Sequence[tuple[str, str]]) -> Page:
        """Send a form, whoever made it."""
        return self._show("POST", path, urlencode(pairs, errors="surrogatepass"))

    def _show(self, method: str, path: str, body: str = "") -> Page:
        self.client.cookies = self.cookies
        headers = {}
        if method == "POST":
            here = f"{self.client.base_url}".rstrip("/") + self.page.path
            headers = {"Content-Type": "application/x-www-form-urlencoded", "Referer": here}
        return self._read(self.client.request(method, path, content=body, headers=headers, follow_redirects=True))

    def _read(self, answer: Response) -> Page:
        self.cookies = self.client.cookies
        where = urlsplit(str(answer.url))
        path = where.path + (f"?{where.query}" if where.query else "")
        assert answer.status_code < 500, f"{path} failed"
        self.page = Page.read(answer.status_code, path, answer.text)
        assert self.page.heading, f"{path} has no heading"
        return self.page

    def sign_in(self, email: str, *, after: str = "") -> Page:
        """Ask for a link, read it on the page of messages, and use it; give the code where one is asked."""
        slug = email.partition("@")[2].removesuffix(".example")
        if not after:
            self.open(f"/{slug}/sign-in")
        self.press("Send me a link", email=email)
        assert self.page.heading == "Look in your mailbox"
        self.follow("See the messages")
        letters = [each for each in self.page.root.all("article") if email in each.words]
        links = [link.attributes["href"] for each in letters for link in each.all("a")]
        self.open(next(each for each in links if f"/{slug}/sign-in/" in each))
        assert self.page.heading == "Sign in"
        self.press("Sign in")
        return self.give_code() if self.page.heading == "Enter your code" else self.page

    def confirm(self) -> Page:
        """Asked whether it is still them, give the code; what was to be done is done."""
        assert self.page.heading == "Is it still you?"
        return self.give_code()

    def give_code(self) -> Page:
        """Type what an app would show, as a system that is not live says beside the field."""
        return self.press("Go on", factor_code=self.page.words.partition("an app would show ")[2][:6])
