"""A dry run: changed weights and rule values on this programme's people, or on an earlier programme's. Nothing is kept.

Both sides are solved afresh, without what was done by hand, so that the difference is the change's alone. In an
earlier programme everybody is free again, and who has met whom is not looked at: they met in that very round.
"""

from collections.abc import Iterator, Mapping
from copy import deepcopy
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import select

from mentoring.contracts.schemata import adjustable
from mentoring.errors import Conflict, Invalid, NotFound, UnsoundDocument
from mentoring.matching.solve import solve
from mentoring.participants.setting import roles_here
from mentoring.programmes.model import Programme
from mentoring.programmes.pinned import scheme_of
from mentoring.rounds.compare import Comparison, compared
from mentoring.rounds.field import Inputs, inputs_of, pathways_at
from mentoring.rounds.run import result_with
from mentoring.schemes.overlay import overlaid
from mentoring.schemes.scheme import Scheme, say
from mentoring.tenants.directory import institutions
from mentoring.unit_of_work import UnitOfWork

WEIGHTS = ("must", "last_resort")
_DOCUMENTS = ("matching", "eligibility")


@dataclass(frozen=True, slots=True)
class Dial:
    """A value that may be tried otherwise. `key` names it; `group` and `title` say what it is, `value` as written.

    `weight`: it is a number from 1 to 100, or one of `WEIGHTS`; else a whole number.
    """

    key: str
    group: str
    title: str
    value: str
    weight: bool


@dataclass(frozen=True, slots=True)
class Trial:
    """What a dry run shows. `entered` and `stayed_out` name who may enter by the change, and who may no more."""

    comparison: Comparison
    entered: tuple[str, ...]
    stayed_out: tuple[str, ...]


def dials(programme: Programme, *, milestone: str) -> tuple[Dial, ...]:
    """The weights and values that decide a round at `milestone`, in the order of the documents."""
    scheme = scheme_of(programme)
    return tuple(
        _dial(scheme, name, path, value) for name in _DOCUMENTS for path, value in _leaves(scheme, name, milestone)
    )


def cohorts(work: UnitOfWork, programme: Programme) -> tuple[Programme, ...]:
    """On whose people a change may be tried: this programme's, then earlier ones of its scheme, the newest first."""
    work.demand("round.read", roles_here(work, programme))
    earlier = work.session.scalars(
        select(Programme)
        .where(
            Programme.tenant_id == work.tenant,
            Programme.scheme == programme.scheme,
            Programme.created_at < programme.created_at,
        )
        .order_by(Programme.created_at.desc(), Programme.id)
    )
    return (programme, *earlier)


def dry_run(
    work: UnitOfWork, programme: Programme, *, milestone: str, values: Mapping[str, str], on: UUID | None = None
) -> Trial:
    """What the round would be with `values` (by a dial's key) in place of the present ones.

    Raises Invalid(problems by key) for what cannot be read or is not sound, NotFound for a cohort that is not there,
    Conflict where nobody could be matched.
    """
    work.demand("round.run", roles_here(work, programme))
    whose = next((each for each in cohorts(work, programme) if each.id == (on or programme.id)), None)
    if whose is None:
        raise NotFound("There is no such programme of this scheme here.", "Choose one of those in the list.")
    now = scheme_of(programme)
    changed = _changed(now, values, milestone)
    before = inputs_of(work, whose, milestone, scheme=now, afresh=whose.id != programme.id)
    after = inputs_of(work, whose, milestone, scheme=changed, afresh=whose.id != programme.id)
    if not before.field.cohort.entrants and not after.field.cohort.entrants:
        raise Conflict("Nobody of this programme could enter a round.", "Choose another programme.")
    houses = {slug: each.short_name for slug, each in institutions(work.session).items()}
    names = {e.id: e.name for i in (before, after) for e in i.field.cohort.entrants}
    old, new = ({e.id for e in i.field.cohort.entrants} for i in (before, after))
    return Trial(
        compared(now, houses, _result(before), _result(after)),
        tuple(sorted(names[e] for e in new - old)),
        tuple(sorted(names[e] for e in old - new)),
    )


def _result(inputs: Inputs) -> dict[str, Any]:
    cohort, plan = inputs.field.cohort, inputs.plan
    return result_with(inputs, cohort, plan, solve(cohort, plan), at_most=0)


def _leaves(scheme: Scheme, name: str, milestone: str) -> Iterator[tuple[tuple[str | int, ...], Any]]:
    """The numbers and weights of a document that a coordinator may change."""
    document = scheme.documents[name]
    pathways = pathways_at(scheme, milestone)
    for path in sorted(adjustable(name, document), key=lambda p: [str(part).zfill(3) for part in p]):
        if name == "matching" and path[0] not in pathways:
            continue
        for rest, value in _numbers(_at(document, path)):
            yield (*path, *rest), value


def _numbers(value: Any) -> Iterator[tuple[tuple[str, ...], Any]]:
    if isinstance(value, Mapping):
        for key, each in value.items():
            for rest, number in _numbers(each):
                yield (key, *rest), number
    elif (isinstance(value, int) and not isinstance(value, bool)) or value in WEIGHTS:
        yield (), value


def _at(document: Any, path: tuple[str | int, ...]) -> Any:
    for part in path:
        document = document[part]
    return document


def _dial(scheme: Scheme, name: str, path: tuple[str | int, ...], value: Any) -> Dial:
    key = ".".join(map(str, (name, *path)))
    entry: Any = scheme.documents[name]
    title = ""
    for part in path:
        entry = entry[part]
        if isinstance(entry, Mapping) and "rule" in entry:
            title = say(entry.get("reason") or entry["rule"])
    last = str(path[-1])
    words = {"weight": "", "least": "at least", "most": "at most", "minimum": "at least", "maximum": "at most"}
    group = say(scheme.pathways[str(path[0])].title) if name == "matching" else say(scheme.roles[str(path[1])].plural)
    suffix = words.get(last, last)
    told = f"{title}: {suffix}" if suffix and title else title or suffix
    return Dial(key, group, told, str(value), last == "weight")


def _changed(scheme: Scheme, values: Mapping[str, str], milestone: str) -> Scheme:
    """The scheme with these values. Raises Invalid."""
    patch: dict[str, Any] = {}
    problems: dict[str, str] = {}
    for name in _DOCUMENTS:
        document = deepcopy(scheme.documents[name])
        for path, value in _leaves(scheme, name, milestone):
            key = ".".join(map(str, (name, *path)))
            text = values.get(key, str(value)).strip()
            if text == str(value):
                continue
            read = _read(text, weight=path[-1] == "weight")
            if read is None:
                problems[key] = (
                    "Enter a number from 1 to 100, must or last_resort" if path[-1] == "weight" else
                    "Enter a whole number, such as 5"
                )  # fmt: skip
                continue
            _at(document, path[:-1])[path[-1]] = read
            patch[name] = document
    if problems:
        raise Invalid("Some values cannot be tried.", "Look at those that are marked.", problems)
    try:
        return overlaid(scheme, patch)
    except UnsoundDocument as refusal:
        raise Invalid(refusal.what, refusal.remedy, {next(iter(values), ""): refusal.what}) from refusal


def _read(text: str, *, weight: bool) -> int | str | None:
    if weight and text in WEIGHTS:
        return text
    digits = text.removeprefix("-")
    if not (digits.isascii() and digits.isdecimal() and len(digits) < 7):
        return None
    number = int(text)
    return None if weight and not 1 <= number <= 100 else number
