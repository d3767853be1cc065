"""The host writes down who is the controller of what, and for which organisations without a tenant it acts."""

from collections.abc import Sequence

import msgspec

from mentoring.contracts.toml_file import unsound_in
from mentoring.errors import Conflict, Invalid, NotAllowed
from mentoring.programmes.adjust import reason_in, roles_of
from mentoring.programmes.controllers import usual_of
from mentoring.programmes.due import wake
from mentoring.programmes.file import ControllerSaid, ProgrammeFile
from mentoring.programmes.lock import locked
from mentoring.programmes.model import Programme
from mentoring.programmes.pinned import file_of, scheme_of
from mentoring.unit_of_work import UnitOfWork


def change_record(
    work: UnitOfWork,
    programme: Programme,
    *,
    controllers: Sequence[ControllerSaid],
    listed: Sequence[str],
    inhabited: Sequence[str],
    reason: str,
) -> tuple[str, ...]:
    """Keep the joint-controller record and the listed organisations; answers what is new: controllers, listed.

    What says no more than the usual arrangement is not kept, so that it goes on to follow it. `inhabited` are the
    listed organisations that have people in the programme: they stay. Raises NotAllowed anywhere but at the host,
    Invalid by field (``of.SLUG``, ``listed``, ``reason``), Conflict for an organisation that has people.
    """
    work.demand("programme.change", roles_of(work, programme))
    if work.tenant != programme.tenant_id:
        raise NotAllowed("The record is the host's to keep.", "Ask the host's coordinators.")
    programme = locked(work, programme.id)
    names = tuple(dict.fromkeys(" ".join(each.split()) for each in listed if each.strip()))
    file = msgspec.structs.replace(file_of(programme), listed=names)
    said = tuple(each for each in controllers if each.contact or each.of != usual_of(file, each.institution))
    _refuse(programme, file, said, names, inhabited)
    why = reason_in(reason)
    record, before = _plain(said), (programme.controllers, programme.listed)
    programme.controllers, programme.listed = record, list(names)
    pairs = zip(("controllers", "listed"), before, (record, list(names)), strict=True)
    changed = tuple(name for name, was, now in pairs if was != now)
    if changed:
        work.session.flush()
        work.record("change", "programme", programme.id, fields=changed, reason=why)
        wake(work, programme.tenant_id, programme.id)
    return changed


def _refuse(
    programme: Programme,
    file: ProgrammeFile,
    said: Sequence[ControllerSaid],
    names: Sequence[str],
    inhabited: Sequence[str],
) -> None:
    lost = [name for name in inhabited if name not in names]
    if lost:
        raise Conflict(
            f"People of {', '.join(lost)} are registered in {programme.title}.",
            "Withdraw their registrations first, then take the organisation out.",
        )
    stated = [{key: value for key, value in each.items() if value is not None} for each in _plain(said)]
    document = {
        "slug": file.slug, "title": file.title, "scheme": file.scheme, "host": file.host, "dates": {},
        "listed": list(names), "controllers": stated,
    }  # fmt: skip
    problems: dict[str, str] = {}
    for fault in unsound_in("programme", document):
        where, *rest = fault.path
        key = f"of.{said[int(rest[0])].institution}" if where == "controllers" and rest else str(where)
        problems.setdefault(key, fault.reason)
    if names and "listed" not in scheme_of(programme).card.institutions:
        problems["listed"] = "This scheme takes no organisations without a tenant."
    if problems:
        raise Invalid("The record cannot be kept like this.", "Look at what is marked.", problems)


def _plain(said: Sequence[ControllerSaid]) -> list[dict[str, object]]:
    """The record as it is kept: lists, no tuples."""
    plain: list[dict[str, object]] = msgspec.json.decode(msgspec.json.encode(said))
    return plain
