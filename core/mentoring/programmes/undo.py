"""Taking back a change of a programme: what it changed is as it was before, and whatever came later stays."""

from collections.abc import Iterator, Mapping
from typing import Any

import msgspec

from mentoring.contracts.problems import Path, entry_of
from mentoring.errors import Conflict
from mentoring.plugin import DOCUMENTS
from mentoring.programmes.adjust import Asked, Wanted, resolved, wanted
from mentoring.programmes.file import OverlayPart
from mentoring.programmes.history import change, newest, places_in, state_at
from mentoring.programmes.model import Programme
from mentoring.programmes.pinned import changed_by, file_of, scheme_of
from mentoring.schemes.adjustable import at
from mentoring.schemes.build import pinned_scheme
from mentoring.schemes.overlay import differences
from mentoring.schemes.scheme import Scheme
from mentoring.unit_of_work import UnitOfWork

State = Mapping[str, Any]


def undone(work: UnitOfWork, programme: Programme, number: int) -> Wanted:
    """The programme with the change `number` taken back. Writes nothing.

    Raises NotFound; Conflict where what it changed was changed again, or the programme has moved since.
    """
    one = change(work, programme, number)
    if one.undone_by is not None:
        raise Conflict("This has been taken back already.", "Look at the list of changes.")
    before, after = state_at(work, programme, number - 1), state_at(work, programme, number)
    if one.moved and newest(work, programme) != number:
        raise Conflict("The programme was changed after it moved.", "Take back what came later first.")
    if one.moved:
        return _moved_back(work, programme, before)
    if before["digest"] != programme.documents_digest:
        raise Conflict("The programme has moved to other documents since.", "Change the entry itself instead.")
    return wanted(work, programme, _reversed(programme, before, after))


def scheme_in(programme: Programme, state: State) -> tuple[Scheme, Scheme]:
    """The scheme as it was pinned in `state`, and as it held."""
    hooks = None if state["hooks"] is None else tuple(state["hooks"])
    own = pinned_scheme(programme.scheme, state["version"], state["documents"], hooks=hooks)
    return own, changed_by(own, parts_in(state))


def parts_in(state: State) -> tuple[OverlayPart, ...]:
    """The parts of the overlay in `state`."""
    return msgspec.convert(state["overlay"], tuple[OverlayPart, ...])


def dates_in(state: State) -> dict[str, tuple[str, ...]]:
    """The dates that were given in `state`."""
    return {name: tuple(given) for name, given in state["dates"].items()}


def _moved_back(work: UnitOfWork, programme: Programme, before: State) -> Wanted:
    own, scheme = scheme_in(programme, before)
    dates = dates_in(before)
    moments = resolved(work, programme, scheme, dates)
    return Wanted(own, scheme, parts_in(before), {}, dates, before["places"], moments)


def _reversed(programme: Programme, before: State, after: State) -> Asked:
    """What stood before, wherever the change is still what holds. Raises Conflict naming what is not."""
    here = scheme_of(programme).documents
    old, new = (scheme_in(programme, state)[1].documents for state in (before, after))
    edits: dict[tuple[str, Path], Any] = {}
    later: list[str] = []
    for name, path, changed, was in _changes(old, new):
        if at(here[name], path) == changed:
            edits[name, path] = was
        else:
            later.append(f"{name}, {entry_of(here[name], path)}")
    file = file_of(programme)
    dates, places = _dates(before, after), _places(before, after)
    later += [f"the date {name}" for name in dates if file.dates.get(name, ()) != dates_in(after).get(name, ())]
    now = places_in(file)
    later += [
        f"places of {slug}, {role}"
        for slug, role in places
        if now.get(slug, {}).get(role) != after["places"].get(slug, {}).get(role)
    ]
    if later:
        raise Conflict(
            f"This was changed again since: {'; '.join(later)}.",
            "Take back what came later first.",
        )
    return Asked(edits, dates, places)


def _changes(old: Mapping[str, Any], new: Mapping[str, Any]) -> Iterator[tuple[str, Path, Any, Any]]:
    for name in DOCUMENTS:
        for path, changed, was in differences(new[name], old[name]):
            yield name, path, changed, was


def _dates(before: State, after: State) -> dict[str, tuple[str, ...]]:
    old, new = dates_in(before), dates_in(after)
    return {name: old.get(name, ()) for name in {**old, **new} if old.get(name) != new.get(name)}


def _places(before: State, after: State) -> dict[tuple[str, str], int | None]:
    old, new = before["places"], after["places"]
    return {
        (slug, role): old.get(slug, {}).get(role)
        for slug in {**old, **new}
        for role in {**old.get(slug, {}), **new.get(slug, {})}
        if old.get(slug, {}).get(role) != new.get(slug, {}).get(role)
    }
