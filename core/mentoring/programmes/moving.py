"""Moving a programme to the documents that are installed now: what becomes of what its coordinators had changed.

Each change is carried over to the entry that means the same in the new documents. Where the scheme itself now says
something else there, the coordinator chooses; where the entry is gone, the change is left out and named.
"""

from collections.abc import Iterator, Mapping, Sequence
from copy import deepcopy
from typing import Any, Literal

from msgspec import Struct

from mentoring.contracts.canonical import canonical
from mentoring.contracts.merge import patch_between
from mentoring.contracts.problems import Path, entry_of
from mentoring.contracts.schemata import adjustable, left_out
from mentoring.errors import Invalid
from mentoring.plugin import DOCUMENTS
from mentoring.programmes.adjust import Wanted, resolved
from mentoring.programmes.dates import dated
from mentoring.programmes.history import places_in
from mentoring.programmes.model import Programme
from mentoring.programmes.pinned import file_of, own_scheme_of, scheme_of
from mentoring.schemes.adjustable import at, edited
from mentoring.schemes.build import UnsoundScheme
from mentoring.schemes.overlay import ABSENT, differences, overlaid
from mentoring.schemes.scheme import Scheme
from mentoring.unit_of_work import UnitOfWork

Fate = Literal["kept", "choose", "same", "gone"]
OURS, THEIRS = "ours", "theirs"
"""What a coordinator chooses: the programme's own change, or what the new documents say."""


class Carried(Struct, frozen=True):
    """One change of the overlay and what becomes of it.

    `entry` is where it stood; `path` where it goes (of what is gone, where it stood). `was` is what the scheme said,
    `said` what the programme says, `now` what the new documents say there.
    """

    document: str
    entry: str
    path: Path
    fate: Fate
    was: Any
    said: Any
    now: Any

    @property
    def key(self) -> str:
        """Its name in forms."""
        return f"carry.{self.document}.{self.entry}"


def installed(work: UnitOfWork, programme: Programme) -> Scheme | None:
    """The scheme as it is installed here, whatever version; None where it is not."""
    return work.schemes.schemes.get(programme.scheme)


def behind(work: UnitOfWork, programme: Programme) -> bool:
    """Whether other documents are installed than those that the programme has pinned."""
    there = installed(work, programme)
    return there is not None and there.digest != programme.documents_digest


def carried(own: Scheme, changed: Scheme, new: Scheme) -> tuple[Carried, ...]:
    """What becomes of each change that makes `changed` of `own`, in the documents of `new`."""
    return tuple(
        _fate(name, own.documents[name], new.documents[name], path, was, said)
        for name in DOCUMENTS
        for path, was, said in differences(own.documents[name], changed.documents[name])
    )


def moved(
    work: UnitOfWork,
    programme: Programme,
    *,
    choices: Mapping[str, str],
    dates: Mapping[str, tuple[str, ...]],
) -> Wanted:
    """The programme as it would be by the installed documents. Writes nothing.

    `choices` are OURS or THEIRS by a change's key (OURS where nothing is said); `dates` those newly asked. Raises
    UnsoundDocument where the scheme is not installed, Invalid(problems by key) for a change that is not sound there and
    for dates that are missing.
    """
    new = work.schemes.get(programme.scheme)
    kept = [
        each
        for each in carried(own_scheme_of(programme), scheme_of(programme), new)
        if each.fate in {"kept", "choose"} and choices.get(each.key, OURS) == OURS
    ]
    patch = _patch(new, kept)
    try:
        scheme = overlaid(new, patch)
    except UnsoundScheme as refusal:
        raise Invalid(
            "Some changes do not fit the new documents.", "Choose the scheme's own there.", _unfit(new, kept, refusal)
        ) from refusal
    file = file_of(programme)
    known = dated(scheme)
    given = {name: each for name, each in {**file.dates, **dates}.items() if each and name in known}
    return Wanted(new, scheme, (), patch, given, _places(file_places=places_in(file), scheme=scheme),
                  resolved(work, programme, scheme, given))  # fmt: skip


