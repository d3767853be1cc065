"""R1: goals are set together, step by step; their members read them, what was stays, and nobody else knows of any."""

from datetime import date, timedelta
from uuid import UUID

import pytest
from psycopg import Connection

from mentoring.audit.model import AuditEntry
from mentoring.errors import Conflict, Invalid, NotFound
from mentoring.mentorships.goals import Goal, add_step, close_goal, goals_of, mark_step, reword_goal, set_goal
from mentoring.mentorships.queries import mine
from year import Year, published, ready_pairs, rows

Superuser = Connection[tuple[object, ...]]
AMARA, DINAH = "amara.quarto0@kcl.example", "dinah.almanac0@ucl.example"


@pytest.fixture
def matched(year: Year) -> Year:
    ready_pairs(year, 1)
    published(year)
    year.now += timedelta(days=20)
    return year


def match_of(year: Year) -> UUID:
    with year.as_(AMARA) as (work, _):
        return mine(work)[0].mentorship_id


def read(year: Year, email: str = DINAH) -> tuple[Goal, ...]:
    match = match_of(year)
    with year.as_(email) as (work, _):
        return goals_of(work, match, host="ucl")


def a_goal(year: Year) -> tuple[UUID, UUID]:
    match = match_of(year)
    with year.as_(AMARA) as (work, _):
        words, step = "Lead a small team ", "Ask about the rota"
        return match, set_goal(work, match, host="ucl", words=words, step=step, by=date(2021, 6, 11))


def test_both_set_goals_and_take_steps_and_what_was_stays_to_be_read(matched: Year) -> None:
    match, key = a_goal(matched)
    (goal,) = read(matched)
    assert (goal.words, goal.state, [(s.words, s.by, s.done) for s in goal.steps]) == (
        "Lead a small team", "open", [("Ask about the rota", date(2021, 6, 11), False)],
    )  # fmt: skip
    with matched.as_(DINAH) as (work, _):
        mark_step(work, match, key, goal.steps[0].id, host="ucl", done=True)
        mark_step(work, match, key, goal.steps[0].id, host="ucl", done=True)
        add_step(work, match, key, host="ucl", words="Run it once")
        reword_goal(work, match, key, host="ucl", words="Lead the intake team")
    with matched.as_(AMARA) as (work, _):
        reword_goal(work, match, key, host="ucl", words="Lead the intake team")
        close_goal(work, match, key, host="ucl", state="reached")
    (goal,) = read(matched)
    assert (goal.words, goal.state, goal.done, goal.next and goal.next.words) == (
        "Lead the intake team", "reached", 1, "Run it once",
    )  # fmt: skip
    assert [(each.who, each.kind, each.words) for each in goal.history] == [
        ("Amara Quarto0", "goal", "Lead a small team"),
        ("Amara Quarto0", "step", "Ask about the rota"),
        ("Dinah Almanac0", "done", "Ask about the rota"),
        ("Dinah Almanac0", "step", "Run it once"),
        ("Dinah Almanac0", "goal", "Lead the intake team"),
        ("Amara Quarto0", "reached", ""),
    ]
    with pytest.raises(Conflict, match="closed"), matched.as_(AMARA) as (work, _):
        add_step(work, match, key, host="ucl", words="Too late")


def test_nobody_else_reads_them_or_learns_that_there_are_any(matched: Year, superuser: Superuser) -> None:
    with matched.works.work("ucl") as work:
        before = {each.id for each in rows(work, AuditEntry)}
    match, key = a_goal(matched)
    for slug in ("ucl", "kcl"):
        with pytest.raises(NotFound), matched.coordinating(slug) as (work, _):
            goals_of(work, match, host="ucl")
        with matched.coordinating(slug) as (work, _):
            assert work.session.connection().exec_driver_sql("select count(*) from goal_entries").scalar_one() == 0
    with pytest.raises(NotFound), matched.as_("tom.serif@kcl.example") as (work, _):
        reword_goal(work, match, key, host="ucl", words="From outside")
    lying = str(superuser.execute("select string_agg(encode(sealed, 'escape'), ' ') from goal_entries").fetchone())
    assert ("small team" in lying, "2021-06" in lying) == (False, False)
    with matched.works.work("ucl") as work:
        assert [each.object for each in rows(work, AuditEntry) if each.id not in before and "goal" in each.object] == []


def test_who_joined_later_reads_later_goals_alone_and_who_left_none(matched: Year, superuser: Superuser) -> None:
    match, key = a_goal(matched)
    superuser.execute("update members set added_at = clock_timestamp() where name like 'Dinah%'")
    assert read(matched) == ()
    with pytest.raises(NotFound), matched.as_(DINAH) as (work, _):
        reword_goal(work, match, key, host="ucl", words="What I cannot read")
    superuser.execute("update members set left_at = now() where name like 'Amara%'")
    with pytest.raises(NotFound), matched.as_(AMARA) as (work, _):
        goals_of(work, match, host="ucl")
    with matched.as_(AMARA) as (work, _):
        own = "select count(*) from goal_entries"
        assert work.session.connection().exec_driver_sql(own).scalar_one() == 2, "their own words are theirs to have"


def test_what_says_nothing_or_too_much_is_refused_and_a_match_that_is_over_is_only_read(
    matched: Year, superuser: Superuser
) -> None:
    match, key = a_goal(matched)
    with pytest.raises(Invalid) as refusal, matched.as_(AMARA) as (work, _):
        set_goal(work, match, host="ucl", words=" ", by=date(2021, 6, 11))
    assert refusal.value.problems == {
        "goal": "Say it in a few words.", "step": "Say what is to be done by then, or leave the day out.",
    }  # fmt: skip
    with pytest.raises(Invalid) as refusal, matched.as_(AMARA) as (work, _):
        add_step(work, match, key, host="ucl", words="a" * 201)
    assert refusal.value.problems == {"step": "Shorten it to 200 characters; it has 201."}
    superuser.execute("update mentorships set state = 'completed'")
    assert [each.words for each in read(matched)] == ["Lead a small team"]
    with pytest.raises(Conflict, match="over"), matched.as_(DINAH) as (work, _):
        close_goal(work, match, key, host="ucl", state="reached")
