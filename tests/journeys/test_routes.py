"""The route table: every route declares who may use it, answers them, and refuses everybody else."""

import re
from datetime import datetime
from typing import Any
from uuid import UUID, uuid5

import pytest
from sqlalchemy import update

from browsing import Browser
from mentoring.access.permissions import PERMISSIONS
from mentoring.accounts.codes import code_of, step_at
from mentoring.accounts.factors import NO_FIT
from mentoring.contracts.merge import merge_patch
from mentoring.mentorships.model import Member
from mentoring.mentorships.queries import mine
from mentoring.participants.model import Registration
from mentoring.programmes.file import RESERVED
from mentoring.rounds.model import Round
from mentoring.schemes.ask import Code, SchemeFault
from mentoring.schemes.build import pinned_scheme
from mentoring.schemes.faults import record_fault
from mentoring.web.http.permits import EVERYONE, declared_routes
from reaching import (
    on_asking_and_next_time,
    on_events,
    on_meetings,
    on_surveys,
    on_the_workbench,
    on_who_did_what,
    session_of,
    with_a_way_out,
    with_all_of_it,
    with_goals,
    with_notes,
    with_two_ends,
)
from reaching_settings import (
    on_messages,
    on_opening_a_programme,
    on_partners_and_releases,
    on_people_from_a_file,
    on_settings_and_roles,
    on_who_takes_part,
)
from selecting import SLUG, TRUST
from served import Served
from year import OPEN, rows

AMARA, DINAH, CATO, FERN = (
    "amara.quarto0@kcl.example",
    "dinah.almanac0@ucl.example",
    "cato.octavo@kcl.example",
    "fern.recto@ucl.example",
)
HELD_BY_LEADS = {"round.read", "round.run", "round.publish"}
WORDS = "quoin brayer tympan frisket"
NOBODY = uuid5(UUID(int=1), "nobody")
"""An id that nothing has."""


def ids(site: Served) -> dict[str, str]:
    """Something real for every parameter of an address."""
    year = site.year
    with year.works.work("ucl", now=year.now) as work:
        registrations = {each.email: str(each.id) for each in rows(work, Registration)}
        newest = max(rows(work, Round), key=lambda each: each.number)
    with year.as_(AMARA) as (work, _):
        mentorship = str(mine(work)[0].mentorship_id)
    return {
        "tenant": "kcl",
        "programme": year.slug,
        "role": "mentee",
        "theme": "about-you",
        "registration": registrations[AMARA],
        "cato": registrations[CATO],
        "mentorship": mentorship,
        "round_id": str(newest.id),
        "session": str(NOBODY),
        "task": str(NOBODY),
        "stage": "panel",
        "invitation": str(NOBODY),
        "asked": str(NOBODY),
        "someone": str(year.person("coordinator@kcl.example").id),
        "token": "none",
        "name": "today",
        "part": "roles",
        "number": "1",
        "message_id": str(NOBODY),
        "partner": "ual",
        "event": "celebration",
        "gathering": session_of(site, "celebration"),
        "candidate": str(NOBODY),
        "wish": str(NOBODY),
        "note": str(NOBODY),
        "goal": str(NOBODY),
        "meeting": str(NOBODY),
        "question": str(NOBODY),
        "survey": "fit",
        "agreement": "working_together",
        "people": "2",
        "seed": "1",
        "story": "year.svg",
    }


def at(pattern: str, known: dict[str, str], **changes: str) -> str:
    return re.sub(r"{(\w+):\w+}", lambda found: {**known, **changes}[found[1]], pattern)


def declared(site: Served, method: str) -> list[tuple[str, str]]:
    """(address pattern, action) of the routes with this method."""
    return [(path, action or "") for kind, path, action in declared_routes(site.routes) if kind == method]


