"""What is kept for whoever looks follows from the programme as it was read, and hides nothing that happens since."""

from datetime import timedelta

from sqlalchemy import select, update

from mentoring.audit.model import AuditEntry
from mentoring.privacy.lists import EVERY, list_read
from mentoring.programmes.model import Programme
from mentoring.programmes.queries import programme
from mentoring.programmes.unchanged import while_unchanged
from mentoring.unit_of_work import Actor
from year import Year

HOST = "ucl"


def test_a_programme_that_was_read_before_it_changed_leaves_nothing_for_those_who_read_it_later(year: Year) -> None:
    with year.works.work(HOST, now=year.now) as before:
        old = programme(before, year.slug)
        with year.works.work(HOST, now=year.now) as work:
            work.session.execute(update(Programme).where(Programme.id == old.id).values(title="Anew"))
        was = old.title
        assert while_unchanged(before, old, ("title",), lambda: old.title) == was
        with year.works.work(HOST, now=year.now) as after:
            new = programme(after, year.slug)
            assert while_unchanged(after, new, ("title",), lambda: new.title) == "Anew"


def test_a_programme_that_was_read_before_is_a_row_like_any(year: Year) -> None:
    said = []
    for _ in range(2):
        with year.works.work(HOST, now=year.now) as work:
            found = programme(work, year.slug)
            names = [each.key for each in Programme.__mapper__.column_attrs]
            said.append({name: getattr(found, name) for name in names})
            found.dates["launch"] = "never"  # nobody does; it is nobody else's if they did
            assert programme(work, year.slug) is found
            assert work.session.get(Programme, (found.tenant_id, found.id)) is found
            work.session.expunge(found)
    assert said[0]["documents"]
    assert {**said[0], "dates": 0} == {**said[1], "dates": 0}
    with year.works.work(HOST, now=year.now) as work:
        found = programme(work, year.slug)
        assert "never" not in found.dates.values()
        found.title = "Renamed"
    with year.works.work(HOST, now=year.now) as work:
        assert programme(work, year.slug).title == "Renamed"


def test_a_list_is_entered_again_after_an_hour_in_which_nothing_happened(year: Year) -> None:
    year.register("mia.serif@ucl.example", "mentee")
    someone = Actor.person(year.person("coordinator@ucl.example").id, frozenset({"coordinator"}))
    entries = select(AuditEntry.at).where(AuditEntry.action == "list").order_by(AuditEntry.at)
    for later in (timedelta(), EVERY / 2, EVERY / 2, EVERY, EVERY):
        with year.works.work(HOST, someone, now=year.now + later) as work:
            list_read(work, programme(work, year.slug), "registrations")
    with year.works.work(HOST, now=year.now) as work:
        assert work.session.scalars(entries).all() == [year.now, year.now + EVERY]
