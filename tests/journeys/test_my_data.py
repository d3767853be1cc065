"""A person sees who looked, in whichever institution and why, and ends a session that is still open elsewhere."""

import io
import json
import zipfile
from collections.abc import Iterator
from datetime import timedelta
from html.parser import HTMLParser
from uuid import UUID

import told_everything as told
from browsing import Browser, Page
from mentoring.messages.model import Message
from served import Served
from told_everything import told_everything
from year import CLOSED, rows

AMARA = "amara.quarto@kcl.example"
HOSTILE = "</dd></dl></main><script>alert(1)</script><img src=x onerror=alert(1)>\"'=1+1 {{ 7 * 7 }}"
WHY = "Asked me on the telephone to look at the line manager"


def at(slug: str, registration: object = "") -> str:
    return f"/{slug}/console/b-mentor-2021/registrations" + (f"/{registration}" if registration else "")


def reads(coordinator: Browser, slug: str, registration: object) -> None:
    page = coordinator.open(at(slug, registration))
    assert (page.status, "To lead a small team" in page.words) == (200, True)


def letters_of(site: Served, slug: str) -> list[Message]:
    with site.year.works.work(slug) as work:
        return rows(work, Message)


def registered(site: Served) -> UUID:
    key = site.year.register(AMARA, "mentee")
    site.year.register("ines.serif@ual.example", "mentee")
    return key


def test_a_person_sees_who_has_read_their_registration_at_their_own_institution_and_elsewhere(b_mentor: Served) -> None:
    key = registered(b_mentor)
    amara, ucl = b_mentor.as_(AMARA), b_mentor.coordinator("ucl")
    assert "Nobody has so far." in amara.open("/kcl/my-data").words
    reads(b_mentor.coordinator("kcl"), "kcl", key)
    ucl.open(at("ucl", key))
    ucl.press("Open the registration", reason=WHY)
    shown = amara.open("/kcl/my-data").words
    at_host, at_home = "A coordinator of UCL read your registration", "A coordinator of King's read your registration"
    assert 0 < shown.index(at_host) < shown.index(at_home)
    assert "for B-MEntor Professional 2021 Monday 2 November 2020, 09:" in shown
    assert f"A coordinator of UCL gave a reason before they read your registration for B-MEntor Professional 2021: “{WHY}”" in shown  # fmt: skip  # noqa: E501 - as it is read
    assert "has so far" not in shown
    b_mentor.year.register("cato.octavo@kcl.example", "mentee")
    for slug, email in (("ual", "ines.serif@ual.example"), ("kcl", "cato.octavo@kcl.example")):
        other = b_mentor.as_(email).open(f"/{slug}/my-data").words
        assert ("read your registration" in other, WHY in other) == (False, False)


def test_a_registration_from_elsewhere_on_which_nothing_is_to_be_decided_is_shown_to_whoever_says_why(
    b_mentor: Served,
) -> None:
    key, ucl = registered(b_mentor), b_mentor.coordinator("ucl")
    page = ucl.open(at("ucl", key))
    assert (page.status, page.heading) == (200, "Why do you look at what Amara Quarto wrote?")
    assert "To lead a small team" not in page.words
    assert ucl.press("Open the registration", reason="  ").problems == ["Say why you read it"]
    assert "To lead a small team" not in ucl.page.words
    assert ucl.press("Open the registration", reason=WHY).heading == "Registrations"
    assert "To lead a small team" in ucl.page.words
    reads(ucl, "ucl", key)
    b_mentor.year.now += timedelta(hours=8)
    other = b_mentor.browser()
    other.sign_in("coordinator@ucl.example")
    assert other.open(at("ucl", key)).heading == "Why do you look at what Amara Quarto wrote?", "after a working day"


def test_nobody_is_asked_why_while_something_is_to_be_decided(b_mentor: Served) -> None:
    key = b_mentor.year.register(AMARA, "mentee", grade="")
    kcl, ucl = b_mentor.coordinator("kcl"), b_mentor.coordinator("ucl")
    reads(ucl, "ucl", key)
    assert "minority ethnic" in ucl.page.words
    reads(kcl, "kcl", key)
    kcl.press("Confirm", outcome="eligible", reason="Asked: grade 4")
    reads(kcl, "kcl", key)
    assert "minority ethnic" in kcl.page.words, "they have just decided on it"
    assert ucl.open(at("ucl", key)).heading == "Why do you look at what Amara Quarto wrote?"


