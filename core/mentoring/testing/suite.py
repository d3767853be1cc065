"""The conformance suite as tests, one for each scheme and check: ``pytest --scheme NAME`` collects this file."""

import warnings

import pytest

from mentoring.errors import MentoringError
from mentoring.schemes.checks.doubtful import doubts
from mentoring.schemes.load import load_alone, load_scheme
from mentoring.testing.conformance import CHECKS
from mentoring.testing.conformance_code import code_answers


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


class RetiredWord(UserWarning):
    """A scheme uses a word of the contract that is retired: it still holds, until the version that it names."""


def test_its_words_are_current(scheme_name: str) -> None:
    """Retired words still hold, so each is a warning: it names document, entry, remedy and the last version."""
    try:
        scheme = load_scheme(scheme_name)
    except MentoringError:
        pytest.skip("it does not load")
    for notice in scheme.notices:
        warnings.warn(str(notice), RetiredWord, stacklevel=1)


class Doubtful(UserWarning):
    """Something in a scheme holds and may not be meant."""


def test_its_documents_leave_no_doubt(scheme_name: str) -> None:
    """What holds and may not be meant is a warning, such as a must that a pathway leaves behind."""
    try:
        scheme = load_scheme(scheme_name)
    except MentoringError:
        pytest.skip("it does not load")
    for doubt in doubts(scheme.documents):
        warnings.warn(str(doubt), Doubtful, stacklevel=1)


def test_its_code_answers(scheme_name: str) -> None:
    """What the scheme's own code says of invented people stands."""
    directory = load_alone(scheme_name)
    if scheme_name not in directory.schemes:
        pytest.skip("it does not load")
    found = [str(problem) for problem in code_answers(directory.get(scheme_name), directory.asker)]
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

    def test_its_words_are_current(self) -> None:
        """No word of its documents is retired, or a warning names each."""
        test_its_words_are_current(self.scheme)

    def test_its_documents_leave_no_doubt(self) -> None:
        """Nothing in its documents may be other than meant, or a warning names each."""
        test_its_documents_leave_no_doubt(self.scheme)

    def test_its_code_answers(self) -> None:
        """What the scheme's own code says of invented people stands."""
        test_its_code_answers(self.scheme)

    @pytest.mark.parametrize("check", CHECKS)
    def test_it_conforms(self, check: str) -> None:
        """One check finds nothing; each of its findings names document, entry and remedy."""
        test_the_scheme_conforms(self.scheme, check)
