"""What was changed in a programme, as lines that a person reads; and the programme as it was laid out then."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from typing import Any

from msgspec import structs

from mentoring.programmes.history import KINDS, Changed, history, state_at
from mentoring.programmes.model import Programme
from mentoring.programmes.undo import dates_in, scheme_in
from mentoring.schemes.adjustable import Leaf, leaves
from mentoring.schemes.entries import anchor
from mentoring.schemes.overlay import ABSENT
from mentoring.unit_of_work import UnitOfWork
from mentoring.web.console.leaf_fields import Speaker
from mentoring.web.console.texts_form import Sheet
from mentoring.web.http.visit import Visit
from mentoring.web.views.parts import Button
from mentoring.web.views.texts import HistoryLine
from mentoring.web.words import day, when

SHOWN = 50
MOST = 40
"""Entries told of one change; a move changes hundreds."""


def sheet_at(now: Sheet, programme: Programme, state: Any) -> Sheet:
    """The programme as it was laid out in `state`."""
    own, scheme = scheme_in(programme, state)
    places = state["places"]
    partners = tuple(structs.replace(each, places=places.get(each.slug, {})) for each in now.file.partners)
    file = structs.replace(
        now.file, dates=dates_in(state), host_places=places.get(now.file.host, {}), partners=partners
    )
    return replace(now, own=own, scheme=scheme, file=file)


def history_lines(visit: Visit, work: UnitOfWork) -> tuple[HistoryLine, ...]:
    """The newest changes, each with what it changed and the button that takes it back."""
    programme = visit.programme
    return tuple(_line(visit, work, programme, each) for each in history(work, programme)[:SHOWN])


def _line(visit: Visit, work: UnitOfWork, programme: Programme, each: Changed) -> HistoryLine:
    taken_back = f"Taken back by change {each.undone_by}" if each.undone_by else ""
    undo = Button(
        label="Take it back",
        about=f"change {each.number}",
        href=visit.path("console", programme.slug, "changes", each.number),
    )
    told = tuple(entries(work, programme, each))
    more = (f"and {len(told) - MOST} more",) if len(told) > MOST else ()
    title = f"{each.number}. {KINDS[each.kind]}"
    return HistoryLine(
        title=f"{title}, change {each.undoes}" if each.undoes else title,
        when=f"{when(each.at, visit.tenant.timezone, visit.language)}, {each.author}",
        reason=each.reason,
        entries=(*told[:MOST], *more),
        word=taken_back,
        button=None if each.undone_by else undo,
    )


def entries(work: UnitOfWork, programme: Programme, each: Changed) -> Iterator[str]:
    """What one change changed, in words: each value, old and new."""
    before, after = state_at(work, programme, each.number - 1), state_at(work, programme, each.number)
    if each.moved:
        yield f"The scheme's documents: version {before['version']} became {after['version']}"
    (_, old), (own, new) = scheme_in(programme, before), scheme_in(programme, after)
    speaker = Speaker(new, {})
    known = {leaf.key: leaf for leaf in leaves(own, old)} if not each.moved else {}
    for leaf in leaves(own, new) if known else ():
        was = known[leaf.key].now if leaf.key in known else ABSENT
        if _differs(leaf, was):
            yield f"{speaker.label(leaf)}: {speaker.words(leaf, was)} → {speaker.words(leaf, leaf.now)}"
    then, now = dates_in(before), dates_in(after)
    for name in {**then, **now}:
        if then.get(name) != now.get(name):
            yield f"{anchor(new, name)}: {_days(then.get(name, ()))} → {_days(now.get(name, ()))}"
    for slug in {**before["places"], **after["places"]}:
        ours, theirs = (state["places"].get(slug, {}) for state in (before, after))
        for role in {**ours, **theirs}:
            if ours.get(role) != theirs.get(role):
                yield f"Places of {slug}, {role}: {ours.get(role, 'none')} → {theirs.get(role, 'none')}"


def _differs(leaf: Leaf, was: Any) -> bool:
    return type(was) is not type(leaf.now) or bool(was != leaf.now)


def _days(given: tuple[str, ...]) -> str:
    return "; ".join(day(date.fromisoformat(each[:10])) for each in given) or "worked out"
