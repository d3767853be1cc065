"""A programme of the test scheme `odd`, whose code does what people name: hosted by north and joined by south."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import Any
from uuid import UUID

from asking import Odd
from makers import NOW, Installed, Works, tenant
from mentoring.accounts.factors import install_factor
from mentoring.accounts.grants import grant
from mentoring.contracts.merge import merge_patch
from mentoring.participants.register import save_answers, start, submit
from mentoring.programmes.apply import apply_programme
from mentoring.programmes.file import Partner, ProgrammeFile
from mentoring.schemes.build import pinned_scheme
from year import SECRET, Year

SLUG = "odd-2021"


def odd_year(works: Works, odd: Odd, change: Mapping[str, Any] | None = None) -> Year:
    """The programme, with a merge patch over the scheme's documents."""
    documents = merge_patch(odd.scheme.documents, change or {})
    scheme = pinned_scheme("odd", odd.scheme.version, documents, hooks=odd.scheme.hooks)
    here = replace(works, schemes=Installed({"odd": scheme}, odd.asker))
    here.apply(*(tenant(slug, schemes=("odd",)) for slug in ("north", "south", "west")))
    file = ProgrammeFile(
        slug=SLUG, title="Odd 2021", scheme="odd", host="north", partners=(Partner("south", date(2020, 10, 1)),),
        dates={"match_by": ("2021-02-01",), "half": ("2021-06-01",)},
    )  # fmt: skip
    with here.work("north") as work:
        apply_programme(work, file)
    someone = here.person("coordinator@north.example", "Maya Archive")
    with here.work("north") as work:
        grant(work, person=someone, role="coordinator")
        install_factor(work, someone, SECRET)
    return Year(here, SLUG, "north", NOW)


def registered(year: Year, email: str, role: str, **answers: Any) -> UUID:
    """Somebody registers; what they name under `deed` the code does when it is asked about them."""
    with year.as_(email) as (work, programme):
        one = start(work, programme, role=role)
        save_answers(work, programme, one, answers={"years": 3, **answers})
        submit(work, programme, one)
        return one.id
