"""A scheme of the tests that selects people before they are matched, and asks mentors in: with a programme of it.

Mentees go before a panel; mentors are invited and are asked nothing but their name; one organisation is listed.
"""

from datetime import date, datetime
from pathlib import Path

from msgspec.structs import replace

from makers import Works
from mentoring.accounts.factors import install_factor
from mentoring.accounts.grants import grant
from mentoring.contracts.documents_yaml import read_document
from mentoring.programmes.apply import apply_programme
from mentoring.programmes.file import Partner, ProgrammeFile
from mentoring.schemes.build import build_scheme
from mentoring.schemes.scheme import Scheme
from mentoring.tenants.file import read_tenants
from year import OPEN, ROOT, SECRET, Year

FILE = Path(__file__).with_name("selecting.yaml")
SLUG = "selecting-2021"
TRUST = "Kerning Trust"


def selecting_scheme() -> Scheme:
    """The scheme, built as if it were installed."""
    return build_scheme("selecting", "1.0", read_document(FILE.read_text(encoding="utf-8"), FILE.name))


def selecting_year(works: Works, now: datetime = OPEN) -> Year:
    """Its programme, hosted by UCL and joined by King's; `works` knows the scheme."""
    everyone = read_tenants(ROOT / "tenants").values()
    works.apply(*(replace(each, schemes=(*each.schemes, "selecting")) for each in everyone))
    file = ProgrammeFile(
        slug=SLUG, title="Selecting 2021", scheme="selecting", host="ucl",
        partners=(Partner("kcl", date(2020, 10, 1)),), listed=(TRUST,),
        dates={"closes": ("2020-12-18",), "match_by": ("2021-02-10",)},
    )  # fmt: skip
    with works.work("ucl", now=now) as work:
        apply_programme(work, file)
    for slug in ("ucl", "kcl"):
        someone = works.person(f"coordinator@{slug}.example", "Maya Archive")
        with works.work(slug, now=now) as work:
            grant(work, person=someone, role="coordinator")
            install_factor(work, someone, SECRET)
    return Year(works, SLUG, "ucl", now)
