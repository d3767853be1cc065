"""Mentorships that somebody else has put together, taken as a round's result once they keep every rule."""

from collections.abc import Sequence

from mentoring.matching.check import check
from mentoring.matching.cohort import Cohort
from mentoring.matching.plan import Mentorship, Plan, Solution
from mentoring.matching.room import Group
from mentoring.matching.score import Board
from mentoring.matching.solve import solution_of


class Refused(Exception):
    """What was proposed may not stand: `problems`, a sentence each."""

    def __init__(self, problems: Sequence[str]) -> None:
        super().__init__(" ".join(problems))
        self.problems = tuple(problems)


def taken(cohort: Cohort, plan: Plan, proposed: Sequence[tuple[str, tuple[str, ...]]]) -> Solution:
    """The solution that these mentorships make, each a pathway and its members' ids. Raises Refused."""
    roles = {each.id: each.role for each in cohort.entrants}
    known = {pathway.id: pathway for pathway in plan.pathways}
    problems = [f"There is no pathway {pathway} in this round." for pathway, _ in proposed if pathway not in known]
    problems += [f"{one} is not in this round." for _, members in proposed for one in members if one not in roles]
    if problems:
        raise Refused(problems)
    raw = tuple(Mentorship(pathway, tuple((roles[one], one) for one in each), 0, 0) for pathway, each in proposed)
    if broken := check(cohort, plan, Solution(raw, (), {})):
        raise Refused(broken)
    board = Board(cohort, plan)
    groups = []
    for pathway, members in proposed:
        places = sorted(board.position[one] for one in members)
        by_role = {
            role: tuple(place for place in places if cohort.entrants[place].role == role)
            for role in known[pathway].members
        }
        groups.append(Group.of(pathway, by_role))
    return solution_of(board, groups)
