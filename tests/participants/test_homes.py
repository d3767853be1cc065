import pytest

from mentoring.participants.cells import Unreadable
from mentoring.participants.homes import Homes
from mentoring.tenants.file import Brand, Contact, Contacts, TenantFile

SOMEONE = Contact("Mentoring", "mentoring@serif.example")
SERIF = TenantFile(
    slug="serif",
    name="Serif University",
    short_name="Serif",
    timezone="Europe/London",
    domains=("serif.example", "press.serif.example"),
    schemes=(),
    brand=Brand("#500778"),
    contacts=Contacts(SOMEONE, SOMEONE),
)
HOMES = Homes({"serif": SERIF}, ("Kerning Trust",))


@pytest.mark.parametrize(
    ("email", "written", "home"),
    [
        ("amara@serif.example", "", "serif"),
        ("amara@press.serif.example", "SERIF university", "serif"),
        ("amara@kerning.example", "kerning trust", "Kerning Trust"),
    ],
)
def test_the_institution_is_read_or_told_by_the_domain(email: str, written: str, home: str) -> None:
    assert HOMES.home_of(email, written) == home


@pytest.mark.parametrize(
    ("email", "written", "reason"),
    [
        ("amara@home.example", "", "“home.example” is no domain of an institution known here"),
        ("amara@x.serif.example", "", "“x.serif.example” is no domain of an institution known here"),
        ("amara@home.example", "Serif", "amara@home.example is no address of Serif, whose addresses end in"),
        ("amara@serif.example", "Slab", "“Slab” is no institution known here; known are serif."),
    ],
)
def test_a_foreign_address_or_an_unknown_name_is_refused(email: str, written: str, reason: str) -> None:
    with pytest.raises(Unreadable, match=reason):
        HOMES.home_of(email, written)


def test_without_institutions_the_domain_stands_for_one() -> None:
    assert Homes({}).home_of("amara@serif.example", "") == "serif.example"
    assert Homes({}).home_of("amara@serif.example", "Serif") == "Serif"
