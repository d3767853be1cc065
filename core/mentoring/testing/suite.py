"""The conformance suite as tests, one for each scheme and check: ``pytest --scheme NAME`` collects this file."""

import pytest

from mentoring.errors import MentoringError
from mentoring.schemes.load import load_scheme
from mentoring.testing.conformance import CHECKS


def test_the_scheme_loads(scheme_name: str) -> None:
    """Its documents are sound and fit together."""
    told = ""
    try:
        load_scheme(scheme_name)
    except MentoringError as error:
        told = str(error)
    if told:
        pytest.fail(told, pytrace=False)


@pytest.mark.parametrize("check", CHECKS)
def test_the_scheme_conforms(scheme_name: str, check: str) -> None:
    """One check finds nothing; each of its findings names document, entry and remedy."""
    try:
        scheme = load_scheme(scheme_name)
    except MentoringError:
        pytest.skip("it does not load")
    found = [str(problem) for problem in CHECKS[check](scheme)]
    if found:
        pytest.fail("\n".join(found), pytrace=False)


class SchemeConformance:
    """The suite as a class, for a scheme's own tests: name the scheme and every check is a test.

    ``class TestConformance(SchemeConformance): scheme = "hello"``
    """

    scheme: str

    def test_it_loads(self) -> None:
        """Its documents are sound and fit together."""
        test_the_scheme_loads(self.scheme)

    @pytest.mark.parametrize("check", CHECKS)
    def test_it_conforms(self, check: str) -> None:
        """One check finds nothing; each of its findings names document, entry and remedy."""
        test_the_scheme_conforms(self.scheme, check)
