"""The pytest plugin shipped with `mentoring`. It does nothing until ``pytest --scheme NAME`` asks for it."""

from pathlib import Path

import pytest

SUITE = Path(__file__).with_name("suite.py")


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add ``--scheme``."""
    parser.getgroup("mentoring").addoption(
        "--scheme",
        action="append",
        default=[],
        metavar="NAME",
        dest="mentoring_schemes",
        help="Run the conformance suite on the installed scheme NAME; may be given several times.",
    )


def pytest_configure(config: pytest.Config) -> None:
    """Collect the suite: beside the tests that were named, or alone when none were."""
    if config.getoption("mentoring_schemes"):
        named = config.args if config.args_source is pytest.Config.ArgsSource.ARGS else []
        config.args = [*named, str(SUITE)]


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """One test of the suite for each scheme that was asked for."""
    if Path(metafunc.module.__file__ or "") == SUITE and "scheme_name" in metafunc.fixturenames:
        metafunc.parametrize("scheme_name", metafunc.config.getoption("mentoring_schemes"))