IN_A_JOURNEY_OF_ITS_OWN = {
    ("GET", "/{tenant}/console/{programme}/rehearsal/{people}/{seed}/{story}"): "test_rehearsal.py",
    ("POST", "/{tenant}/{programme}/mine/ask/{registration}/{candidate}"): "test_requests.py",
    ("POST", "/{tenant}/console/{programme}/registrations/together"): "test_coordinators_round.py",
    **{(how, "/{tenant}/console/{programme}/matching/{round_id}/merge"): "test_merging.py" for how in ("GET", "POST")},
}
"""A year has to be played to its end first; the asked have no room any more; no two wait for one cause; no circles."""


def test_every_route_declares_its_permission(town: Served) -> None:
    assert {action for _, _, action in declared_routes(town.routes)} <= {EVERYONE, *PERMISSIONS}


def test_no_programme_can_be_called_as_a_page_is(town: Served) -> None:
    beside = {path.split("/")[2] for _, path in town.all_routes() if path.startswith("/{tenant}/")}
    assert beside - {"", "{programme}"} == RESERVED


def test_every_route_answers_those_it_is_for(town: Served) -> None:
    known = ids(town)
    as_a_visitor(town.browser())
    as_somebody_who_registers_in_time(town)
    as_members(town, known)
    as_coordinators_who_select(town)
    as_coordinators(town, known)
    on_events(town, AMARA)
    on_surveys(town, AMARA, known["mentorship"])
    with_two_ends(town, known["mentorship"])
    assert town.all_routes() - town.reached == set(IN_A_JOURNEY_OF_ITS_OWN)


def as_a_visitor(visitor: Browser) -> None:
    assert visitor.open("/").heading == "Mentoring"
    (style,) = re.findall(r'href="(/assets/[^"]+\.css)"', visitor.page.html)
    for address in (style, "/favicon.ico"):
        assert visitor.client.get(address).status_code == 200
    assert visitor.follow("Light or dark").heading == "Light or dark"
    assert visitor.press("", scheme="dark").heading == "Mentoring"
    assert 'data-scheme="dark"' in visitor.page.html
    assert visitor.open("/components").status == 200
    assert visitor.open("/components/today").heading
    assert visitor.open("/kcl/").heading == "Mentoring at King's"
    assert visitor.follow("Who looks after your data").heading == "Who looks after your data"
    assert visitor.open("/kcl/b-mentor-2021/").heading == "B-MEntor Professional 2021"


def as_members(site: Served, known: dict[str, str]) -> None:
    amara, dinah, cato = site.as_(AMARA), site.as_(DINAH), site.as_(CATO)
    assert amara.open("/kcl/mine").heading == "My matches"
    assert amara.open("/kcl/b-mentor-2021/mine").heading == "You and Dinah"
    assert "director@" not in amara.page.words
    assert amara.follow("Say yes or no").heading == "You and Dinah"
    assert amara.press("Send my answer").problems == ["Choose yes or no"]
    assert "You have answered" in amara.press("Send my answer", answer="yes").words
    on_ones_own_data(amara)
    with_all_of_it(site, amara)
    dinah.open("/ucl/mine")
    dinah.follow("You and Amara")
    dinah.follow("Say yes or no")
    dinah.press("Send my answer", answer="yes")
    assert dinah.open(at("/ucl/b-mentor-2021/mine/{mentorship:uuid}", known)).heading == "You and Amara"
    with site.year.works.work("ucl") as work:
        work.session.execute(update(Member).values(extend_asked_at=site.year.now))
    assert dinah.open(at("/ucl/b-mentor-2021/mine/{mentorship:uuid}/go-on", known)).heading == "You and Amara"
    assert "Yes, when the others say so too." in dinah.press("Send my answer", go_on="yes").words
    assert dinah.follow("Log a meeting").heading == "Log a meeting"
    assert "One meeting held." in dinah.press("Log this meeting").words
    on_meetings(site, dinah, known["mentorship"])
    with_goals(dinah)
    with_notes(dinah)
    with_a_way_out(site, dinah, known["mentorship"])
    on_asking_and_next_time(site, known["registration"])
    assert cato.open("/kcl/b-mentor-2021/mine").heading == "We have your registration"
    assert cato.open("/kcl/b-mentor-2021/register/mentee").heading == "What you told us"
    late = [("csrf", cato.page.token), ("name", "Cato Octavo")]
    page = cato.send("/kcl/b-mentor-2021/register/mentee/about-you", late)
    assert (page.status, page.heading) == (409, "This has changed meanwhile")
    assert "Registration as mentee closed on 18 December 2020." in page.words


