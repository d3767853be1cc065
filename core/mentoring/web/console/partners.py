"""Who takes part in a programme, who is the controller of what, and a partner leaving it."""

from datetime import date

from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath
from litestar.response import Redirect

from mentoring.contracts.lengths import at_most
from mentoring.errors import Conflict
from mentoring.programmes.controllers import controllers_of
from mentoring.programmes.file import Partner
from mentoring.programmes.joining import Waiting, waiting
from mentoring.programmes.leave import leave, left_on, partner_in, today_at
from mentoring.programmes.pinned import file_of, scheme_of
from mentoring.schemes.scheme import say
from mentoring.tenants.directory import institutions
from mentoring.tenants.file import TenantFile
from mentoring.timeline.remains import remains_of
from mentoring.unit_of_work import UnitOfWork
from mentoring.web.console.frame import console_frame
from mentoring.web.forms.draw import form_fields, form_problems
from mentoring.web.forms.field import Field
from mentoring.web.forms.posted import Typed, first
from mentoring.web.forms.read import Reading, read_form
from mentoring.web.http.permits import permits
from mentoring.web.http.visit import Visit, see_other
from mentoring.web.views.partners import ControllerLine, PartnerLine, PartnersPage
from mentoring.web.views.parts import Button, Link, MarkKind
from mentoring.web.views.selection import OneFormPage
from mentoring.web.words import begun, count, day

_AT = "/{tenant:str}/console/{programme:str}/partners"
_REASON_MOST = 2000
FORM = {
    "type": "object",
    "properties": {
        "day": {
            "type": "string",
            "format": "date",
            "title": "The last day on which it takes part",
            "description": "Leave it empty, and it leaves at once.",
        },
        "reason": {"type": "string", "title": "Why does it leave?", "description": "Kept in the audit trail."},
    },
}
_NOTE = (
    "Registration closes for its people and what waits is withdrawn. Running mentorships run to their end. Then names, "
    "contacts and answers of its people go from your institution's rows. It does not come back into this programme."
)


@get(_AT, opt=permits("programme.change"), sync_to_thread=True)
def partners(visit: NamedDependency[Visit]) -> Response[str]:
    """The host, its partners with their days and places, listed organisations, and the joint-controller record."""
    with visit.work() as work:
        file, known = file_of(visit.programme), institutions(work.session)
        today, asked = today_at(work, visit.programme), waiting(work, visit.programme)
    lines = (_host_line(visit, known), *(_line(visit, each, known, today) for each in file.partners))
    view = PartnersPage(
        title="Partners",
        programme=visit.programme.title,
        sentence=begun(f"{count(len(lines), 'institution', 'institutions')}")
        + (f" and {count(len(file.listed), 'listed organisation', 'listed organisations')}." if file.listed else "."),
        actions=_actions(visit),
        partners=(*lines, *(_asked_line(visit, each, known) for each in asked)),
        listed=file.listed,
        controllers=tuple(
            ControllerLine(each.name, each.of, f"{each.contact}: {each.email}") for each in controllers_of(file, known)
        ),
    )
    return visit.page(view, console_frame(visit, current="partners"))


@get(_AT + "/{partner:str}/leave", opt=permits("programme.change"), sync_to_thread=True)
def leave_page(visit: NamedDependency[Visit], partner: FromPath[str]) -> Response[str]:
    """What there is of the partner's people, and the day on which it leaves."""
    return _leave_page(visit, partner, form_fields(FORM, {}, language=visit.language))


@post(_AT + "/{partner:str}/leave", opt=permits("programme.change", step_up=True), sync_to_thread=True)
def let_leave(
    visit: NamedDependency[Visit], partner: FromPath[str], typed: NamedDependency[Typed]
) -> Response[str] | Redirect:
    """It leaves, at once or after its last day; what follows is settled at once."""
    reading = read_form(FORM, typed, language=visit.language)
    problems = dict(reading.problems)
    if not problems:
        given = reading.answers.get("day")
        try:
            with visit.work() as work:
                last = date.fromisoformat(given) if given else None
                reason = at_most(first(typed, "reason"), _REASON_MOST, "reason")
                leave(work, visit.programme, partner, last_day=last, reason=reason)
        except Conflict as refusal:
            problems["day"] = f"{refusal.what} {refusal.remedy}"
    if problems:
        read = Reading(reading.answers, problems, typed, reading.wrong_boxes)
        return _leave_page(visit, partner, form_fields(FORM, typed, reading=read, language=visit.language))
    visit.settle()
    return see_other(visit.path("console", visit.programme.slug, "partners"))


