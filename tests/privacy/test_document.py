"""D1: a person has all that is held about them, and nothing that is another's."""

import json
from typing import Any

from mentoring.mentorships.model import Mentorship
from mentoring.privacy.document import Everything, as_json, everything
from mentoring.privacy.held import own_of
from told_everything import AMARA, CARA, DINAH, Told
from year import rows


def had_by(told: Told, email: str) -> Everything:
    with told.year.as_(email) as (work, _):
        own = own_of(work)
        return everything(work, own, {told.registrations[email]: "Not known"} if email in told.registrations else {})


def test_everything_of_ones_own_is_in_it_and_no_word_of_anybody_elses(told: Told) -> None:
    found = had_by(told, AMARA)
    document: dict[str, Any] = json.loads(as_json(found))
    parts = {name: json.dumps(part) for name, part in document["parts"].items()}
    own = {name for name, part in parts.items() if told.words[AMARA] in part}
    assert own == {
        "agreements", "answers_to_offers", "data_requests", "decisions", "goals", "invitations", "meetings", "messages",
        "notes", "registrations", "requests", "sessions", "surveys", "tasks",
    }  # fmt: skip
    whole = json.dumps(document, ensure_ascii=False)
    assert [word for word in (told.words[CARA], "quarto1", "Quarto1", "dinahsword", "almanac0@") if word in whole] == []
    assert "Dinah Almanac0" in parts["mentorships"], "whom they met is theirs as well"
    assert document["parts"]["equality"] == [{"programme": "B-MEntor Professional 2021", "answer": "Not known"}]
    assert document["parts"]["person"][0]["email"] == AMARA


def test_no_secret_and_no_link_to_sign_in_leaves_with_it(told: Told) -> None:
    document = json.loads(as_json(had_by(told, AMARA)))
    links = [each for each in document["parts"]["messages"] if each["occasion"] == "sign_in_link"]
    assert [each["body"] for each in links] == [""]
    assert "/sign-in/" not in json.dumps(document)
    assert {tuple(sorted(each)) for each in document["parts"]["sign_in"]} == {
        ("set_at", "way"), ("made_at", "way"), ("created_at", "expires_at", "spent_at", "way"),
    }  # fmt: skip


def test_an_offer_of_which_one_has_not_heard_is_not_in_it(told: Told) -> None:
    key = told.mentorships[AMARA]
    with told.year.works.work("ucl") as work:
        pair = next(each for each in rows(work, Mentorship) if each.id == key)
        pair.state = "offered"
    with told.year.works.work("ucl") as work:
        work.session.connection().exec_driver_sql(
            "update members set joined_at = null, asked_at = null, answer = 'pending'"
            f" where mentorship_id = '{key}' and name like 'Dinah%%'"
        )
    assert {each.name: each.rows for each in had_by(told, DINAH).parts}["mentorships"] == ()


def test_that_they_took_it_stands_in_their_trail_and_the_next_one_tells_of_it(told: Told) -> None:
    had_by(told, AMARA)
    trail = {each.name: each.rows for each in had_by(told, AMARA).parts}["trail"]
    assert [each["who"] for each in trail if each["action"] == "export"] == ["you"]
