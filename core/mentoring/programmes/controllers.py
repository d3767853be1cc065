"""The joint-controller record: which institution looks after what, and whom to ask there (UK GDPR, article 26).

Where the programme's file states none, the usual arrangement of such a consortium is the record: the host runs the
programme, each institution looks after its own people.
"""

from dataclasses import dataclass
from datetime import date

import msgspec

from mentoring.programmes.file import Partner, ProgrammeFile
from mentoring.tenants.file import TenantFile

HOST_OF = (
    "Runs the programme: decides who is eligible and who is matched, and writes to everyone about it.",
    "Keeps the record of matches and meetings.",
)
HOST_ALONE_OF = (
    "Looks after everything in this programme: who registers, who is eligible, who is matched, and what is written.",
)
PARTNER_OF = (
    "Looks after its own people: their accounts, what they write in their registration, and their questions.",
)
LISTED_OF = "Looks after the people of {} as if they were its own."


@dataclass(frozen=True, slots=True)
class Controller:
    """`name`, the institution `slug`, is the controller of what `of` says; questions go to `contact`, at `email`.

    `left`: no more.
    """

    slug: str
    name: str
    of: tuple[str, ...]
    contact: str
    email: str
    left: bool = False


def controllers_of(file: ProgrammeFile, tenants: dict[str, TenantFile]) -> tuple[Controller, ...]:
    """The record, host first."""
    stated = {each.institution: each for each in file.controllers}
    found = []
    for slug, left in ((file.host, False), *((each.slug, each.left is not None) for each in file.partners)):
        tenant, said = tenants[slug], stated.get(slug)
        asked = said.contact if said and said.contact else tenant.contacts.data_protection
        of = said.of if said else usual_of(file, slug)
        found.append(Controller(slug, tenant.name, of, asked.title, asked.email, left))
    return tuple(found)


def joined_by(file: ProgrammeFile, slug: str, start: date) -> dict[str, tuple[str, ...]]:
    """What each institution would look after if `slug` took part from `start` on, host first."""
    there = msgspec.structs.replace(file, partners=(*file.partners, Partner(slug, start)))
    stated = {each.institution: each.of for each in there.controllers}
    return {each: stated.get(each, usual_of(there, each)) for each in (there.host, slug)}


def usual_of(file: ProgrammeFile, slug: str) -> tuple[str, ...]:
    """What the institution `slug` looks after where the programme states nothing else."""
    if slug != file.host:
        return PARTNER_OF
    usual = HOST_OF + PARTNER_OF if file.partners else HOST_ALONE_OF
    return (*usual, *(LISTED_OF.format(name) for name in file.listed))
