"""Opening a programme from its file, and bringing it to what its file says now. Safe to repeat."""

from collections.abc import Iterator
from typing import Any, Literal

import msgspec
from msgspec import Struct
from sqlalchemy import select

from mentoring.contracts.difference import difference
from mentoring.errors import UnsoundDocument
from mentoring.programmes.dates import resolve_dates
from mentoring.programmes.due import wake
from mentoring.programmes.file import Partner as PartnerSaid
from mentoring.programmes.file import ProgrammeFile
from mentoring.programmes.history import remember, state_of
from mentoring.programmes.model import Partner, Programme
from mentoring.programmes.pinned import changed_by, file_of, own_scheme_of
from mentoring.schemes.scheme import Scheme
from mentoring.tenants.directory import institutions
from mentoring.unit_of_work import UnitOfWork


class Change(Struct, frozen=True):
    """What applying a programme's file means. `behind`: the pinned documents are not those installed now."""

    slug: str
    title: str
    kind: Literal["new", "changed", "same"]
    lines: tuple[str, ...] = ()
    behind: bool = False


def change_of(work: UnitOfWork, file: ProgrammeFile, *, move: bool = False) -> Change:
    """What `apply_programme` would do. Writes nothing; refuses what it would refuse."""
    known = _known(work, file)
    file = _with_leavers(file, known)
    scheme = _scheme(work, file, known, move=move)
    _refuse_unsound(work, file, known, scheme)
    if known is None:
        return Change(file.slug, file.title, "new", difference({}, _document(file, scheme)))
    pinned = own_scheme_of(known)
    lines = difference(_document(file_of(known), pinned), _document(file, scheme))
    if scheme.digest != pinned.digest:
        lines += difference(dict(pinned.documents), dict(scheme.documents))
    behind = not move and _installed_digest(work, file.scheme) not in {None, pinned.digest}
    return Change(file.slug, file.title, "changed" if lines else "same", lines, behind)


def apply_programme(work: UnitOfWork, file: ProgrammeFile, *, move: bool = False) -> Change:
    """Bring the programme to what `file` says, in the scope of its host; answers what was done.

    A new one pins the documents of the installed scheme. A running one keeps those it has pinned, unless
    `move` takes it to the installed ones. Raises NotAllowed, and UnsoundDocument with everything that is
    wrong: an unknown scheme, institution or role, a date that is asked and not given, a partner taken out.

    The system's file names partners that have agreed. Whom a person names is asked, and joins once it agrees.
    """
    work.demand("programme.open")
    change = change_of(work, file, move=move)
    if change.kind == "same":
        return change
    known = _known(work, file)
    file = _with_leavers(file, known)
    programme = known or _opened(work, file)
    scheme = _scheme(work, file, known, move=move)
    moved = known is not None and scheme.digest != known.documents_digest
    before = None if known is None else state_of(known, documents=moved)
    programme.title = file.title
    programme.scheme_version = scheme.version
    programme.documents_digest = scheme.digest
    programme.documents = dict(scheme.documents)
    programme.hooks = None if scheme.hooks is None else list(scheme.hooks)
    programme.overlay = msgspec.to_builtins(file.overlay)
    programme.dates = {name: list(given) for name, given in file.dates.items()}
    programme.institutions = _institutions(file if work.actor.kind == "system" else _with_those_agreed(file, known))
    programme.listed = list(file.listed)
    programme.controllers = msgspec.to_builtins(file.controllers)
    if known is None:
        work.add(programme)
    work.session.flush()
    for partner in file.partners:
        _join(work, programme, partner)
    if before is not None:
        remember(
            work, programme, kind="move" if moved else "file", before=before, author="The programme's file",
            reason="; ".join(part.reason for part in file.overlay[-1:]) or "As the programme's file says",
        )  # fmt: skip
    wake(work, work.tenant, programme.id)
    fields = sorted({line[2:].split(":")[0].split(".")[0].split("[")[0] for line in change.lines})
    work.record("open" if known is None else "change", "programme", programme.id, fields=tuple(fields))
    return change


def _known(work: UnitOfWork, file: ProgrammeFile) -> Programme | None:
    wanted = select(Programme).where(Programme.tenant_id == work.tenant, Programme.slug == file.slug)
    return work.session.scalars(wanted.with_for_update()).one_or_none()


def _opened(work: UnitOfWork, file: ProgrammeFile) -> Programme:
    """The row of a new programme, open from now on; the rest is written by `apply_programme`."""
    return Programme(
        tenant_id=work.tenant,
        id=work.new_id(),
        slug=file.slug,
        title=file.title,
        scheme=file.scheme,
        scheme_version="",
        documents_digest="",
        documents={},
        overlay=[],
        dates={},
        institutions=[],
        state="open",
        published_at=work.now,
        created_at=work.now,
    )


def _with_those_agreed(file: ProgrammeFile, known: Programme | None) -> ProgrammeFile:
    agreed = {each.slug for each in file_of(known).partners} if known is not None else set[str]()
    return msgspec.structs.replace(file, partners=tuple(each for each in file.partners if each.slug in agreed))