def dates_lost(programme: Programme, new: Scheme) -> tuple[str, ...]:
    """The dates that the programme gives and the new documents do not know."""
    return tuple(name for name in file_of(programme).dates if name not in dated(new))


def _places(*, file_places: Mapping[str, Mapping[str, int]], scheme: Scheme) -> dict[str, dict[str, int]]:
    return {slug: {role: n for role, n in each.items() if role in scheme.roles} for slug, each in file_places.items()}


def _patch(new: Scheme, kept: Sequence[Carried]) -> dict[str, Any]:
    documents = edited(new.documents, {(each.document, each.path): each.said for each in kept})
    return patch_between(new.documents, documents)


def _unfit(new: Scheme, kept: Sequence[Carried], refusal: UnsoundScheme) -> dict[str, str]:
    """Which of the changes are at fault: those without which nothing is wrong, tried one by one; else all."""
    found: dict[str, str] = {}
    for each in kept:
        try:
            overlaid(new, _patch(new, [each]))
        except UnsoundScheme as alone:
            found[each.key] = " ".join(str(problem) for problem in alone.problems)
    told = " ".join(str(problem) for problem in refusal.problems)
    return found or {each.key: told for each in kept}


def _fate(name: str, own: Any, new: Any, path: Path, was: Any, said: Any) -> Carried:
    entry = entry_of(own, path)
    there = counterpart(name, own, new, path)
    if there is None:
        return Carried(name, entry, path, "gone", was, said, ABSENT)
    now = at(new, there)
    fate: Fate = "same" if now == said else "kept" if now == was else "choose"
    return Carried(name, entry, there, fate, was, said, now)


def counterpart(name: str, own: Any, new: Any, path: Path) -> Path | None:
    """Where in the document `new` stands what `path` is in `own`, if it may be changed there; None where it is gone."""
    there: Path = ()
    before, after = own, new
    for length, part in enumerate(path):
        if isinstance(part, int):
            index = _same_item(name, (own, new), (path[:length], there), part)
            if index is None:
                return None
            there, before, after = (*there, index), at(before, (part,)), at(after, (index,))
        else:
            there, before, after = (*there, part), at(before, (part,)), at(after, (part,))
    may = adjustable(name, new)
    open_there = any(there[:length] in may for length in range(len(there) + 1))
    left = any(found[: len(there)] == there for found, _ in left_out(name, new))
    return there if (open_there and at(new, there[:-1]) is not ABSENT) or left else None


def _same_item(name: str, documents: tuple[Any, Any], paths: tuple[Path, Path], index: int) -> int | None:
    """The place of an item in the new list: by its name, by what no coordinator may change of it, or where it was."""
    old, new = (at(document, path) for document, path in zip(documents, paths, strict=True))
    if not isinstance(new, list) or not isinstance(old, list) or index >= len(old):
        return None
    for identity in (_name, _skeleton):
        olds = [identity(name, documents[0], (*paths[0], number)) for number in range(len(old))]
        news = [identity(name, documents[1], (*paths[1], number)) for number in range(len(new))]
        if olds[index] and olds.count(olds[index]) == 1 == news.count(olds[index]):
            return news.index(olds[index])
        if olds[index] and olds[index] not in news:
            return None
    return index if len(old) == len(new) else next(iter(_equal(old[index], new)), None)


def _equal(item: Any, items: Sequence[Any]) -> Iterator[int]:
    return (number for number, each in enumerate(items) if each == item)


def _name(_: str, document: Any, path: Path) -> str:
    item = at(document, path)
    found = (item.get("rule") or item.get("id")) if isinstance(item, Mapping) else None
    siblings = at(document, path[:-1])
    same = [each for each in siblings if isinstance(each, Mapping) and (each.get("rule") or each.get("id")) == found]
    return str(found) if found and len(same) == 1 else ""


def _skeleton(name: str, document: Any, path: Path) -> str:
    """What no coordinator may change of an item, as a text; empty where that is nothing."""
    item = deepcopy(at(document, path))
    for found in adjustable(name, document):
        if found[: len(path)] == path and len(found) > len(path):
            holder = at(item, found[len(path) : -1])
            if isinstance(holder, dict):
                holder.pop(found[-1], None)
    return canonical(item) if item else ""
