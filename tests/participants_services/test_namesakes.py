"""People of one name told apart, and nobody else."""

from mentoring.participants.namesakes import namesakes
from year import Year, counted

AMARA, TWIN, OTHER = "amara.quarto@kcl.example", "a.quarto@kcl.example", "amara@ucl.example"


def test_the_institution_tells_apart_and_the_address_where_that_is_the_same(year: Year) -> None:
    year.person(OTHER, "Amara QUARTO")
    one, other = year.register(AMARA, "mentee"), year.register(OTHER, "mentee")
    year.register("fern.recto@ucl.example", "mentee")
    with year.coordinating("ucl") as (work, programme):
        assert namesakes(work, programme) == {one: "Amara Quarto (King's)", other: "Amara QUARTO (UCL)"}
        assert namesakes(work, programme, among=["Fern Recto"]) == {}
    year.person(TWIN, "Amara Quarto")
    twin = year.register(TWIN, "mentee")
    with year.coordinating("ucl") as (work, programme):
        assert namesakes(work, programme, among=["AMARA quarto"]) == {
            one: f"Amara Quarto ({AMARA})",
            twin: f"Amara Quarto ({TWIN})",
            other: "Amara QUARTO (UCL)",
        }
    with year.coordinating("kcl") as (work, programme):
        assert namesakes(work, programme).keys() == {one, twin}, "another institution's people are not told"
    with year.coordinating("qmul") as (work, programme), counted(work) as sent:
        assert namesakes(work, programme) == {}
        assert len(sent) == 1


def test_one_person_in_two_roles_is_not_somebody_else(year: Year) -> None:
    year.register(AMARA, "mentee")
    year.register(AMARA, "mentor", line_manager="director@kcl.example")
    with year.coordinating("ucl") as (work, programme):
        assert namesakes(work, programme) == {}
