"""Coordinators read who did what at their institution; an operator reads numbers, and no name."""

from mentoring.accounts.factors import install_factor
from mentoring.accounts.grants import grant
from mentoring.privacy.trail import A_PAGE, Wanted, trail
from mentoring.unit_of_work import Actor
from served import Served
from year import SECRET, Year, counted

AMARA, CATO = "amara.quarto@kcl.example", "cato.octavo@kcl.example"


def test_the_trail_says_who_did_what_and_is_chosen_from(b_mentor: Served) -> None:
    year, kcl, ucl = b_mentor.year, b_mentor.coordinator("kcl"), b_mentor.coordinator("ucl")
    key = year.register(AMARA, "mentee", grade="")
    year.register(CATO, "mentee")
    ucl.open(f"/ucl/console/b-mentor-2021/registrations/{key}")
    kcl.open(f"/kcl/console/b-mentor-2021/registrations/{key}")
    kcl.press("Confirm", outcome="not_eligible", reason="Grade 9, as she says")
    kcl.open("/kcl/console")
    page = kcl.follow("Who did what")
    assert page.heading == "Who did what"
    assert "Amara Quarto sent registration" in page.words
    assert "Cato Octavo sent registration" in page.words
    assert "Maya Archive decided registration (outcome), Amara Quarto “Grade 9, as she says”" in page.words
    assert "Cato Octavo" not in kcl.open("/kcl/console/audit?person=quarto").words
    assert "sent registration" not in kcl.open("/kcl/console/audit?act=start").words
    assert "Amara Quarto started registration" in kcl.page.words
    assert kcl.open("/kcl/console/audit?person=nobody").words.count("Nothing of that kind") == 1
    elsewhere = kcl.open("/kcl/console/audit?where=elsewhere").words
    assert "Somebody at UCL read registration, Amara Quarto" in elsewhere
    assert "sent registration" not in elsewhere


def read(year: Year, slug: str, wanted: Wanted) -> tuple[int, int, bool]:
    """Entries on the page, statements sent, whether there are older ones."""
    someone = year.person(f"coordinator@{slug}.example")
    with year.works.work(slug, Actor.person(someone.id, frozenset({"coordinator"}))) as work, counted(work) as sent:
        found = trail(work, wanted)
    return len(found.entries), len(sent), found.more


def test_the_trail_is_read_page_by_page_in_a_fixed_number_of_queries(b_mentor: Served) -> None:
    year = b_mentor.year
    year.register(AMARA, "mentee")
    few, asked, more = read(year, "kcl", Wanted())
    assert (few > 1, more) == (True, False)
    for number in range(20):
        year.register(f"amara.quarto{number}@kcl.example", "mentee")
    assert read(year, "kcl", Wanted()) == (A_PAGE, asked, True)
    assert read(year, "kcl", Wanted(page=2))[1] == asked
    assert read(year, "kcl", Wanted(person="quarto3"))[1] == asked + 1
    assert read(year, "ual", Wanted())[0] < few


def test_an_operator_reads_numbers_and_no_name(b_mentor: Served) -> None:
    year = b_mentor.year
    year.register(AMARA, "mentee")
    someone = year.works.person("oper@kcl.example", "Olga Press")
    with year.works.work("kcl") as work:
        grant(work, person=someone, role="operator")
        install_factor(work, someone, SECRET)
    page = b_mentor.as_("oper@kcl.example").open("/kcl/console/system")
    assert page.heading == "System"
    assert "Nothing needs you" in page.words
    assert ("Amara" in page.html, "quarto" in page.html.lower()) == (False, False)
    for path in ("console", "console/audit", "console/b-mentor-2021/registrations", "console/people"):
        assert b_mentor.as_("oper@kcl.example").open(f"/kcl/{path}").status == 403
    assert b_mentor.coordinator("kcl").open("/kcl/console/system").status == 403
