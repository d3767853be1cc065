"""Whoever comes after publication is placed: in a circle that runs, or with somebody who has room."""

from mentoring.gates.service import record_pass
from mentoring.mentorships.model import Mentorship
from mentoring.participants.decide import decide
from served import Served
from year import LSE_MATCHING, published, ready_pairs, rows

LSE, UCL = "/lse/console/bame-mentoring-2025/matching", "/ucl/console/b-mentor-2021/matching"


def test_a_newcomer_joins_a_circle_that_runs_and_a_small_circle_is_told(lse: Served) -> None:
    year = lse.year
    leon = year.register("leon.octavo@lse.example", "mentee", unit="Unit 9", kind="student")
    for number in range(4):
        year.register(f"amara.quarto{number}@lse.example", "mentee", unit=f"Unit {number}")
    for number in range(2):
        year.register(f"dinah.almanac{number}@lse.example", "mentor")
    year.now = LSE_MATCHING
    year.settle()
    lead = lse.coordinator("lse")
    lead.open(f"{LSE}/newcomers")
    assert "No round has been published yet" in lead.page.words
    published(year)
    lead.open(LSE)
    assert "Nobody waits to be placed" in lead.follow("Place newcomers").words
    with year.coordinating("lse") as (work, programme):
        decide(work, programme, leon, outcome="eligible", reason="Works here as well")
    lead.open(f"{LSE}/newcomers")
    assert "One person could be placed now." in lead.page.words
    assert "Leon Octavo joins " in lead.page.words
    assert lead.press("Place them").problems == ["Choose who goes where"]
    (choice,) = [each for each in lead.page.root.all("input") if each.attributes.get("name") == "place"]
    lead.press("Place them", place=choice.attributes["value"])
    assert "Nobody waits to be placed" in lead.page.words
    assert "match_published" in year.letters("leon.octavo@lse.example")
    with year.coordinating("lse") as (work, _programme):
        assert len(rows(work, Mentorship)) == 1


def test_a_newcomer_is_put_with_somebody_who_has_room_with_the_reasons(b_mentor: Served) -> None:
    year = b_mentor.year
    late = year.register("leon.octavo@kcl.example", "mentee")
    spare = year.register("basil.folio@ucl.example", "mentor", line_manager="director@ucl.example")
    ready_pairs(year, 2)
    published(year)
    with year.coordinating("ucl") as (work, programme):
        record_pass(work, programme, late, gate="trained_mentee")
        record_pass(work, programme, spare, gate="trained_mentor")
    lead = b_mentor.coordinator("ucl")
    lead.open(UCL)
    lead.follow("Place newcomers")
    assert "Leon Octavo with Basil Folio" in lead.page.words
    assert "Fit " in lead.page.words
    value = f"{late}.{spare}"
    token = ("csrf", lead.page.token)
    lead.press("Place them", place=value)
    assert "Nobody waits to be placed" in lead.page.words
    again = lead.send(f"{UCL}/newcomers", [token, ("place", value)])
    assert again.status == 409
    assert "cannot be placed there any more" in again.words
    assert "match_published" in year.letters("leon.octavo@kcl.example")
    assert b_mentor.coordinator("kcl").open(UCL.replace("/ucl/", "/kcl/") + "/newcomers").status in {403, 404}
