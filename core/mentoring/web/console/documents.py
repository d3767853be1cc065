"""The scheme of a programme, to be read: in sentences, or document by document; with what may be changed marked."""

from collections.abc import Iterator

from litestar import Response, get
from litestar.di import NamedDependency
from litestar.params import FromPath

from mentoring.contracts.difference import told
from mentoring.contracts.schemata import described, references
from mentoring.errors import NotFound
from mentoring.plugin import DOCUMENTS
from mentoring.programmes.pinned import dates_of
from mentoring.schemes.adjustable import Leaf, at
from mentoring.schemes.entries import DOCUMENT_WORDS, about, anchor, label
from mentoring.schemes.scheme import Scheme, say
from mentoring.unit_of_work import UnitOfWork
from mentoring.web.console.changes import Changes
from mentoring.web.console.chapters import Chapters
from mentoring.web.console.frame import console_frame, is_lead, needed
from mentoring.web.console.standing_notes import notes_banner
from mentoring.web.console.texts import base, sheet_of
from mentoring.web.http.permits import permits
from mentoring.web.http.visit import Visit
from mentoring.web.views.documents import Chapter, DocumentsPage, Saying
from mentoring.web.views.parts import Link
from mentoring.web.words import day

_AT = "/{tenant:str}/console/{programme:str}/scheme"


@get(_AT, opt=permits("scheme.read"), sync_to_thread=True)
def documents(visit: NamedDependency[Visit]) -> Response[str]:
    """The programme's own pinned documents in sentences, with its changes laid over them."""
    with visit.work() as work:
        changes, scheme = _changes(visit, work)
        moments = dates_of(work, visit.programme)
        view = DocumentsPage(
            title="The scheme",
            programme=visit.programme.title,
            sentence=f"{say(scheme.card.title, visit.language)}, version {scheme.version}. "
            "What is marked may be changed in this programme, with author and reason; the rest is the scheme's own.",
            banner=notes_banner(visit, work),
            parts=_parts(visit, scheme, ""),
            chapters=Chapters(scheme, moments, lambda when: day(when, language=visit.language), changes).all(),
        )
        frame = console_frame(visit, current="scheme", wanted=needed(work, visit.programme))
    return visit.page(view, frame)


@get(_AT + "/{part:str}", opt=permits("scheme.read"), sync_to_thread=True)
def one_document(visit: NamedDependency[Visit], part: FromPath[str]) -> Response[str]:
    """One document whole, entry by entry, as it holds in this programme."""
    if part not in DOCUMENTS:
        raise NotFound("There is no such document.", "Go back to the scheme.")
    with visit.work() as work:
        changes, scheme = _changes(visit, work)
        title, text = DOCUMENT_WORDS[part]
        view = DocumentsPage(
            title=title,
            programme=visit.programme.title,
            sentence=f"{text} Every entry of the document “{part}”, as it holds in this programme.",
            banner=notes_banner(visit, work),
            parts=_parts(visit, scheme, part),
            chapters=tuple(_entries(scheme, part, changes)),
        )
        frame = console_frame(visit, current="scheme", wanted=needed(work, visit.programme))
    return visit.page(view, frame)


def _changes(visit: Visit, work: UnitOfWork) -> tuple[Changes, Scheme]:
    sheet = sheet_of(visit, work)
    return Changes(sheet.leaves(), sheet.speaker, base(visit) if is_lead(visit) else ""), sheet.scheme


def _parts(visit: Visit, scheme: Scheme, current: str) -> tuple[Link, ...]:
    whole = visit.path("console", visit.programme.slug, "scheme")
    return (
        Link("In sentences", whole, current=not current),
        *(
            Link(DOCUMENT_WORDS[name][0], f"{whole}/{name}", current=name == current)
            for name in DOCUMENTS
            if scheme.documents[name]
        ),
    )


def _entries(scheme: Scheme, part: str, changes: Changes) -> Iterator[Chapter]:
    """Every leaf of the document, by entry."""
    document = scheme.documents[part]
    spoken, named = described(part, document), {path: kind for path, kind, _ in references(part, document)}
    found: dict[tuple[str, ...], list[Saying]] = {}
    for _, path, words in told(document):
        says = next((schema["description"] for schema in spoken.get(path, ()) if "description" in schema), "")
        value = at(document, path)
        leaf = next((each for each in changes.within(part, path) if each.path == path), None)
        plain = leaf or Leaf(part, path, "word", value, value, says=says)
        title = changes.speaker.label(leaf) if leaf else label(scheme, plain)
        told_as = changes.speaker.words(leaf, value) if leaf else _said(scheme, words, named.get(path, ""))
        more = words if told_as != words and not leaf else ""
        found.setdefault(about(scheme, part, path), []).append(changes.said(part, path, title, told_as, more))
    for number, (entry, sayings) in enumerate(found.items(), 1):
        yield Chapter(id=f"entry-{number}", title=": ".join(entry), text="", sayings=tuple(sayings))


def _said(scheme: Scheme, words: str, kind: str) -> str:
    """What a name in a document refers to, in words."""
    if kind.startswith("role") and words in scheme.roles:
        return say(scheme.roles[words].plural)
    if kind == "pathway" and words in scheme.pathways:
        return say(scheme.pathways[words].title)
    known = words in scheme.timeline or words in scheme.activities.events
    return anchor(scheme, words) if kind and known else words
