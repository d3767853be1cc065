from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import select

from makers import NOW, Installed, Works, tenant
from mentoring.audit.model import AuditEntry
from mentoring.errors import NotAllowed, NotFound, UnsoundDocument
from mentoring.programmes.apply import Change, apply_programme, change_of
from mentoring.programmes.due import wake
from mentoring.programmes.file import OverlayPart, Partner, ProgrammeFile
from mentoring.programmes.history import history
from mentoring.programmes.model import Due
from mentoring.programmes.model import Partner as PartnerRow
from mentoring.programmes.pinned import date_words, dates_of, file_of, scheme_of
from mentoring.programmes.queries import programme, programme_with_id, programmes
from mentoring.schemes.build import build_scheme
from mentoring.schemes.scheme import Scheme, say
from mentoring.unit_of_work import SYSTEM, Actor

FORM = {
    "type": "object",
    "properties": {"zeal": {"type": "string", "title": "Why?"}, "area": {"type": "string", "title": "Where?"}},
}
DOCUMENTS: Mapping[str, Any] = {
    "card": {
        "name": "walks",
        "title": "Walks",
        "summary": "Two people walk and talk.",
        "contract": ">=1,<2",
        "institutions": ["host", "partner"],
        "places": [{"who": "walker", "at_most": 40}],
    },
    "roles": {
        "walker": {"title": "Walker", "plural": "Walkers"},
        "guide": {"title": "Guide", "plural": "Guides"},
    },
    "registration": {
        "walker": {"form": FORM, "closes": "closes"},
        "guide": {"form": FORM, "closes": "closes"},
    },
    "timeline": {
        "closes": {"title": "Registration closes", "at": {"set": "mid December"}},
        "match_by": {"title": "Matching", "at": {"after": "closes", "by": "6 weeks"}},
    },
}


def walks(version: str = "1.0.0", **changes: Any) -> Scheme:
    return build_scheme("walks", version, {**DOCUMENTS, **changes})


def file(**changes: Any) -> ProgrammeFile:
    given = {
        "slug": "walks-2021",
        "title": "Walks 2021",
        "scheme": "walks",
        "host": "north",
        "partners": (Partner("south", date(2020, 10, 1)),),
        "dates": {"closes": ("2020-12-18",)},
    }
    return ProgrammeFile(**{**given, **changes})


@pytest.fixture
def walking(works: Works) -> Works:
    """North, south and west take part in walks, which is installed."""
    works.apply(*(tenant(slug, schemes=("walks",)) for slug in ("north", "south", "west")))
    return replace(works, schemes=Installed({"walks": walks()}))


def applied(works: Works, said: ProgrammeFile, now: datetime = NOW, *, move: bool = False) -> Change:
    with works.work("north", now=now) as work:
        return apply_programme(work, said, move=move)


def refusal(works: Works, said: ProgrammeFile, slug: str = "north") -> list[str]:
    with works.work(slug) as work, pytest.raises(UnsoundDocument) as refused:
        apply_programme(work, said)
    return refused.value.what.splitlines()


def test_a_programme_is_opened_from_its_file_and_pins_the_scheme(walking: Works) -> None:
    assert applied(walking, file()).kind == "new"
    with walking.work() as work:
        row = programme(work, "walks-2021")
        assert (row.state, row.published_at, row.scheme_version) == ("open", NOW, "1.0.0")
        assert row.documents_digest == walks().digest
        assert scheme_of(row) == walks()
        assert file_of(row) == file()
        assert {key: moment.day for key, moment in dates_of(work, row).items()} == {
            "closes": date(2020, 12, 18),
            "match_by": date(2021, 1, 29),
        }


def test_the_order_of_the_documents_survives_the_database(walking: Works) -> None:
    applied(walking, file())
    with walking.work() as work:
        scheme = scheme_of(programme(work, "walks-2021"))
    assert list(scheme.roles) == ["walker", "guide"]
    assert list(scheme.registration["walker"].form["properties"]) == ["zeal", "area"]


def test_applying_the_same_file_again_changes_nothing(walking: Works) -> None:
    applied(walking, file())
    assert applied(walking, file()) == Change("walks-2021", "Walks 2021", "same")