def test_what_somebody_declared_is_shown_at_home_too_to_whoever_says_why(b_mentor: Served) -> None:
    key, kcl = registered(b_mentor), b_mentor.coordinator("kcl")
    reads(kcl, "kcl", key)
    assert "minority ethnic" not in kcl.page.words
    assert kcl.follow("Show what they declared").heading == "Why do you look at what Amara Quarto wrote?"
    kcl.press("Open the registration", reason=WHY)
    assert "minority ethnic" in kcl.page.words


def test_a_person_sees_who_opened_a_list_with_their_name_once_an_hour(b_mentor: Served) -> None:
    registered(b_mentor)
    kcl, ucl, amara = b_mentor.coordinator("kcl"), b_mentor.coordinator("ucl"), b_mentor.as_(AMARA)
    for _ in range(3):
        assert kcl.open(at("kcl")).heading == "Registrations"
        assert ucl.open(at("ucl")).heading == "Registrations"
    shown = amara.open("/kcl/my-data").words
    for house in ("King's", "UCL"):
        assert shown.count(f"A coordinator of {house} opened the list of registrations") == 1
    ines = b_mentor.as_("ines.serif@ual.example").open("/ual/my-data").words
    assert (ines.count("of UCL opened the list"), ines.count("of King's")) == (1, 0)
    b_mentor.year.now += timedelta(hours=1)
    ucl.open(at("ucl"))
    assert amara.open("/kcl/my-data").words.count("A coordinator of UCL opened the list of registrations") == 2
    late = "late.ampersand@kcl.example"
    b_mentor.year.register(late, "mentee")
    assert "Nobody has so far." in b_mentor.as_(late).open("/kcl/my-data").words, "they did not stand in it yet"


def test_reading_ones_own_is_no_looking(b_mentor: Served) -> None:
    year = b_mentor.year
    key = year.register("coordinator@kcl.example", "mentee")
    kcl = b_mentor.coordinator("kcl")
    assert kcl.open(at("kcl", key)).status == 200
    assert "Nobody has so far." in kcl.open("/kcl/my-data").words


def test_somebody_elses_session_is_not_ended(b_mentor: Served) -> None:
    year = b_mentor.year
    year.register(AMARA, "mentee")
    amara, other = b_mentor.as_(AMARA), b_mentor.browser()
    other.sign_in(AMARA)
    (form, _), *more = amara.open("/kcl/my-data").forms("End")
    assert more == []
    kcl = b_mentor.coordinator("kcl")
    token = kcl.open("/kcl/my-data").token
    assert kcl.send(form.attributes["action"], [("csrf", token)]).status == 200
    assert other.open("/kcl/my-data").heading == "My data"


def test_a_person_takes_a_copy_of_everything_once_they_have_shown_that_it_is_them(b_mentor: Served) -> None:
    b_mentor.year.register(AMARA, "mentee", goals="<b>To lead</b> =1+1")
    amara = b_mentor.as_(AMARA)
    amara.open("/kcl/my-data")
    with zipfile.ZipFile(io.BytesIO(amara.press_for_file("Take a copy of it all"))) as held:
        page, data = (held.read(name).decode() for name in sorted(held.namelist()))
    b_mentor.year.now += timedelta(minutes=11)
    assert amara.press("Take a copy of it all").heading == "Sign in again first"
    parts = json.loads(data)["parts"]
    assert {each["name"]: each["answer"] for each in parts["registrations"][0]["answers"]}["goals"] == (
        "<b>To lead</b> =1+1"
    )
    read = Page.read(200, "/", page)
    assert read.heading == "What King's College London holds about Amara Quarto"
    assert "<b>To lead</b> =1+1" in read.words
    assert "<b>" not in page
    assert "As of Monday 2 November 2020" in read.words


def test_whatever_is_held_of_somebody_stays_text_in_their_copy(b_mentor: Served) -> None:
    told_everything(b_mentor.year, hers=HOSTILE)
    amara, cara = (copy_of(b_mentor, email) for email in (told.AMARA, told.CARA))
    assert amara[0].count(HOSTILE) > 12
    assert set(tags(amara[1])) == set(tags(cara[1]))
    assert {name for name, _ in tags(amara[1])} & {"script", "img", "b"} == set()


def copy_of(site: Served, email: str) -> tuple[str, str]:
    """What is told in somebody's copy, with every text of it; and its page."""
    person = site.as_(email)
    person.open("/kcl/my-data")
    with zipfile.ZipFile(io.BytesIO(person.press_for_file("Take a copy of it all"))) as held:
        page, data = (held.read(name).decode() for name in sorted(held.namelist()))
    return "\n".join(texts_in(json.loads(data))), page


