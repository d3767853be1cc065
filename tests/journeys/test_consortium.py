"""A consortium over HTTP: who controls what, declaring and withdrawing, the sealed question, releases, leaving."""

from datetime import timedelta

from sqlalchemy import update

from browsing import Browser
from mentoring.accounts.factors import install_factor
from mentoring.accounts.grants import grant
from mentoring.mentorships.model import Mentorship
from mentoring.monitoring.answers import say_ethnicity
from mentoring.participants.register import own_registrations
from served import Served
from year import CLOSED, SECRET, published, ready_pairs

AMARA = "amara.quarto0@kcl.example"
DINAH = "dinah.almanac0@ucl.example"
CATO = "cato.octavo@kcl.example"
AT = "b-mentor-2021"
DECLARED = "Only my answer about myself"


def test_before_anything_is_sent_the_controllers_are_read(b_mentor: Served) -> None:
    b_mentor.year.register(CATO, "mentee")
    cato = b_mentor.as_(CATO)
    sent = cato.open(f"/kcl/{AT}/register/mentee/send").words
    assert "Who looks after your data" in sent
    assert "University College London Runs the programme: decides who is eligible" in sent
    assert "data-protection@kcl.example" in sent
    told = cato.open("/kcl/data-protection").words
    assert "Who looks after what in B-MEntor Professional 2021" in told
    assert "King's College London: Looks after its own people" in told


def test_what_was_declared_is_kept_as_a_receipt_and_withdrawn_with_its_consequence_told(b_mentor: Served) -> None:
    b_mentor.year.register(CATO, "mentee")
    cato = b_mentor.as_(CATO)
    mine = cato.open("/kcl/my-data").words
    assert "What you declared, and agreed to B-MEntor Professional 2021, as mentee" in mine
    assert "I can withdraw it at any time. Agreed to Monday 2 November 2020" in mine
    page = cato.follow("Withdraw this")
    assert (page.heading, DECLARED in page.words) == ("Withdraw", True)
    assert "you may lose your place" in page.words
    cato.press("Withdraw")
    assert "withdrawn Monday 2 November 2020" in cato.open("/kcl/my-data").words
    assert cato.page.links("Withdraw this") == []


def test_a_declaration_can_be_withdrawn_after_the_registration_was(b_mentor: Served) -> None:
    b_mentor.year.register(CATO, "mentee")
    cato = b_mentor.as_(CATO)
    cato.open(f"/kcl/{AT}/mine")
    cato.follow("Withdraw your registration")
    assert cato.press("Withdraw", what="registration").heading == "You have withdrawn"
    page = cato.follow("Withdraw what you declared")
    assert "Nothing else follows" in page.words
    assert "My registration" not in page.words
    assert cato.press("Withdraw").links("Withdraw what you declared") == []


def test_the_equality_question_is_optional_and_answered_for_oneself_alone(b_mentor: Served) -> None:
    b_mentor.year.register(CATO, "mentee")
    cato = b_mentor.as_(CATO)
    cato.open(f"/kcl/{AT}/mine")
    page = cato.follow("Answer one optional question")
    assert page.heading == "One question that is optional"
    assert "everybody is counted once" in page.words
    cato.press("Seal my answer", ethnicity="121")
    assert "You said: Black - Caribbean or Caribbean British." in cato.page.words
    assert cato.open(f"/kcl/{AT}/mine").links("Answer one optional question") == []
    for slug in ("kcl", "ucl"):
        coordinator = b_mentor.coordinator(slug)
        coordinator.open(f"/{slug}/console/{AT}/registrations?tab=everyone")
        file = coordinator.follow("Cato Octavo")
        assert ("Caribbean" in file.words, "Cato Octavo" in file.words) == (False, True)
    cato.open("/kcl/my-data")
    cato.follow("Change it or take it back")
    assert "You have not answered." in cato.press("Seal my answer", ethnicity="").words


def answered(site: Served, count: int) -> None:
    for number in range(count):
        email = f"ayo.codex{number}@{('kcl', 'ucl', 'ual')[number % 3]}.example"
        site.year.register(email, "mentee")
        with site.year.as_(email) as (work, programme):
            (own,) = own_registrations(work, programme)
            say_ethnicity(work, own, {"ethnicity": "121" if number < 13 else "103"})


def analyst(site: Served, email: str) -> Browser:
    someone = site.year.works.person(email, "Tom Colophon")
    slug = email.partition("@")[2].removesuffix(".example")
    with site.year.works.work(slug, now=site.year.now) as work:
        grant(work, person=someone, role="analyst")
        install_factor(work, someone, SECRET)
    return site.as_(email)


def test_a_release_is_issued_by_the_host_once_and_read_by_an_analyst_who_sees_no_person(b_mentor: Served) -> None:
    answered(b_mentor, 24)
    b_mentor.year.now = CLOSED
    ucl = b_mentor.coordinator("ucl")
    ucl.open(f"/ucl/console/{AT}/releases")
    b_mentor.year.now += timedelta(minutes=11)
    assert ucl.press("Issue this table").heading == "Is it still you?"
    page = ucl.confirm()
    assert "People by ethnic group" in page.words
    assert "About 25 people" in page.words
    tom = analyst(b_mentor, "tom.colophon@kcl.example")
    tom.open("/kcl/my-data")
    tom.follow("Equality monitoring")
    shown = tom.follow("B-MEntor Professional 2021")
    assert "Asian 10" in shown.words
    assert "Black 15" in shown.words
    assert ("Codex" in shown.words, shown.links("Registrations"), shown.forms("Issue")) == (False, [], [])
    for place in ("", "/programmes", f"/{AT}/overview", f"/{AT}/registrations", f"/{AT}/mentorships"):
        assert tom.open(f"/kcl/console{place}").status == 403, place
    kcl = b_mentor.coordinator("kcl")
    assert kcl.open(f"/kcl/console/{AT}/releases").forms("Issue this table") == []


def test_a_partner_leaves_and_its_coordinator_is_told_why_nothing_is_there(b_mentor: Served) -> None:
    b_mentor.year.register(CATO, "mentee")
    ready_pairs(b_mentor.year, 1)
    published(b_mentor.year)
    ucl, kcl, amara = b_mentor.coordinator("ucl"), b_mentor.coordinator("kcl"), b_mentor.as_(AMARA)
    ucl.open(f"/ucl/console/{AT}/partners")
    leaving = ucl.follow("Let it leave King's College London")
    assert "1 offered or running mentorships" in leaving.words
    left = ucl.press("Let King's College London leave", reason="They go their own way")
    assert "Left on Thursday 11 February 2021" in left.words
    assert "Your institution has left" in kcl.open(f"/kcl/console/{AT}/overview").words
    assert "You left it on Thursday 11 February 2021." in kcl.open("/kcl/console/programmes").words
    assert amara.open(f"/kcl/{AT}/mine").heading == "You and Dinah"
    with b_mentor.year.at("ucl") as (work, _):
        work.session.execute(update(Mentorship).values(state="completed", ended_at=work.now))
    for place in ("registrations?tab=everyone", "mentorships"):
        words = kcl.open(f"/kcl/console/{AT}/{place}").words
        assert ("Amara" in words, "Dinah" in words) == (False, False)
        assert "Amara" not in ucl.open(f"/ucl/console/{AT}/{place}").words
    ucl.open(f"/ucl/console/{AT}/partners")
    remains = ucl.follow("What remains King's College London")
    assert "2 registrations without name, address and answers" in remains.words
    assert remains.forms("leave") == []
    assert b_mentor.as_(DINAH).open(f"/ucl/{AT}/mine").status == 200
