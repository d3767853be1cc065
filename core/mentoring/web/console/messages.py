"""Messages of a programme: what was sent to whom and what became of it, and the words of each, before it is sent."""

from collections.abc import Mapping
from urllib.parse import urlencode
from uuid import UUID

from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery
from litestar.response import Redirect

from mentoring.errors import NotFound
from mentoring.messages.preview import preview, send_to_me
from mentoring.messages.queries import STUCK, Sent, SentPage, WholeMessage, messages_of, one_message, send_again
from mentoring.participants.find import Found, find
from mentoring.programmes.pinned import scheme_of
from mentoring.tenants.directory import institutions
from mentoring.web.console.frame import console_frame, is_lead
from mentoring.web.forms.field import Field, Option
from mentoring.web.forms.posted import Typed, first
from mentoring.web.http.permits import permits
from mentoring.web.http.visit import Visit, see_other
from mentoring.web.views.messages import MessageLine, MessagePage, MessagesPage, Wording, WordingsPage
from mentoring.web.views.parts import Button, Empty, Link, MarkKind
from mentoring.web.words import begun, count, when

_AT = "/{tenant:str}/console/{programme:str}/messages"
_STATES: Mapping[str, tuple[MarkKind, str]] = {
    "queued": ("wait", "Waits to leave"),
    "sent": ("done", "Taken by the mail server"),
    "failed": ("stop", "Not sent"),
    "bounced": ("stop", "Came back"),
    "joined": ("done", "In a mail with others"),
}
_TWICE = "A worker was cut off while it was handed over: it may have been delivered twice."
_NAME_MOST = 80


@get(_AT, opt=permits("message.list", lists="messages"), sync_to_thread=True)
def message_list(
    visit: NamedDependency[Visit], fate: FromQuery[str] = "", occasion: FromQuery[str] = "", page: FromQuery[int] = 1
) -> Response[str]:
    """One page of the messages; what was chosen stays in the address."""
    number = min(max(page, 1), 10_000)
    with visit.work() as work:
        found = messages_of(work, visit.programme, state=fate, occasion=occasion, page=number)
        houses = {slug: each.short_name for slug, each in institutions(work.session).items()}
    here = visit.path("console", visit.programme.slug, "messages")

    def link(label: str, to: int) -> Link:
        asked = {name: value for name, value in (("fate", fate), ("occasion", occasion)) if value}
        return Link(label, f"{here}?{urlencode({**asked, 'page': to})}")

    view = MessagesPage(
        title="Messages",
        programme=visit.programme.title,
        sentence=_sentence(found),
        words=Button(label="Read what each message says", href=f"{here}/words"),
        action=here,
        fields=_choices(found, fate, occasion),
        lines=tuple(_line(visit, each, houses) for each in found.lines),
        empty=None
        if found.lines
        else Empty(title="No messages of that kind", text="They appear here as soon as one is written."),
        newer=link("Newer messages", number - 1) if number > 1 else None,
        older=link("Older messages", number + 1) if found.more else None,
    )
    return visit.page(view, console_frame(visit, current="messages"))


@get(_AT + "/{message_id:uuid}", opt=permits("message.list"), sync_to_thread=True)
def message_page(visit: NamedDependency[Visit], message_id: FromPath[UUID]) -> Response[str]:
    """One message with its words."""
    with visit.work() as work:
        found = one_message(work, visit.programme, message_id)
        houses = {slug: each.short_name for slug, each in institutions(work.session).items()}
    line, here = found.line, visit.path("console", visit.programme.slug, "messages")
    facts = [
        ("To", f"{line.to_email}, {houses.get(line.home, line.home)}"),
        ("Occasion", occasion_words(line.occasion)),
        ("Written", when(line.created_at, visit.tenant.timezone, visit.language)),
        ("What became of it", _STATES[line.state][1]),
    ]
    if line.sent_at:
        facts.append(("Taken by the mail server", when(line.sent_at, visit.tenant.timezone, visit.language)))
    if line.again_at:
        label = "Tried again" if line.attempts else "Leaves"
        facts.append((label, when(line.again_at, visit.tenant.timezone, visit.language)))
    if line.error:
        facts.append(("The mail server said", line.error))
    if line.doubtful:
        facts.append(("In doubt", _TWICE))
    view = MessagePage(
        title="A message",
        programme=visit.programme.title,
        sentence="As its reader sees it. That you have read it is kept, and shown to them.",
        back=Link("All messages", here),
        facts=(*facts, ("Message-ID", found.message_id)),
        subject=line.subject,
        body=found.body,
        together=_together(found, here),
        again=Button(label="Send this message again", href=f"{here}/{line.id}/again", post=True, kind="primary")
        if is_lead(visit) and line.state in STUCK and not line.again_at
        else None,
    )
    return visit.page(view, console_frame(visit, current="messages"))