def _join(work: UnitOfWork, programme: Programme, said: PartnerSaid) -> None:
    key = (programme.tenant_id, programme.id, said.slug)
    partner = work.session.get(Partner, key)
    if partner is None:
        tenant_id, programme_id, partner_id = key
        partner = Partner(tenant_id=tenant_id, programme_id=programme_id, partner_id=partner_id, from_on=said.start)
        work.session.add(partner)
    partner.from_on, partner.to_on, partner.places = said.start, said.end, dict(said.places)
    if work.actor.kind == "system":
        partner.agreed_at, partner.declined_at = partner.agreed_at or work.now, None
    work.session.flush()


def _institutions(file: ProgrammeFile) -> list[dict[str, Any]]:
    """Who takes part, host first: the copy that every partner reads."""
    partners: list[dict[str, Any]] = msgspec.to_builtins(file.partners)
    return [{"slug": file.host, "places": dict(file.host_places)}, *partners]


def _document(file: ProgrammeFile, scheme: Scheme) -> dict[str, Any]:
    document: dict[str, Any] = msgspec.to_builtins(file)
    return {**document, "pinned": f"{scheme.name} {scheme.version} ({scheme.digest[:12]})"}


def _scheme(work: UnitOfWork, file: ProgrammeFile, known: Programme | None, *, move: bool) -> Scheme:
    """The documents that the programme is to run by, without the overlay. Raises UnsoundDocument."""
    if known is not None and known.scheme != file.scheme:
        raise UnsoundDocument(
            f"The programme {file.slug} runs by {known.scheme} and cannot become one of {file.scheme}.",
            "Give the new programme a slug of its own.",
        )
    return work.schemes.get(file.scheme) if known is None or move else own_scheme_of(known)


def _installed_digest(work: UnitOfWork, name: str) -> str | None:
    installed = work.schemes.schemes.get(name)
    return None if installed is None else installed.digest


def _refuse_unsound(work: UnitOfWork, file: ProgrammeFile, known: Programme | None, scheme: Scheme) -> None:
    """Everything that makes `file` impossible, at once. Raises UnsoundDocument."""
    told = [
        *_host_problems(work, file),
        *_institution_problems(work, file, scheme),
        *_place_problems(file, scheme),
        *_leaver_problems(file, known),
        *_controller_problems(file),
    ]
    if told:
        raise UnsoundDocument("\n".join(told), "Mend the programme's file and try again.")
    changed = changed_by(scheme, file.overlay)
    resolve_dates(changed, file.dates, institutions(work.session)[file.host].timezone)


def _host_problems(work: UnitOfWork, file: ProgrammeFile) -> Iterator[str]:
    if file.host != work.tenant:
        yield f"The programme {file.slug} is hosted by {file.host}: only there can it be opened and changed."


def _institution_problems(work: UnitOfWork, file: ProgrammeFile, scheme: Scheme) -> Iterator[str]:
    known = institutions(work.session)
    for slug in (file.host, *(partner.slug for partner in file.partners)):
        if slug not in known:
            yield f"There is no institution `{slug}`: write its file and run `mentoring tenants apply` first."
        elif file.scheme not in known[slug].schemes:
            yield f"{slug} does not take part in {file.scheme}: add it to `schemes` in the institution's file."
    for standing, given in (("partner", file.partners), ("listed", file.listed)):
        if given and standing not in scheme.card.institutions:
            taken = ", ".join(scheme.card.institutions)
            yield f"{scheme.name} takes no {standing} institutions, only: {taken}. Take them out of the file."


def _place_problems(file: ProgrammeFile, scheme: Scheme) -> Iterator[str]:
    places = (("host_places", file.host_places), *((partner.slug, partner.places) for partner in file.partners))
    for where, by_role in places:
        for role in by_role:
            if role not in scheme.roles:
                yield f"{where}: {scheme.name} has no role `{role}`; it has {', '.join(scheme.roles)}."


def _with_leavers(file: ProgrammeFile, known: Programme | None) -> ProgrammeFile:
    """`file` with what no file says: which of its partners have left."""
    left = {each.slug: each.left for each in file_of(known).partners} if known is not None else {}
    partners = tuple(msgspec.structs.replace(each, left=left.get(each.slug)) for each in file.partners)
    return msgspec.structs.replace(file, partners=partners)


def _leaver_problems(file: ProgrammeFile, known: Programme | None) -> Iterator[str]:
    """A partner's people would be left in a programme that their institution is no part of; or it would come back."""
    before = file_of(known).partners if known is not None else ()
    now = {partner.slug: partner for partner in file.partners}
    for partner in before:
        if partner.slug not in now:
            yield f"{partner.slug} has joined already: give it a last day (`to`) instead of taking it out."
        elif partner.left and now[partner.slug].end != partner.end:
            yield (
                f"{partner.slug} left on {partner.left:%-d %B %Y} and does not come back into this programme: write "
                f"`to = {partner.end}`."
            )


def _controller_problems(file: ProgrammeFile) -> Iterator[str]:
    """The record speaks of those who take part, each once."""
    taking_part = {file.host, *(partner.slug for partner in file.partners)}
    seen: set[str] = set()
    for each in file.controllers:
        if each.institution not in taking_part:
            yield f"controllers: {each.institution} takes no part in {file.slug}, so it controls nothing there."
        if each.institution in seen:
            yield f"controllers: {each.institution} is named twice; write all it looks after in one entry."
        seen.add(each.institution)
