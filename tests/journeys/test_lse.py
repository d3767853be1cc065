"""LSE's programme over HTTP: one institution, a pair and a circle; each page is recognised by its heading."""

from served import Served
from year import LSE_MATCHING

PUBLIC = "/lse/bame-mentoring-2025/"
MINE = f"{PUBLIC}mine"
CONSOLE = "/lse/console/bame-mentoring-2025"
AMARA, DINAH = "amara.quarto@lse.example", "dinah.almanac@lse.example"
WORK = {
    "job_title": "Administrator",
    "unit": "Finance",
    "kind": "staff",
    "grade": "Band 4",
    "line_manager": "manager@lse.example",
}
NEXT, SEND = "Save and continue", "Send my registration"
CIRCLE = ("basil.folio", "cato.octavo", "emil.cicero")


def test_from_a_visitor_to_a_pair_and_a_circle_that_have_met(lse: Served) -> None:
    a_mentee_registers_with_both_wishes_in_order(lse)
    a_mentor_declares_first_and_talks_first(lse)
    others_register(lse)
    the_host_decides(lse)
    someone_withdraws_the_declaration_and_comes_back(lse)
    a_round_is_discarded_run_again_and_published(lse)
    the_pair_sees_itself(lse)
    the_circle_meets_without_one(lse)


def a_mentee_registers_with_both_wishes_in_order(site: Served) -> None:
    amara = site.browser()
    assert amara.open(PUBLIC).heading == "BAME Mentoring Scheme 2025"
    assert amara.page.links("Register as a mentee")
    amara.follow("Register as a mentee")
    assert amara.sign_in(AMARA, after="the page that was wanted").heading == "About you"
    site.browsers[AMARA] = amara
    assert amara.press(NEXT, name="Amara Quarto").heading == "Your work"
    assert amara.press(NEXT, WORK).heading == "Pair or circle"
    page = amara.press(NEXT, {"ways.1": "one_to_one", "ways.2": "one_to_one"})
    assert (page.status, page.problems) == (
        422,
        ["Choose each answer only once for “Which kind of mentoring would you like?”"],
    )
    assert amara.press(NEXT, {"ways.2": ""}).heading == "What you hope for"
    page = amara.press(NEXT, wants=["direction", "voice"], goals="", avoid="someone")
    assert page.heading == "What you hope for"
    assert len(page.problems) == 2
    page = amara.press(NEXT, goals="To find my direction", avoid="")
    assert page.heading == "A question about you"
    assert amara.press(NEXT, {"declared.identifies": "yes"}).heading == "Read it through and send"
    assert "1-to-1 mentoring" in amara.page.words
    page = amara.press(SEND)
    assert (page.heading, page.path) == ("You are in", MINE)
    assert amara.follow("Read or change your answers").heading == "Read it through and send"
    assert amara.follow("Change: What you hope for").heading == "What you hope for"
    page = amara.press(NEXT, goals="")
    assert page.problems == ["Answer “What would you like to be different when the programme ends?”"]
    assert amara.press(NEXT, goals="To find my direction, and my voice").heading == "A question about you"
    amara.open(f"{PUBLIC}register/mentee/send")
    assert "To find my direction, and my voice" in amara.page.words
    assert amara.press("Done").heading == "You are in"


def a_mentor_declares_first_and_talks_first(site: Served) -> None:
    dinah = site.as_(DINAH)
    dinah.open(PUBLIC)
    assert dinah.follow("Register as a mentor").heading == "About you"
    dinah.press(NEXT, name="Dinah Almanac")
    dinah.press(NEXT, {**WORK, "job_title": "Director", "unit": "Library", "grade": "Band 8"})
    assert dinah.page.heading == "Pair or circle"
    assert dinah.press(NEXT, {"ways.1": "one_to_one"}, capacity="1").heading == "What you bring"
    assert dinah.press(NEXT, offers=["direction"], experience="I found mine late").heading == "A question about you"
    assert dinah.press(NEXT, {"declared.identifies": ""}).heading == "Read it through and send"
    page = dinah.press(SEND)
    assert page.heading == "We have your registration"


def others_register(site: Served) -> None:
    year = site.year
    for name, unit in zip(CIRCLE, ("Library", "Estates", "Finance"), strict=True):
        year.register(f"{name}@lse.example", "mentee", unit=unit)
    year.register("fern.recto@lse.example", "mentor", unit="Registry")
    year.register("gita.verso@lse.example", "mentor", unit="Finance")