def texts_in(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    inner = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    for each in inner:
        yield from texts_in(each)


def tags(page: str) -> list[tuple[str, str]]:
    """The tags of a page with their attributes, as a reader of HTML finds them."""
    reader = Tags()
    reader.feed(page)
    return reader.found


class Tags(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.found: list[tuple[str, str]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, str(attrs)))


def test_a_name_is_put_right_everywhere_at_once_and_all_else_is_asked(b_mentor: Served) -> None:
    key = registered(b_mentor)
    amara, kcl = b_mentor.as_(AMARA), b_mentor.coordinator("kcl")
    amara.open("/kcl/my-data")
    assert amara.follow("Correct it").problems == []
    assert amara.press("Correct my name", name="  ").problems == ["Enter your name"]
    assert "Your name is corrected" in amara.press("Correct my name", name="Amara  Octavo").words
    assert b_mentor.year.registration(key).name == "Amara Octavo"
    amara.open("/kcl/my-data/correct")
    assert amara.follow("What you answered for").heading == "Read it through and send"
    amara.open("/kcl/my-data/correct")
    amara.press("Ask my coordinators", words="I work in Estates")
    kcl.open("/kcl/console")
    kcl.follow("Look at it")
    assert "I work in Estates" in kcl.page.words
    assert kcl.press("Answer", answer=" ").problems == ["Say what you have done, or why not: they read it."]
    other = kcl.press("Answer", address="amara@elsewhere.example", answer="Done").problems
    assert other == ["Enter an address that ends in @kcl.example."]
    taken = kcl.press("Answer", address="coordinator@kcl.example", answer="Done").problems
    assert taken == ["Somebody else is known by this address."]
    kcl.press("Answer", address="Amara.Octavo@kcl.example ", answer="Your unit is Estates now.")
    assert b_mentor.year.registration(key).email == "amara.octavo@kcl.example"
    told = [(each.to_email, each.occasion) for each in letters_of(b_mentor, "kcl")]
    assert {(AMARA, "account_changed"), ("amara.octavo@kcl.example", "account_changed")} <= set(told)
    assert "asks for a correction" not in kcl.page.words
    assert "Your coordinators: Your unit is Estates now." in amara.open("/kcl/my-data").words


def test_who_asks_to_be_erased_reads_what_goes_and_stays_and_is_gone_once_it_is_done(b_mentor: Served) -> None:
    registered(b_mentor)
    amara, kcl, ucl = b_mentor.as_(AMARA), b_mentor.coordinator("kcl"), b_mentor.coordinator("ucl")
    page = amara.open("/kcl/my-data/erase")
    for words in ("your name, your address", "Tables that were published", "Their notes are theirs."):
        assert words in page.words
    amara.press("Ask to be erased", words="I am leaving")
    assert "Your coordinators see it, and carry it out." in amara.open("/kcl/my-data/erase").words
    kcl.open("/kcl/console")
    assert kcl.follow("Look at it").heading == "Amara Quarto asks to be erased"
    assert kcl.press("Do it").problems == ["Choose what happens."]
    b_mentor.year.now += timedelta(minutes=11)
    kcl.press("Do it", what="erase")
    assert kcl.confirm().heading == "Today"
    assert "Amara" not in kcl.page.words
    assert amara.open("/kcl/my-data").heading == "Sign in"
    for coordinator, slug in ((kcl, "kcl"), (ucl, "ucl")):
        shown = coordinator.open(at(slug) + "?tab=everyone").words
        assert ("Amara" in shown, "Ines" in shown) == (False, slug == "ucl")
    assert "erased" in kcl.open("/kcl/console/audit").words


def test_once_registration_has_closed_answers_are_read_and_no_longer_offered_for_change(b_mentor: Served) -> None:
    registered(b_mentor)
    amara, where = b_mentor.as_(AMARA), "/kcl/b-mentor-2021/register/mentee"
    assert amara.open(where).heading == "Read it through and send"
    b_mentor.year.now = CLOSED
    amara.sign_in(AMARA)  # weeks have passed
    for path in (where, f"{where}/about-you", f"{where}/send"):
        page = amara.open(path)
        assert (page.heading, page.path) == ("What you told us", f"{where}/send")
    assert "To lead a small team one day" in page.words
    assert (page.links("Change: About you"), page.links("Ask for a correction")) == ([], ["/kcl/my-data/correct"])
