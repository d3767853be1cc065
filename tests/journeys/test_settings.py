"""An institution changes its own settings; what its file says otherwise is marked, and never wins by itself."""

from datetime import timedelta

from mentoring.tenants.directory import institution
from mentoring.tenants.grades import level_of
from served import Served


def test_a_coordinator_changes_what_is_the_institutions_own(b_mentor: Served) -> None:
    year, maya = b_mentor.year, b_mentor.coordinator("kcl")
    maya.open("/kcl/console")
    assert maya.follow("Settings").heading == "Settings"
    assert "Everything is as the file" in maya.page.words
    wrong = {"brand.colour": "red", "retention.audit": "for ever", "contacts.mentoring.email": "nobody"}
    page = maya.press("Save these settings", {**wrong, "reason": "A try"})
    assert len(page.problems) == 3
    assert page.problems[0].startswith("`red`")
    maya.open("/kcl/console/settings")
    assert maya.press("Save these settings", {"short_name": "King's London"}).problems == [
        "Say why, for example: the brand office sent the exact colour."
    ]
    right = {"short_name": "King's London", "brand.colour": "#ffd100", "retention.audit": "7 years"}
    contact = {"contacts.mentoring.email": "mentors@kcl.example"}
    page = maya.press("Save these settings", {**right, **contact, "reason": "The brand office"})
    assert "Saved" in page.words
    assert "Four settings were changed here" in page.words
    assert f"Changed here on {year.now.day} November 2020; the file says “King's”." in page.words
    assert "Mentoring at King's London" in b_mentor.browser().open("/kcl/").words
    with year.works.work("ucl", now=year.now) as work:  # a partner reads the directory
        held = institution(work.session, "kcl")
    assert (held.short_name, held.retention.audit, held.contacts.mentoring.email) == (
        "King's London", "7 years", "mentors@kcl.example",
    )  # fmt: skip
    assert maya.press("Save these settings", {"reason": "Nothing"}).words.count("Nothing was different") == 1


def test_what_the_file_says_again_is_no_difference_any_more(b_mentor: Served) -> None:
    maya = b_mentor.coordinator("kcl")
    maya.open("/kcl/console/settings")
    maya.press("Save these settings", {"short_name": "K", "reason": "A try"})
    assert "One setting was changed here" in maya.page.words
    maya.press("Save these settings", {"short_name": "King's", "reason": "Back"})
    assert "Everything is as the file" in maya.page.words


def test_a_grade_scale_from_a_day_on_decides_about_people_of_that_day(b_mentor: Served) -> None:
    year, maya = b_mentor.year, b_mentor.coordinator("kcl")
    maya.open("/kcl/console/settings")
    assert maya.follow("Add or correct a scale").heading == "A grade scale"
    date = {"day.day": "1", "day.month": "1", "day.year": "2021"}
    assert maya.press("Save this scale", {**date, "scale": "A\nB", "levels_0": "A = 9\nB = six"}).problems == [
        "“B = six” is no level. Write a grade, =, and a number, such as 7 = 3.",
        "Say why, for example: the brand office sent the exact colour.",
    ]
    assert maya.press("Save this scale", {**date, "levels_0": "A = 9\nB = 6", "reason": "New scale"}).problems == [
        "`B` is above `A` and cannot have a lower level."
    ]
    assert maya.press("Save this scale", {"levels_0": "A = 6\nB = 9"}).problems == ["`5` is no grade of this scale."]
    page = maya.press("Save this scale", {"levels_1": ""})
    assert "From 1 January 2021 (changed here) A, B" in page.words
    with year.works.work("kcl", now=year.now) as work:
        held = institution(work.session, "kcl")
    before, after = held.grades[-1].start - timedelta(days=1), held.grades[-1].start
    assert (level_of(held, "b-mentor", "B", before), level_of(held, "b-mentor", "B", after)) == (None, 9)