def test_a_change_is_told_before_it_is_made(walking: Works) -> None:
    applied(walking, file())
    later = file(
        title="Walks of 2021",
        dates={"closes": ("2020-12-21",)},
        partners=(Partner("south", date(2020, 10, 1), date(2021, 6, 30)), Partner("west", date(2020, 12, 1))),
    )
    lines = (
        "~ title: Walks 2021 → Walks of 2021",
        "~ dates.closes: 2020-12-18 → 2020-12-21",
        "+ partners[south].to: 2021-06-30",
        "+ partners[west].slug: west",
        "+ partners[west].from: 2020-12-01",
    )
    with walking.work() as work:
        assert change_of(work, later) == Change("walks-2021", "Walks of 2021", "changed", lines)
        assert programme(work, "walks-2021").title == "Walks 2021"
    assert applied(walking, later).lines == lines
    with walking.work() as work:
        rows = work.session.scalars(select(PartnerRow).order_by(PartnerRow.partner_id)).all()
        assert [(row.partner_id, row.from_on, row.to_on) for row in rows] == [
            ("south", date(2020, 10, 1), date(2021, 6, 30)),
            ("west", date(2020, 12, 1), None),
        ]
        assert file_of(programme(work, "walks-2021")) == later


def test_an_overlay_changes_the_programme_and_not_the_scheme(walking: Works) -> None:
    part = OverlayPart("iris@north.example", "The consortium agreed.", {"roles": {"guide": {"title": "Companion"}}})
    applied(walking, file(overlay=(part,)))
    with walking.work() as work:
        row = programme(work, "walks-2021")
        assert say(scheme_of(row).roles["guide"].title) == "Companion"
        assert row.documents_digest == walks().digest
        assert file_of(row).overlay == (part,)


def test_an_upgrade_changes_no_running_programme_until_someone_moves_it(walking: Works) -> None:
    applied(walking, file())
    newer = walks("2.0.0", roles={**DOCUMENTS["roles"], "guide": {"title": "Companion", "plural": "Companions"}})
    upgraded = replace(walking, schemes=Installed({"walks": newer}))
    assert applied(upgraded, file()) == Change("walks-2021", "Walks 2021", "same", (), behind=True)
    moved = applied(upgraded, file(), move=True)
    assert moved.lines[1:] == ("~ roles.guide.title: Guide → Companion", "~ roles.guide.plural: Guides → Companions")
    with upgraded.work() as work:
        assert scheme_of(programme(work, "walks-2021")) == newer


def test_a_programme_runs_on_when_its_scheme_is_uninstalled(walking: Works) -> None:
    applied(walking, file())
    without = replace(walking, schemes=Installed())
    assert applied(without, file(title="Walks of 2021")).kind == "changed"
    with without.work() as work:
        assert scheme_of(programme(work, "walks-2021")) == walks()


def test_documents_that_nobody_pinned_are_refused(walking: Works) -> None:
    walking = replace(walking, schemes=Installed({"walks": walks("1.0.1")}))  # a version no other test has asked for
    applied(walking, file())
    with walking.work() as work:
        row = programme(work, "walks-2021")
        row.documents = {**row.documents, "roles": {"walker": {"title": "Runner"}}}
        with pytest.raises(UnsoundDocument, match="not those it has pinned"):
            scheme_of(row)
        work.session.rollback()


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"partners": (Partner("east", NOW.date()),)}, "There is no institution `east`: write its file"),
        ({"host_places": {"runner": 3}}, "host_places: walks has no role `runner`; it has walker, guide."),
        ({"listed": ("A museum",)}, "walks takes no listed institutions, only: host, partner."),
        ({"dates": {}}, "walks asks for the date `closes` (Registration closes, mid December): add it under [dates]."),
        ({"dates": {"closes": ("2020-12-18",), "party": ("2021-01-01",)}}, "walks knows no date `party`"),
        ({"host": "south"}, "The programme walks-2021 is hosted by south: only there can it be opened"),
    ],
)
def test_what_is_unsound_is_refused_with_its_reason(walking: Works, changes: dict[str, Any], told: str) -> None:
    (line,) = [each for each in refusal(walking, file(**changes)) if told in each]
    assert line.startswith(told)
    with walking.work() as work:
        assert programmes(work) == []


def test_an_institution_that_does_not_take_part_in_the_scheme_is_refused(walking: Works) -> None:
    walking.apply(tenant("south", schemes=()))
    assert refusal(walking, file()) == [
        "south does not take part in walks: add it to `schemes` in the institution's file."
    ]


def test_an_unknown_scheme_is_refused(walking: Works) -> None:
    with walking.work() as work, pytest.raises(NotFound, match="No scheme `runs` is installed"):
        apply_programme(work, file(scheme="runs"))


def test_a_partner_leaves_by_its_last_day_and_is_never_taken_out(walking: Works) -> None:
    applied(walking, file())
    assert refusal(walking, file(partners=())) == [
        "south has joined already: give it a last day (`to`) instead of taking it out."
    ]


