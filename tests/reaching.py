"""Parts of the walk through the route table: the workbench, and who did what."""

from browsing import Browser
from mentoring.accounts.factors import install_factor
from mentoring.accounts.grants import grant
from served import Served
from year import SECRET


def on_the_workbench(lead: Browser) -> None:
    """Every button of a proposal with one pair and somebody left over; at the end it is as it was."""
    proposal = lead.page.path
    for label in ("Lock ", "Locked", "Forbid", "Allow", "Undo last change", "Allow"):
        assert lead.press(label).path == proposal, label
    lead.press("Try it")
    lead.press("Undo last change")
    lead.press("Solve the rest again")
    assert lead.follow("Show differences").heading == "Proposal 5 compared with proposal 3"
    assert lead.follow("Back to proposal").heading == "Matching"
    assert lead.follow("Matrix").heading == "Matching"
    assert lead.follow("Fern Recto").heading == "Another mentor for Fern Recto"
    assert lead.follow("Basil Folio").heading == "Another mentee for Basil Folio"
    choice = next(each for each in lead.page.root.all("input") if each.attributes.get("name") == "choice")
    lead.press("Swap", choice=choice.attributes["value"])
    assert "By hand: Swapped by hand." in lead.page.words
    lead.press("Undo last change")
    lead.follow("by hand")
    (other,) = [each for each in lead.page.root.all("select") if each.attributes["name"] == "other"]
    full = other.all("option")[-1].attributes["value"]
    lead.press("Match by hand", other=full, reason="Both asked for it")
    assert "By hand: Both asked for it." in lead.page.words
    lead.press("Undo last change")
    lead.follow("Try other weights")
    assert lead.press("Try it").heading == "Try other weights and values"
    lead.open(proposal)


def on_who_did_what(site: Served, known: dict[str, str]) -> None:
    """Somebody else's registration on which nothing is to be decided; the trail; and the operator's numbers."""
    ucl = site.coordinator("ucl")
    page = ucl.open(f"/ucl/console/b-mentor-2021/registrations/{known['registration']}")
    assert page.heading == "Why do you look at what Amara Quarto0 wrote?"
    assert ucl.open(f"{page.path}/why").heading == page.heading
    assert ucl.press("Open the registration", reason="She asked me to").heading == "Registrations"
    assert "said why they read registration" in ucl.follow("Who did what").words
    olga = site.year.person("olga.press@kcl.example")
    with site.year.works.work("kcl", now=site.year.now) as work:
        grant(work, person=olga, role="operator")
        install_factor(work, olga, SECRET)
    assert site.as_(olga.email).open("/kcl/console/system").heading == "System"
