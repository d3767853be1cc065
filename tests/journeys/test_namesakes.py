"""Two people of one name are told apart wherever a coordinator has to choose between them."""

from mentoring.gates.service import record_passes
from mentoring.participants.model import Registration
from served import Served
from year import ready_pairs, rows

AT = "/ucl/console/b-mentor-2021"
ONE, OTHER = "amara.quarto@kcl.example", "a.quarto@kcl.example"


def test_two_people_of_one_name_are_told_apart_where_one_of_them_is_chosen(b_mentor: Served) -> None:
    year = b_mentor.year
    year.person(OTHER, "Amara Quarto")
    for email in (ONE, OTHER):
        year.register(email, "mentee", grade="")
    year.register("fern.recto@ucl.example", "mentee", grade="")
    apart = [f"Amara Quarto ({email})" for email in (ONE, OTHER)]
    words = b_mentor.coordinator("ucl").open(f"{AT}/registrations?tab=everyone").words
    assert [each in words for each in (*apart, "Fern Recto (")] == [True, True, False]
    home = b_mentor.coordinator("kcl")
    words = home.open("/kcl/console/b-mentor-2021/registrations/together").words
    assert [each in words for each in apart] == [True, True]
    home.press("Those ticked may take part", {"reason-1": "Their grades are confirmed"})
    keys = [year.person(ONE), year.person(OTHER)]
    with year.coordinating("ucl") as (work, programme):
        own = [each.id for each in rows(work, Registration) if each.person_id in {one.id for one in keys}]
    ready_pairs(year, 1)
    b_mentor.browsers.clear()  # months have passed: everybody signs in anew
    with year.coordinating("ucl") as (work, programme):
        record_passes(work, programme, own, gate="trained_mentee")
    lead = b_mentor.coordinator("ucl")
    lead.open(f"{AT}/matching")
    words = lead.press("Run a round").words
    assert sum(words.count(each) for each in apart) > 1
    words = lead.follow("Matrix").words
    assert [each in words for each in (*apart, "Dinah Almanac0 (")] == [True, True, False]
