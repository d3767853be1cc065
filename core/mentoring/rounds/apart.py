"""What coordinators read of a round, with people of one name told apart (`participants.namesakes`). Pure."""

from collections.abc import Mapping
from dataclasses import replace
from typing import TypeVar
from uuid import UUID

from mentoring.rounds.candidates import Candidates, Matrix
from mentoring.rounds.views import Person, Proposal, Side

Called = Mapping[UUID, str]
S = TypeVar("S", bound=Side)


def proposal_apart(found: Proposal, called: Called) -> Proposal:
    """The proposal with these people called so."""
    if not called:
        return found
    return replace(
        found,
        pairs=tuple(replace(pair, members=tuple(_side(each, called) for each in pair.members)) for pair in found.pairs),
        without=tuple(_side(each, called) for each in found.without),
        apart=tuple((_person(one, called), _person(other, called)) for one, other in found.apart),
    )


def candidates_apart(found: Candidates, called: Called) -> Candidates:
    """Whom somebody could be with, with these people called so."""
    if not called:
        return found
    names = {key: called.get(UUID(key), name) for key, name in found.names.items()}
    return replace(
        found,
        name=names.get(found.person, found.name),
        others=tuple(replace(each, name=names.get(each.registration_id, each.name)) for each in found.others),
        names=names,
    )


def matrix_apart(found: Matrix, called: Called) -> Matrix:
    """The matrix with these people called so."""
    if not called:
        return found
    return replace(
        found,
        rows=tuple((key, called.get(UUID(key), name)) for key, name in found.rows),
        columns=tuple((key, called.get(UUID(key), name)) for key, name in found.columns),
    )


def _side(side: S, called: Called) -> S:
    return replace(side, name=called.get(side.registration_id, side.name))


def _person(person: Person, called: Called) -> Person:
    return person[0], called.get(person[0], person[1])