def on_ones_own_data(amara: Browser) -> None:
    """Signed in a second time, elsewhere, and ended from here."""
    other = Browser(amara.client)
    other.sign_in(AMARA)
    assert amara.follow("My data").heading == "My data"
    assert amara.press("End").heading == "My data"
    assert amara.page.forms("End") == []
    assert other.open("/kcl/my-data").heading == "Sign in"
    amara.follow("How you sign in")
    assert "Your password is set" in amara.press("Set a password", password=WORDS).words
    other.open("/kcl/sign-in")
    assert other.press("Sign in with password", account=AMARA, password=WORDS).heading == "Mentoring at King's"
    assert "Your password is removed" in amara.press("Remove my password").words
    assert other.open("/kcl/my-data").heading == "Sign in"


def as_somebody_who_registers_in_time(site: Served) -> None:
    today, site.year.now = site.year.now, OPEN
    hana = site.as_("hana.glyph@kcl.example")
    assert hana.open("/kcl/b-mentor-2021/register/mentee").heading == "About you"
    assert hana.press("Save and continue", name="Hana Glyph").heading == "Your work"
    site.year.now = today


def as_coordinators_who_select(site: Served) -> None:
    """Before the panel, in the programme that has one: while its registration is open."""
    today, site.year.now = site.year.now, OPEN
    ivo, ucl, at_home = site.as_("ivo.quoin@kcl.example"), site.coordinator("ucl"), f"/ucl/console/{SLUG}"
    ivo.open(f"/kcl/{SLUG}/register/mentee")
    ivo.press("Save and continue", name="Ivo Quoin")
    ivo.press("Save and continue", hope="To lead a small team")
    assert ivo.press("Send my registration").heading == "We have your registration"
    assert ucl.open(f"{at_home}/registrations?tab=everyone").heading == "Registrations"
    ucl.follow("Ivo Quoin")
    assert ucl.follow("Set the level").heading == "The level of Ivo Quoin"
    assert "Paid as senior" in ucl.press("Set the level", level="2", reason="Paid as senior").words
    assert ucl.follow("Selection").heading == "Selection"
    assert ucl.follow("Ivo Quoin").heading == "Panel: Ivo Quoin"
    assert ucl.press("Record", {"review.score": "5"}, result="forward").heading == "Selection"
    assert ucl.open(f"{at_home}/naming").heading == "Put people together"
    assert ucl.send(f"{at_home}/naming", [("csrf", ucl.page.token)]).heading == "Put people together"
    assert ucl.open(f"{at_home}/invitations").heading == "Invitations"
    ucl.press("Send the invitation", email="dov.verso@kcl.example")
    assert "Nobody has been asked yet." in ucl.press("Take back").words
    assert ucl.follow("Enter a mentee of a listed organisation").heading == "Enter a mentee"
    entered = {"listed": TRUST, "name": "Ines Kern", "email": "ines@kerning.example", "answers.hope": "New eyes"}
    assert "Ines Kern" in ucl.press("Enter the registration", entered).words
    ucl.follow("Change what was entered")
    told = {"name": "Ines Kern", "email": "ines@kern.example", "reason": "She wrote"}
    assert "Ines Kern" in ucl.press("Change the registration", told).words
    ucl.follow("Withdraw them")
    assert "Withdrawn on" in ucl.press("Withdraw Ines", reason="She asked").words
    on_people_from_a_file(ucl)
    on_who_takes_part(site, ucl)
    site.year.now = today
    del site.browsers["coordinator@ucl.example"]  # that session is of months ago


