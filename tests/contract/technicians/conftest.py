"""The technicians' scheme, as its author has it: documents, two institutions, one programme."""

from pathlib import Path

import pytest

from mentoring.contracts.documents_yaml import read_document
from mentoring.participants.facts import Setting
from mentoring.programmes.dates import resolve_dates
from mentoring.programmes.file import read_programme
from mentoring.schemes.build import build_scheme
from mentoring.schemes.scheme import Scheme
from mentoring.tenants.file import read_tenants

HERE = Path(__file__).parent


@pytest.fixture(scope="session")
def technicians() -> Scheme:
    """The scheme, built from its documents."""
    files = HERE.joinpath("scheme").glob("*.yaml")
    return build_scheme(
        "technicians", "0.1.0", {file.stem: read_document(file.read_text(), file.name) for file in files}
    )


@pytest.fixture(scope="session")
def setting(technicians: Scheme) -> Setting:
    """The scheme in its programme, with both institutions."""
    programme = read_programme(HERE / "programme.toml")
    moments = resolve_dates(technicians, programme.dates, "Europe/London")
    return Setting(technicians, read_tenants(HERE / "tenants"), programme, moments)