@post(_AT + "/{message_id:uuid}/again", opt=permits("message.send"), sync_to_thread=True)
def send_message_again(visit: NamedDependency[Visit], message_id: FromPath[UUID]) -> Redirect:
    """A message that did not arrive is queued once more."""
    with visit.work() as work:
        send_again(work, visit.programme, message_id)
    return see_other(visit.path("console", visit.programme.slug, "messages", message_id))


@get(_AT + "/words", opt=permits("message.list"), sync_to_thread=True)
def wordings(visit: NamedDependency[Visit], person: FromQuery[str] = "") -> Response[str]:
    """What each message says: with somebody's details, or with brackets where people differ."""
    wanted = " ".join(person.split())[:_NAME_MOST]
    here = visit.path("console", visit.programme.slug, "messages")
    with visit.work() as work:
        found = find(work, visit.programme, wanted) if wanted else None
        scheme = scheme_of(visit.programme)
        letters = [
            (name, preview(work, visit.programme, name, filled=found.values if found else None))
            for name in scheme.messages
        ]
    view = WordingsPage(
        title="What each message says",
        programme=visit.programme.title,
        sentence=_as_whom(found, wanted),
        back=Link("All messages", here),
        action=f"{here}/words",
        fields=(
            Field(
                name="person",
                kind="text",
                label="As whom?",
                hint="Part of the name or address of somebody who has registered.",
                required=False,
                value=wanted,
            ),
        ),
        wordings=tuple(
            Wording(
                id=name,
                title=occasion_words(name),
                subject=letter.subject,
                body=letter.body,
                test=Button(
                    label="Send it to me as a test",
                    href=f"{here}/words",
                    post=True,
                    hidden=(("occasion", name),),
                    about=f": {occasion_words(name)}",
                ),
            )
            for name, letter in letters
        ),
        change=Button(label="Change these words", href=visit.path("console", visit.programme.slug, "texts"))
        if is_lead(visit)
        else None,
    )
    return visit.page(view, console_frame(visit, current="messages"))


@post(_AT + "/words", opt=permits("message.list"), sync_to_thread=True)
def send_test(visit: NamedDependency[Visit], typed: NamedDependency[Typed]) -> Redirect:
    """One message to oneself, with brackets where people differ."""
    occasion = first(typed, "occasion")
    with visit.work() as work:
        if occasion not in scheme_of(visit.programme).messages:
            raise NotFound("There is no such message.")
        send_to_me(work, visit.programme, occasion, email=visit.person.email)
    return see_other(visit.path("console", visit.programme.slug, "messages"))


def _together(found: WholeMessage, here: str) -> tuple[Link, ...]:
    """The letters in this mail, or the mail that this letter left in."""
    if found.carried_by:
        key, _ = found.carried_by
        return (Link("The day's mail that it left in", f"{here}/{key}"),)
    return tuple(Link(subject, f"{here}/{key}") for key, subject in found.carries)


def occasion_words(occasion: str) -> str:
    """What a message is about, as a heading: ``no_match`` is “No match”."""
    return begun(occasion.replace("_", " "))


def _sentence(found: SentPage) -> str:
    told = [
        f"{count(number, 'message', 'messages')} {_plural(words.lower()) if number > 1 else words.lower()}"
        for state, (_, words) in _STATES.items()
        if (number := found.states.get(state))
    ]
    return begun("; ".join(told)) + "." if told else "Nothing has been written to anybody yet."


def _plural(words: str) -> str:
    return words.replace("waits ", "wait ", 1)


def _choices(found: SentPage, fate: str, occasion: str) -> tuple[Field, ...]:
    def select(name: str, label: str, chosen: str, options: Mapping[str, str]) -> Field:
        offered = tuple(Option(value=value, label=words, chosen=chosen == value) for value, words in options.items())
        return Field(name=name, kind="select", label=label, required=False, options=offered)

    occasions = {each: occasion_words(each) for each in found.occasions}
    states = {key: words for key, (_, words) in _STATES.items() if key in found.states}
    return (
        select("fate", "What became of it?", fate, {"": "Anything", **states}),
        select("occasion", "About what?", occasion, {"": "Anything", **occasions}),
    )


def _line(visit: Visit, line: Sent, houses: Mapping[str, str]) -> MessageLine:
    mark, words = _STATES[line.state]
    return MessageLine(
        href=visit.path("console", visit.programme.slug, "messages", line.id),
        to=line.to_email,
        house=houses.get(line.home, line.home),
        subject=line.subject,
        occasion=occasion_words(line.occasion),
        when=when(line.created_at, visit.tenant.timezone, visit.language),
        mark=mark,
        state=words,
        note=line.error or ("It may have been delivered twice." if line.doubtful else ""),
    )


def _as_whom(found: Found | None, wanted: str) -> str:
    if found is not None:
        return f"With the details of {found.name}. What depends on a match stays in brackets."
    if wanted:
        return f"Nobody here is called “{wanted}”. Where people differ, brackets say how."
    return "Where people differ, brackets say how. A test goes to your own address alone."
