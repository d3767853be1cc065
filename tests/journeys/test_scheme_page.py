"""A programme's scheme as its coordinators read it: in sentences, with what they may change marked."""

from served import Served


def test_a_coordinator_reads_the_scheme_of_a_programme_in_sentences(town: Served) -> None:
    kcl = town.coordinator("kcl")
    kcl.open("/kcl/console/b-mentor-2021/overview")
    page = kcl.follow("The scheme")
    assert page.heading == "The scheme"
    for said in (
        "Mentees: at most 40",
        "Mentees are at grade 5, 6 or 7, or at the same level on their own institution's scale",
        "Overlap, weight 40",
        "Different, broken only so that somebody is placed",
        "Friday 18 December 2020",
        "Mentors, before matching",
    ):
        assert said in page.words, said


def test_what_may_be_changed_is_marked_and_what_may_not_is_not(town: Served) -> None:
    page = town.coordinator("kcl").open("/kcl/console/b-mentor-2021/scheme")
    rows = [row.words for row in page.root.all("tr")]
    (places,) = [row for row in rows if "at most 40" in row]
    assert "May be changed" in places
    (first,) = [row for row in rows if row.startswith("Registration received")]
    assert "May be changed" in first
    (question,) = [row for row in rows if row.startswith("Mentees Which kind of post")]
    assert "May be changed" in question
    (own,) = [row for row in rows if row.startswith("Half of the year For each match")]
    assert "As it is" in own
