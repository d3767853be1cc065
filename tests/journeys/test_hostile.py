"""Whatever is sent to the forms and addresses, the answer is a page in words, never a failure; and nothing is lost."""

from dataclasses import dataclass

import pytest

from browsing import Browser, Element
from served import Served
from year import OPEN

AMARA, CATO = "amara.quarto0@kcl.example", "cato.octavo@kcl.example"
PLACES = {
    "": ["/appearance", "/kcl/sign-in"],
    AMARA: ["/kcl/mine", "/kcl/b-mentor-2021/mine", "/kcl/b-mentor-2021/mine/MATCH/answer"],
    CATO: [
        *(f"/kcl/b-mentor-2021/register/mentee/{theme}" for theme in ("about-you", "1", "2", "3", "declaration")),
        "/kcl/b-mentor-2021/mine/withdraw/CATO",
    ],
    "coordinator@ucl.example": [
        "/ucl/console/b-mentor-2021/attendance",
        "/ucl/console/b-mentor-2021/matching",
        "/ucl/console/b-mentor-2021/matching/ROUND/publish",
    ],
    "coordinator@kcl.example": ["/kcl/console/b-mentor-2021/registrations/CATO"],
}
"""Who has a form, and where."""

VALUES = {
    "nul": "a\0b",
    "half a surrogate pair": "\ud800",
    "a huge number": "9" * 5000,
    "another number": "-1e999",
    "a small number": "0",
    "a wrong id": "00000000-0000-0000-0000-00000000000g",
    "markup": "<script>alert(1)</script>{{7*7}}{0.__class__}",
    "right to left": "\u202eadmin\u0000",
    "a very long text": "x" * 60_000,
    "a line of spaces": " \t\r\n ",
}
TAKEN = {200, 404, 409, 422}
"""A page that goes on, or says in words what is absent, has changed, or needs another look."""


def forms_of(site: Served, who: str, path: str) -> tuple[Browser, list[Element]]:
    browser = site.as_(who) if who else site.browser()
    page = browser.open(path)
    assert page.status == 200, path
    posting = [form for form in page.root.all("form") if form.attributes.get("method") == "post"]
    return browser, [form for form in posting if "sign-out" not in form.attributes["action"]]


def names_in(form: Element) -> list[str]:
    controls = form.all("input", "select", "textarea", "button")
    return [name for each in controls if (name := each.attributes.get("name", "csrf")) != "csrf"]


@dataclass(frozen=True)
class Form:
    """A form that somebody is shown: its address, the token it carries, the names of its fields."""

    browser: Browser
    action: str
    token: str
    names: list[str]


@pytest.fixture(scope="module")
def everything(town: Served) -> list[Form]:
    """Every kind of form there is."""
    town.year.now = OPEN
    ids = ids_of(town)
    found = []
    for who, paths in PLACES.items():
        for path in paths:
            for name, value in ids.items():
                path = path.replace(name, value)  # noqa: PLW2901 - written out step by step
            browser, forms = forms_of(town, who, path)
            for form in forms:
                token = browser.page.token if path != "/appearance" else ""
                found.append(Form(browser, form.attributes["action"] or path, token, names_in(form)))
    return found


def ids_of(site: Served) -> dict[str, str]:
    site.as_(AMARA).open("/kcl/b-mentor-2021/mine")
    match = site.as_(AMARA).page.links("Say yes or no")[0].split("/")[-2]
    kcl = site.coordinator("kcl").open("/kcl/console/b-mentor-2021/registrations?tab=needs_person")
    cato = kcl.links("Cato Octavo")[0].partition("?")[0].rpartition("/")[2]
    ucl = site.coordinator("ucl").open("/ucl/console/b-mentor-2021/matching")
    return {"MATCH": match, "CATO": cato, "ROUND": ucl.links("Preview publication")[0].split("/")[-2]}


def test_there_are_forms_on_all_kinds_of_pages(everything: list[Form]) -> None:
    assert len(everything) >= 13


@pytest.mark.parametrize("value", VALUES.values(), ids=VALUES)
def test_no_value_makes_a_form_fail(everything: list[Form], value: str) -> None:
    for form in everything:
        page = form.browser.send(form.action, [("csrf", form.token), *((name, value) for name in form.names)])
        assert (form.action, page.heading, page.status in TAKEN) == (form.action, page.heading, True)
        assert "<script>alert" not in page.html


def test_ten_thousand_fields_are_no_trouble(everything: list[Form]) -> None:
    for form in everything:
        many = [(name, str(number)) for name in form.names for number in range(10_000 // len(form.names))]
        page = form.browser.send(form.action, [("csrf", form.token), *many])
        assert (form.action, page.heading, page.status in TAKEN) == (form.action, page.heading, True)


def test_a_body_that_is_no_form_is_refused_in_words(town: Served) -> None:
    amara = town.as_(AMARA)
    bodies = [
        (b'{"csrf": ' + b"[" * 2000, "application/json"),
        (b"--x\r\nContent-Disposition: form-data; name=a\r\n", "multipart/form-data; boundary=x"),
        (b"--x\r\n", "multipart/form-data"),
        (b"\xff\xfe=%zz&csrf=%ff", "application/x-www-form-urlencoded"),
        (b"", "text/plain"),
        (b"csrf=" + b"x" * 3_000_000, "application/x-www-form-urlencoded"),
    ]
    amara.client.cookies = amara.cookies
    for body, kind in bodies:
        answer = amara.client.post("/kcl/sign-in", content=body, headers={"Content-Type": kind})
        assert (kind, answer.status_code in {400, 403, 413, 415}, "<h1" in answer.text) == (kind, True, True)


@pytest.mark.parametrize(
    "path",
    [
        "/%00/",
        "/kcl%00/",
        "/KCL/",
        "/" + "k" * 5000 + "/",
        "/kcl/%00/",
        "/kcl/b-mentor-2021/register/%F0%9F%98%80",
        "/kcl/b-mentor-2021/register/mentee/%00",
        "/kcl/b-mentor-2021/mine/1234/answer",
        "/kcl/sign-in/%00",
        "/kcl/sign-in/" + "a" * 5000,
        "/kcl/sign-in?next=//elsewhere.example&next=%00",
        "/kcl/console/b-mentor-2021/registrations?tab=%00%ED%A0%80",
        "/kcl/console/b-mentor-2021/registrations?tab=a&tab=b&done=%00",
        "/kcl/console/audit?person=%00",
        "/kcl/console/audit?act=%00&page=99999999999999999999",
        "/kcl/console/b-mentor-2021/messages?fate=%00",
        "/kcl/console/b-mentor-2021/messages/words?person=%00",
        "/assets/..%2f..%2fapp.py",
        "/components/%00",
    ],
)
def test_no_address_makes_a_page_fail(town: Served, path: str) -> None:
    for browser in (town.browser(), town.as_(AMARA), town.coordinator("kcl")):
        assert browser.open(path).status < 500


@pytest.mark.parametrize("name", ["session", "visitor", "scheme", "language"])
def test_no_cookie_makes_a_page_fail(town: Served, name: str) -> None:
    for value in ("", "x" * 3000, '"\\', "%00", "é".encode().decode("latin-1")):
        cookie = f"{name}={value}".encode("latin-1")
        answer = town.client.get("/kcl/sign-in", headers=[(b"Cookie", cookie)])
        assert (value, answer.status_code) == (value, 200)