def left_page(visit: Visit, work: UnitOfWork) -> OneFormPage | None:
    """What a coordinator of a partner that has left reads instead of the programme; None while it takes part."""
    left = left_on(visit.programme, visit.slug)
    if left is None:
        return None
    host = institutions(work.session)[visit.programme.tenant_id]
    ended = (
        f"Names, addresses and answers of your people go from {host.short_name}'s rows, and you see nothing of "
        f"{host.short_name}'s people any more."
    )
    return OneFormPage(
        title="Your institution has left",
        programme=visit.programme.title,
        sentence=f"{visit.tenant.short_name} took part until {day(left, language=visit.language)}.",
        back=Link("Programmes", visit.path("console", "programmes")),
        words_title="Why there is nothing here",
        words=(
            ("Registrations that waited", "They were withdrawn on that day, and drafts were deleted."),
            ("Running mentorships", "They go on to their end. Your people still find them on their own pages."),
            ("After a mentorship has ended", ended),
            ("What remains there", "Counts, dates and the audit trail, which name nobody."),
            ("Questions", f"{host.contacts.mentoring.title}: {host.contacts.mentoring.email}"),
        ),
    )


def _leave_page(visit: Visit, slug: str, fields: tuple[Field, ...]) -> Response[str]:
    with visit.work() as work:
        partner_in(work, visit.programme, slug)
        name = institutions(work.session)[slug].name
        left = left_on(visit.programme, slug)
        told = remains_of(work, visit.programme, slug)
    gone = left is not None
    view = OneFormPage(
        title=f"{name} has left" if gone else f"Let {name} leave",
        programme=visit.programme.title,
        problems=() if gone else form_problems(fields),
        sentence=f"It left on {day(left, language=visit.language)}." if left else _NOTE,
        back=Link("Partners", visit.path("console", visit.programme.slug, "partners")),
        words_title="What remains of its people, and why" if gone else "What there is of its people now",
        words=tuple((f"{each.count} {each.what}", begun(each.why)) for each in told),
        told="" if told else "There is nothing of its people here.",
        action=visit.path("console", visit.programme.slug, "partners", slug, "leave"),
        fields=() if gone else fields,
        button=f"Let {name} leave",
    )
    return visit.page(view, console_frame(visit, current="partners"))


def _host_line(visit: Visit, known: dict[str, TenantFile]) -> PartnerLine:
    places = visit.programme.institutions[0]["places"]
    return PartnerLine(
        known[visit.programme.tenant_id].name, f"Hosts the programme.{_places(visit, places)}", "done", "Host"
    )


def _actions(visit: Visit) -> tuple[Button, ...]:
    """What the host's coordinators may change here."""
    slug, here = visit.programme.slug, visit.path("console", visit.programme.slug, "partners")
    record = Button(label="Change the record", href=f"{here}/record")
    if "partner" not in scheme_of(visit.programme).card.institutions:
        return (record,)
    return (
        Button(label="Ask an institution", href=f"{here}/ask", icon="plus"),
        record,
        Button(label="Change places", href=visit.path("console", slug, "texts", "dates")),
    )


def _asked_line(visit: Visit, each: Waiting, known: dict[str, TenantFile]) -> PartnerLine:
    house = known[each.slug]
    until = f" to {day(each.end, language=visit.language)}" if each.end else ""
    said = f"Said no on {day(each.declined, visit.tenant.timezone, visit.language)}" if each.declined else "Asked"
    return PartnerLine(
        house.name,
        f"Asked to take part from {day(each.start, language=visit.language)}{until}. Its coordinators: "
        f"{house.contacts.mentoring.email}.",
        "stop" if each.declined else "wait",
        said,
        (
            Button(
                label="Ask no longer",
                about=house.name,
                href=visit.path("console", visit.programme.slug, "partners", each.slug, "asking"),
                kind="small",
            ),
        ),
    )


def _line(visit: Visit, partner: Partner, known: dict[str, TenantFile], today: date) -> PartnerLine:
    since = f"From {day(partner.start, language=visit.language)}"
    until = f" to {day(partner.end, language=visit.language)}" if partner.end else ""
    mark: MarkKind = "done" if partner.takes_part(today) else "open"
    word = "Takes part"
    if partner.left:
        word = f"Left on {day(partner.left, language=visit.language)}"
    elif not partner.takes_part(today):
        word = "Not yet" if today < partner.start else "Leaves"
    return PartnerLine(
        known[partner.slug].name,
        f"{since}{until}.{_places(visit, dict(partner.places))}",
        mark,
        word,
        tuple(
            Button(
                label=label,
                about=known[partner.slug].name,
                href=visit.path("console", visit.programme.slug, "partners", partner.slug, page),
                kind="small",
            )
            for label, page in (
                (("What remains", "leave"),)
                if partner.left
                else (("Change its days", "days"), ("Let it leave", "leave"))
            )
        ),
    )


def _places(visit: Visit, places: dict[str, int]) -> str:
    roles = scheme_of(visit.programme).roles
    told = [f"at most {number} {say(roles[role].plural).lower()}" for role, number in places.items() if role in roles]
    return f" Its own places: {', '.join(told)}." if told else ""
