"""What stands around a page of an institution: its band, the places one can go to, the foot."""

from collections.abc import Mapping

from mentoring.programmes.model import Programme
from mentoring.programmes.pinned import scheme_of
from mentoring.web.http.cookies import LANGUAGE, chosen_scheme
from mentoring.web.http.visit import Visit
from mentoring.web.languages import known_language
from mentoring.web.views.frame import Frame, House, PlainFrame, PortalFrame, PublicFrame
from mentoring.web.views.parts import Link


def house_of(visit: Visit) -> House:
    """The institution of the address, with its colour."""
    return House(name=visit.tenant.name, colour=visit.tenant.brand.colour, href=visit.path() + "/")


def foot_of(visit: Visit) -> tuple[Link, ...]:
    """The links at the foot of portal and public pages."""
    links = [Link("Who looks after your data", visit.path("data-protection"))]
    if visit.site.shows_outbox:
        links.append(Link("Messages that would be sent", visit.path("outbox")))
    return tuple(links)


def public_frame(visit: Visit) -> PublicFrame:
    """A page for everyone."""
    return PublicFrame(
        house=house_of(visit),
        language=visit.language,
        scheme=visit.scheme,
        csrf=visit.csrf,
        sign_in=visit.path("sign-in"),
        person=visit.signed.name or visit.signed.email if visit.signed else "",
        sign_out=visit.path("sign-out") if visit.signed else "",
        foot=foot_of(visit),
    )


def portal_frame(visit: Visit, *, current: str, programme: Programme | None = None) -> PortalFrame:
    """A participant's page; `current` is the place one is at: ``mine``, ``programme``, ``events``, ``my-data``."""
    places = [Link("My matches", visit.path("mine"), current=current == "mine")]
    if programme is not None:
        places.append(Link(programme.title, visit.path(programme.slug, "mine"), current=current == "programme"))
        if scheme_of(programme).activities.events:
            places.append(Link("Events", visit.path(programme.slug, "mine", "events"), current=current == "events"))
    places.append(Link("My data", visit.path("my-data"), current=current == "my-data"))
    if "coordinator" in visit.person.granted:
        places.append(Link("Console", visit.path("console")))
    elif "analyst" in visit.person.granted:
        places.append(Link("Equality monitoring", visit.path("console", "releases")))
    if "operator" in visit.person.granted:
        places.append(Link("System", visit.path("console", "system")))
    return PortalFrame(
        house=house_of(visit),
        language=visit.language,
        scheme=visit.scheme,
        csrf=visit.csrf,
        person=visit.person.name or visit.person.email,
        sign_out=visit.path("sign-out"),
        places=tuple(places),
        foot=foot_of(visit),
    )


def no_house(cookies: Mapping[str, str]) -> PlainFrame:
    """The frame of a page that belongs to no institution, as this browser chose to see pages."""
    language = known_language(cookies.get(LANGUAGE))
    return PlainFrame(house=House(name="Mentoring", href="/"), language=language, scheme=chosen_scheme(cookies))


def refusal_frame(visit: Visit | None, cookies: Mapping[str, str]) -> Frame:
    """The frame of a refusal: the institution's, where the address has one."""
    if visit is None:
        return no_house(cookies)
    return PlainFrame(house=house_of(visit), language=visit.language, scheme=visit.scheme)
