"""Parts of the walk through the route table: messages, who takes part, settings, and what opens."""

from sqlalchemy import delete

from browsing import Browser
from mentoring.accounts.factors import install_factor
from mentoring.messages.model import Message, Post
from selecting import SLUG
from served import Served
from year import SECRET, rows


def on_messages(site: Served, ucl: Browser) -> None:
    ucl.open("/ucl/console/b-mentor-2021/messages")
    assert ucl.follow("Read what each message says").heading == "What each message says"
    assert ucl.press("Send it to me as a test").heading == "Messages"
    with site.year.works.work("ucl") as work:
        one = rows(work, Message)[0]
        one.state = "bounced"
        work.session.execute(delete(Post).where(Post.message_id == one.id))
    assert ucl.open(f"/ucl/console/b-mentor-2021/messages/{one.id}").heading == "A message"
    assert "Waits to leave" in ucl.press("Send this message again").words


def on_who_takes_part(site: Served, ucl: Browser) -> None:
    """One more institution is asked; one is asked no longer; days and record are looked at and left as they are."""
    partners = f"/ucl/console/{SLUG}/partners"
    first_day = {"start.day": "1", "start.month": "10", "start.year": "2020", "reason": "They would like to"}
    for slug in ("qmul", "ual"):
        ucl.open(f"{partners}/ask")
        assert "Asked" in ucl.press("Ask it", {"partner": slug, **first_day}).words
    ucl.follow("Ask no longer University of the Arts")
    assert "Arts London" not in ucl.press("Take the question back", reason="A slip").words
    ucl.follow("Change its days King's")
    assert ucl.press("Show what this changes").heading == "What this changes"
    ucl.open(f"{partners}/record")
    assert ucl.press("Show what this changes").heading == "What this changes"
    qmul = site.coordinator("qmul")
    qmul.open("/qmul/console/programmes")
    assert qmul.follow("Selecting 2021").heading == "Does Queen Mary take part?"
    assert "You are a partner in it." in qmul.press("Answer", agrees="yes").words
    del site.browsers["coordinator@qmul.example"]


def on_people_from_a_file(ucl: Browser) -> None:
    """One person is taken from a file, and found by a part of her name; nobody else waits for the same cause."""
    ucl.open(f"/ucl/console/{SLUG}/registrations")
    assert ucl.follow("From a file").heading == "Registrations from a file"
    rows_of_it = b"Name,Email,hope\nLea Thorn,lea.thorn@ucl.example,New eyes\n"
    ucl.hand_in("Look at the file", {"role": "mentee"}, name="mentees.csv", content=rows_of_it)
    assert "One mentee is registered" in ucl.press("Register one mentee").words
    assert ucl.open(f"/ucl/console/{SLUG}/registrations/together").heading == "Decide on several"
    assert ucl.open("/ucl/console/find?q=Thor").links("Lea Thorn") != []
    assert ucl.follow("Lea Thorn").heading == "Lea Thorn"
    assert ucl.follow("Mentee").heading == "Registrations"


def on_partners_and_releases(ucl: Browser) -> None:
    """A last day is set that is far off; a table of few is not issued."""
    ucl.open("/ucl/console/b-mentor-2021/partners")
    ucl.follow("Let it leave University of the Arts London")
    day = {"day.day": "1", "day.month": "6", "day.year": "2021", "reason": "The consortium changes"}
    assert "to Tuesday 1 June 2021" in ucl.press("Let University of the Arts London leave", day).words
    ucl.follow("Equality monitoring")
    ucl.open("/ucl/console/releases")
    ucl.follow("B-MEntor Professional 2021")
    ucl.open("/ucl/console/b-mentor-2021/releases")
    assert "No table was issued" in ucl.press("Issue this table").words


def on_settings_and_roles(site: Served, kcl: Browser) -> None:
    """Everything as it was at the end."""
    kcl.follow("Settings")
    assert "Saved" in kcl.press("Save these settings", short_name="King's C", reason="A try").words
    assert "Saved" in kcl.press("Save these settings", short_name="King's", reason="Back").words
    kcl.follow("Add or correct a scale")
    assert "Saved" in kcl.press("Save this scale", {"day.year": "2019", "reason": "An earlier one"}).words
    kcl.follow("People and roles")
    tom = {"email": "tom.colophon@kcl.example", "role": "analyst", "reason": "Counts"}
    assert "granted" in kcl.press("Grant this role", tom).words
    with site.year.works.work("kcl", now=site.year.now) as work:
        install_factor(work, site.year.person(tom["email"]), SECRET)
    kcl.follow("tom.colophon")
    assert "is reset" in kcl.press("Reset the second step", {"reason-factor": "Lost it, called back"}).words
    kcl.follow("Tom Colophon")
    assert "taken back" in kcl.press("Take back the role", {"reason-analyst": "Counted"}).words


def on_opening_a_programme(lead: Browser) -> None:
    """One more, by the scheme's other programme of the same house."""
    lead.open("/ucl/console/programmes")
    assert lead.follow("Open a programme").heading == "Open a programme"
    lead.follow("B-MEntor Professional")
    dates = ("closes", "induction_mentee", "induction_mentor", "celebration")
    days = {f"dates.{name}.{part}": value for number, name in enumerate(dates, 1)
            for part, value in (("day", str(number)), ("month", str(number)), ("year", "2022"))}  # fmt: skip
    page = lead.press("Show what is opened", {"it.title": "B-MEntor 2022", "it.slug": "b-mentor-2022", **days})
    assert page.heading == "Open B-MEntor 2022"
    assert lead.press("Open B-MEntor 2022").heading == "Overview"