def test_only_those_who_may_open_programmes_do(walking: Works) -> None:
    dinah = walking.person("dinah@north.example")
    with walking.work(actor=Actor.person(dinah.id)) as work, pytest.raises(NotAllowed):
        apply_programme(work, file())
    with walking.work(actor=Actor.person(dinah.id, frozenset({"coordinator"}))) as work:
        assert apply_programme(work, file()).kind == "new"


def test_host_and_partners_see_the_programme_and_nobody_else_does(walking: Works) -> None:
    applied(walking, file())
    for slug in ("north", "south"):
        with walking.work(slug) as work:
            row = programme(work, "walks-2021")
            assert programmes(work) == [row]
            assert [each["slug"] for each in row.institutions] == ["north", "south"]
            assert programme_with_id(work, "north", row.id) is row
            programme_id = row.id
    with walking.work("west") as work:
        assert programmes(work) == []
        with pytest.raises(NotFound):
            programme(work, "walks-2021")
        with pytest.raises(NotFound):
            programme_with_id(work, "north", programme_id)


def test_an_own_programme_comes_before_one_that_is_joined(walking: Works) -> None:
    applied(walking, file())
    with walking.work("south", SYSTEM, NOW - timedelta(days=1)) as work:
        apply_programme(work, file(host="south", partners=()))
    with walking.work("south") as work:
        assert programme(work, "walks-2021").tenant_id == "south"
        assert [row.tenant_id for row in programmes(work)] == ["north", "south"]


def test_no_other_host_takes_the_address_of_a_programme_that_is_joined(walking: Works) -> None:
    applied(walking, file())
    with walking.work("west", SYSTEM, NOW + timedelta(days=1)) as work:
        apply_programme(work, file(host="west"))
    with walking.work("south") as work:
        assert {row.tenant_id for row in programmes(work)} == {"north", "west"}
        assert programme(work, "walks-2021").tenant_id == "north"


def test_a_change_wakes_the_programme_and_never_puts_it_off(walking: Works) -> None:
    applied(walking, file())

    def due() -> datetime:
        with walking.work() as work:
            return work.session.scalars(select(Due.at)).one()

    assert due() == NOW
    with walking.work() as work:
        wake(work, "north", programme(work, "walks-2021").id, NOW + timedelta(days=3))
    assert due() == NOW
    with walking.work("south") as work:  # a partner's people wake it too
        wake(work, "north", programme(work, "walks-2021").id, NOW - timedelta(days=3))
    assert due() == NOW - timedelta(days=3)


def test_dates_are_told_in_words(walking: Works) -> None:
    applied(walking, file())
    with walking.work("south") as work:
        moments = dates_of(work, programme(work, "walks-2021"))
    assert date_words(moments) == {
        "date.closes": "Friday 18 December 2020",
        "date.match_by": "Friday 29 January 2021",
    }
    assert date_words(moments, "cy")["date.closes"] == "Dydd Gwener 18 Rhagfyr 2020"


def test_the_audit_says_what_was_changed_and_not_to_what(walking: Works) -> None:
    applied(walking, file())
    applied(walking, file(title="Walks of 2021"), datetime(2020, 11, 3, tzinfo=UTC))
    with walking.work() as work:
        entries = work.session.scalars(select(AuditEntry).order_by(AuditEntry.at)).all()
    assert [(each.action, each.object) for each in entries] == [("open", "programme"), ("change", "programme")]
    assert entries[1].fields == ["title"]


def test_a_changed_file_stands_in_the_same_history_as_changes_on_the_console(walking: Works) -> None:
    applied(walking, file())
    part = OverlayPart(
        "iris.ligature@north.example", "More came", {"card": {"places": [{"who": "walker", "at_most": 45}]}}
    )
    applied(walking, file(overlay=(part,)))
    with walking.work() as work:
        (kept,) = history(work, programme(work, "walks-2021"))
    assert (kept.number, kept.kind, kept.author, kept.reason) == (1, "file", "The programme's file", "More came")
    assert (kept.before["overlay"], len(kept.after["overlay"])) == ([], 1)


def test_moving_by_the_file_keeps_the_documents_that_were_pinned_before(walking: Works) -> None:
    applied(walking, file())
    newer = replace(walking, schemes=Installed({"walks": walks("1.1.0", roles={**DOCUMENTS["roles"],
                    "guide": {"title": "Leader", "plural": "Leaders"}})}))  # fmt: skip
    applied(newer, file(), move=True)
    with newer.work() as work:
        (kept,) = history(work, programme(work, "walks-2021"))
    assert (kept.kind, kept.moved) == ("move", True)
    assert kept.before["documents"] == walks().documents