def the_host_decides(site: Served) -> None:
    lead = site.coordinator("lse")
    lead.open("/lse/console")
    assert "One registration needs you." in lead.page.words
    assert lead.follow("Review 1").heading == "Registrations"
    assert lead.follow("Dinah Almanac").heading == "Registrations"
    assert "Needs a person to look" in lead.page.words
    page = lead.press("Confirm", outcome="eligible", reason="We talked; Dinah identifies so")
    assert "Eligible by Maya Archive" in page.words
    assert site.as_(DINAH).open(MINE).heading == "You are in"
    assert "Nothing is compulsory" in lead.open(f"{CONSOLE}/attendance").words


def someone_withdraws_the_declaration_and_comes_back(site: Served) -> None:
    site.year.register("hana.glyph@lse.example", "mentee", ways=["one_to_one"])
    hana = site.as_("hana.glyph@lse.example")
    assert hana.open(MINE).heading == "You are in"
    assert hana.follow("Withdraw your registration").heading == "Withdraw"
    page = hana.press("Withdraw", what=[], reason="I would rather not say")
    assert (page.status, page.problems) == (422, ["Choose what to withdraw"])
    assert "I would rather not say" in page.words
    assert hana.press("Withdraw", what="declaration").heading == "We have your registration"
    hana.follow("Withdraw your registration")
    assert hana.page.words.count("Only my answer about myself") == 0
    sent = [("csrf", hana.page.token), ("what", "declaration"), ("reason", "From a page of yesterday")]
    page = hana.send(hana.page.path, sent)
    assert (page.status, page.heading) == (409, "This has changed meanwhile")
    assert "Your answer about yourself is withdrawn already." in page.words
    assert "From a page of yesterday" in page.html
    hana.open(MINE)
    hana.follow("Withdraw your registration")
    assert hana.press("Withdraw", what="registration").heading == "You have withdrawn"


def a_round_is_discarded_run_again_and_published(site: Served) -> None:
    site.year.now = LSE_MATCHING
    lead = site.coordinator("lse")
    lead.sign_in("coordinator@lse.example")
    assert lead.open(f"{CONSOLE}/matching").heading == "Matching"
    assert "Ready to be matched: 4 mentees; 3 mentors" in lead.page.words
    lead.press("Run a round")
    assert "Two matches, weakest fit first." in lead.page.words
    lead.press("Discard")
    assert "No proposal yet" in lead.page.words
    lead.press("Run a round")
    assert "Mentoring circle" in lead.page.words
    assert "Amara Quarto" in lead.page.words
    amara = site.as_(AMARA)
    amara.sign_in(AMARA)
    assert amara.open(MINE).heading == "You are in"
    assert "you are together with" not in amara.open("/lse/outbox").words
    shown = lead.follow("Preview publication")
    assert shown.heading == "Publish proposal 2"
    assert "Publish and tell seven people" in shown.words
    assert "Everybody was told on Wednesday 5 March 2025" in lead.press("Publish and tell").words
    lead.page = shown
    assert "Proposal 2 has been published already." in lead.press("Publish and tell").words
    letters = [each.words for each in amara.open("/lse/outbox").root.all("article")]
    assert sum("In BAME Mentoring Scheme 2025 you are together with" in each for each in letters) == 7


def the_pair_sees_itself(site: Served) -> None:
    amara, dinah = site.as_(AMARA), site.as_(DINAH)
    dinah.sign_in(DINAH)
    assert amara.open(MINE).heading == "You and Dinah"
    assert "Why you two" in amara.page.words
    assert "finding a direction" in amara.page.words.lower()
    assert dinah.open("/lse/mine").heading == "My matches"
    assert dinah.follow("You and Amara").heading == "You and Amara"
    assert "someone@" not in dinah.page.words


def the_circle_meets_without_one(site: Served) -> None:
    site.year.now = LSE_MATCHING.replace(day=20)
    basil = site.as_("basil.folio@lse.example")
    page = basil.open(MINE)
    assert "Fern Recto" in page.words
    assert "fern.recto@lse.example" in page.words
    assert "Why this circle" in page.words
    assert "To find my direction" in page.words
    assert basil.follow("Log a meeting").heading == "Log a meeting"
    there = [each.attributes["value"] for each in basil.page.root.all("input") if "checked" in each.attributes]
    assert len(there) == 4
    assert basil.press("Log this meeting", present=[]).problems == ["A meeting needs at least two of you."]
    page = basil.press("Log this meeting", {"day.day": "19", "minutes": "75"}, present=there[1:])
    assert page.heading == "Mentoring circle 1"
    lead = site.coordinator("lse")
    lead.sign_in("coordinator@lse.example")
    assert lead.open(f"{CONSOLE}/mentorships").heading == "Mentorships"
    assert "Two mentorships running. One has not met yet." in lead.page.words
    assert lead.open(f"{CONSOLE}/overview").heading == "Overview"
