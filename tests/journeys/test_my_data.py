"""A person sees who looked, in whichever institution, and ends a session that is still open elsewhere."""

from browsing import Browser
from served import Served

AMARA = "amara.quarto@kcl.example"


def reads(coordinator: Browser, slug: str, registration: object) -> None:
    page = coordinator.open(f"/{slug}/console/b-mentor-2021/registrations/{registration}")
    assert (page.status, "Amara Quarto" in page.words) == (200, True)


def test_a_person_sees_who_has_read_their_registration_at_their_own_institution_and_elsewhere(b_mentor: Served) -> None:
    year = b_mentor.year
    key = year.register(AMARA, "mentee")
    year.register("ines.serif@ual.example", "mentee")
    amara = b_mentor.as_(AMARA)
    assert "Nobody has so far." in amara.open("/kcl/my-data").words
    reads(b_mentor.coordinator("kcl"), "kcl", key)
    reads(b_mentor.coordinator("ucl"), "ucl", key)
    shown = amara.open("/kcl/my-data").words
    at_host, at_home = "A coordinator of UCL read your registration", "A coordinator of King's read your registration"
    assert 0 < shown.index(at_host) < shown.index(at_home)
    assert "for B-MEntor Professional 2021 Monday 2 November 2020, 09:" in shown
    assert "has so far" not in shown
    assert "coordinator of" not in b_mentor.as_("ines.serif@ual.example").open("/ual/my-data").words


def test_reading_ones_own_is_no_looking(b_mentor: Served) -> None:
    year = b_mentor.year
    key = year.register("coordinator@kcl.example", "mentee")
    kcl = b_mentor.coordinator("kcl")
    assert kcl.open(f"/kcl/console/b-mentor-2021/registrations/{key}").status == 200
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
