from sqlalchemy import update

from mentoring.participants.model import Registration
from mentoring.programmes.pinned import scheme_of
from mentoring.rounds.field import inputs_of, round_milestones
from mentoring.rounds.looked import inputs_seen
from year import Year, counted, ready_pairs


def entrants(year: Year) -> tuple[list[str], int]:
    """Who would enter a round, to whoever looks; and how many statements it takes to tell."""
    with year.coordinating(year.host) as (work, programme):
        (milestone,) = round_milestones(scheme_of(programme))
        with counted(work) as sent:
            found = inputs_seen(work, programme, milestone)
            asked = len(sent)
        assert found.field.cohort.entrants == inputs_of(work, programme, milestone).field.cohort.entrants
        return sorted(each.name for each in found.field.cohort.entrants), asked


def rename(year: Year, one: str, other: str) -> None:
    with year.coordinating(year.host) as (work, programme):
        named = (Registration.programme_id == programme.id, Registration.name == one)
        work.session.execute(update(Registration).where(*named).values(name=other))


def test_what_a_round_is_made_of_is_put_together_once_until_somebody_changes_something(year: Year) -> None:
    ready_pairs(year, 1)
    first, asked = entrants(year)
    assert first == ["Amara Quarto0", "Dinah Almanac0"]
    assert entrants(year) == (first, 1)
    rename(year, "Dinah Almanac0", "Dinah Octavo")
    assert entrants(year) == (["Amara Quarto0", "Dinah Octavo"], asked)
    rename(year, "Dinah Octavo", "Dinah Almanac0")
    assert entrants(year) == (first, asked)
    assert entrants(year) == (first, 1)