def as_coordinators(site: Served, known: dict[str, str]) -> None:
    kcl, ucl = site.coordinator("kcl"), site.coordinator("ucl")
    ucl.open("/ucl/console/b-mentor-2021/attendance")
    assert ucl.press("Record as attended").heading == "Events and attendance"
    assert ucl.follow("Timeline").heading == "Timeline"
    ucl.follow("Play the year")
    assert ucl.press("Play the year", people="2").heading == "Play the year"
    assert ucl.open("/ucl/console/b-mentor-2021/rehearsal/2/1/other").status == 404
    assert kcl.open("/kcl/console").heading == "Today"
    kcl.press("Done")
    for label in ("Programmes", "B-MEntor", "Registrations", "Events", "Mentorships", "The scheme"):
        assert kcl.follow(label).status == 200
    kcl.open(f"/kcl/console/b-mentor-2021/registrations/{known['cato']}")
    kcl.press("Record as passed: Compulsory training for mentees")
    assert kcl.press("Confirm", outcome="eligible", reason="Asked: grade 4").status == 200
    in_quarantine(site, "kcl")
    assert "In quarantine since" in kcl.follow("Schemes").words
    assert "In quarantine" not in kcl.press("Ask its code again").words
    ucl.open("/ucl/console/b-mentor-2021/matching")
    ucl.press("Discard")
    ucl.press("Run a round")
    on_the_workbench(ucl)
    assert ucl.follow("Preview publication").heading == "Publish proposal 3"
    assert "Everybody was told" in ucl.press("Publish and tell").words
    assert ucl.follow("Place newcomers").heading == "Newcomers"
    assert ucl.send(ucl.page.path, [("csrf", ucl.page.token)]).heading == "Newcomers"
    on_partners_and_releases(ucl)
    on_texts_and_rules(site, ucl)
    on_opening_a_programme(ucl)
    on_messages(site, ucl)
    cato = site.as_(CATO)
    cato.open("/kcl/b-mentor-2021/mine")
    cato.follow("Answer one optional question")
    assert cato.press("Seal my answer", ethnicity="998").heading == "My data"
    cato.open("/kcl/b-mentor-2021/mine")
    cato.follow("Withdraw")
    assert cato.press("Withdraw", what="registration").heading == "You have withdrawn"
    on_who_did_what(site, known)
    on_settings_and_roles(site, kcl)
    on_ones_second_step(kcl, site.year.now)
    kcl.press("Sign out")
    del site.browsers["coordinator@kcl.example"]


def on_ones_second_step(kcl: Browser, now: datetime) -> None:
    """New recovery codes, and another phone."""
    kcl.open("/kcl/account")
    assert "You get each letter by itself" in kcl.press("Keep this", letters="each").words
    assert kcl.press("Make new recovery codes").heading == "Keep your recovery codes"
    kcl.follow("I have kept them")
    assert kcl.follow("Use another phone or app").heading == "Set up your second step"
    secret = next(each.words for each in kcl.page.root.all("p") if "shown-code" in each.attributes.get("class", ""))
    assert kcl.press("Turn it on", code="000 00").problems == [NO_FIT]
    code = code_of(secret.replace(" ", ""), step_at(now))
    assert kcl.press("Turn it on", code=code).heading == "Keep your recovery codes"


def on_texts_and_rules(site: Served, lead: Browser) -> None:
    """A change, taken back; then a move to documents that somebody has installed meanwhile."""
    home = "/ucl/console/b-mentor-2021"
    lead.open(f"{home}/scheme")
    assert lead.follow("Who takes part").heading == "Who takes part"
    assert lead.follow("Texts and rules").heading == "Texts and rules"
    lead.follow("Who takes part")
    lead.press("Show what this changes", {"roles.mentor.plural": "Advocates"})
    assert "Saved" in lead.press("Save one change", reason="Our word").words
    lead.follow("Take it back")
    assert "Saved" in lead.press("Take change 1 back", reason="Not our word").words
    schemes: Any = site.year.works.schemes.schemes
    scheme = schemes["b-mentor"]
    change = {"roles": {"mentee": {"plural": "Learners"}}}
    schemes["b-mentor"] = pinned_scheme("b-mentor", "1.9", merge_patch(scheme.documents, change))
    lead.open(f"{home}/texts")
    assert lead.follow("See what would change").heading == "Move to version 1.9 of the scheme"
    assert "Saved" in lead.press("Move to version 1.9", reason="Better words").words


def in_quarantine(site: Served, slug: str) -> None:
    """A scheme's code has failed three times at that institution."""
    with site.year.works.work(slug, now=site.year.now) as work:
        for _ in range(3):
            code = Code("b-mentor", "1.0", "nowhere", ("score",))
            fault = SchemeFault(code, "score", "answer", "the block holds NaN")
            record_fault(work.session, fault, at=work.now, new_id=work.new_id)


def test_somebody_who_has_not_signed_in_is_led_to_sign_in_and_back(town: Served) -> None:
    known, visitor = ids(town), town.browser()
    guarded = [(path, action) for path, action in declared(town, "GET") if action not in {EVERYONE, "programme.see"}]
    assert len(guarded) > 15
    for path, _ in guarded:
        wanted = at(path, known)
        page = visitor.open(wanted)
        assert (page.heading, page.path) == ("Sign in", f"/kcl/sign-in?next={wanted}")


def test_a_form_that_is_not_ours_changes_nothing(town: Served) -> None:
    known = ids(town)
    posts = [path for path, _ in declared(town, "POST") if path != "/appearance"]
    assert len(posts) > 10
    for path in posts:
        who = town.coordinator("ucl") if "console" in path else town.as_(AMARA)
        wanted = at(path, known, tenant="ucl" if "console" in path else "kcl")
        for token in ([], [("csrf", "")], [("csrf", "0" * 64)]):
            page = who.send(wanted, [*token, ("what", "registration"), ("outcome", "not_eligible")])
            assert (path, page.status, page.heading) == (path, 403, "You cannot do this")


def test_a_participant_is_refused_every_page_of_the_console(town: Served) -> None:
    known, amara = ids(town), town.as_(AMARA)
    for path, action in declared(town, "GET"):
        if "/console" in path:
            assert "participant" not in PERMISSIONS[action].roles
            page = amara.open(at(path, known))
            assert (path, page.status, page.heading) == (path, 403, "You cannot do this")
    token = amara.open("/kcl/mine").token
    for path, _ in declared(town, "POST"):
        if "/console" in path:
            assert (path, amara.send(at(path, known), [("csrf", token)]).status) == (path, 403)


def test_a_partners_coordinator_is_refused_everything_about_matching(town: Served) -> None:
    known, kcl = ids(town), town.coordinator("kcl")
    token = kcl.open("/kcl/console").token
    for method in ("GET", "POST"):
        paths = [path for path, action in declared(town, method) if action in HELD_BY_LEADS]
        assert len(paths) == {"GET": 9, "POST": 15}[method]
        for path in paths:
            page = kcl.open(at(path, known)) if method == "GET" else kcl.send(at(path, known), [("csrf", token)])
            assert (path, page.status) == (path, 403)
            elsewhere = at(path, known, tenant="ucl")
            page = kcl.open(elsewhere) if method == "GET" else kcl.send(elsewhere, [("csrf", token)])
            assert (path, page.heading) in {(path, "Sign in"), (path, "You cannot do this")}


@pytest.mark.parametrize("tenant", ["ucl", "kcl"])
def test_somebody_elses_mentorship_or_registration_looks_like_none(town: Served, tenant: str) -> None:
    known = ids(town)
    fern = town.as_(FERN) if tenant == "ucl" else town.as_(CATO)
    for path, _ in declared(town, "GET"):
        if "/mine/" in path and ":uuid" in path:
            own = at(path, known, tenant=tenant)
            absent = at(path, known, tenant=tenant, mentorship=str(NOBODY), registration=str(NOBODY))
            found, missing = fern.open(own), fern.open(absent)
            assert (path, found.status, missing.status) == (path, 404, 404)
            assert found.html == missing.html
