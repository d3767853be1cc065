import sys
from collections.abc import Callable
from importlib.metadata import EntryPoint
from pathlib import Path

import pytest
from click.testing import CliRunner

from mentoring.cli.schemes import schemes as command
from mentoring.errors import UnsoundDocument
from mentoring.plugin import ENTRY_POINT_GROUP
from mentoring.schemes.load import Directory, load_directory, load_scheme

CARD = "name: {name}\ntitle: Folio\nsummary: A scheme.\ncontract: '>=1,<2'\n"
ROLES = "mentee: {title: Mentee, entry: invited}\nmentor: {title: Mentor, entry: invited}\n"

Package = Callable[..., EntryPoint]


@pytest.fixture
def package(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Package:
    """`package("folio", code, card=..., roles=...)`: an installed package with these documents; its entry point."""
    monkeypatch.syspath_prepend(tmp_path)

    def install(name: str, code: str = '"""A scheme."""\n', **documents: str) -> EntryPoint:
        folder = tmp_path / f"scheme_{name}" / "scheme"
        folder.mkdir(parents=True)
        (folder.parent / "__init__.py").write_text(code)
        for document, text in {"card": CARD.format(name=name), "roles": ROLES, **documents}.items():
            file = document if "." in document else f"{document}.yaml"
            (folder / file).write_text(text)
        return EntryPoint(name, f"scheme_{name}", ENTRY_POINT_GROUP)

    return install


def refusals(directory: Directory) -> dict[str, str]:
    return {failure.name: str(failure.error) for failure in directory.failures}


def test_a_scheme_of_documents_alone_is_loaded_without_importing_it(package: Package) -> None:
    directory = load_directory([package("folio", '"""Nothing but words."""\n"""And more."""')])
    assert list(directory.schemes) == ["folio"]
    assert "scheme_folio" not in sys.modules


def test_several_schemes_may_live_in_one_distribution(package: Package, tmp_path: Path) -> None:
    (tmp_path / "both" / "inner").mkdir(parents=True)
    package("folio")
    (tmp_path / "scheme_folio" / "scheme").rename(tmp_path / "both" / "inner" / "scheme")
    directory = load_directory([EntryPoint("folio", "both.inner", ENTRY_POINT_GROUP)])
    assert directory.get("folio").card.title == {"en": "Folio"}


def test_a_hook_of_the_scheme_is_asked_before_the_document_and_silence_falls_back_to_it(package: Package) -> None:
    code = (
        "from mentoring.plugin import hookimpl\n"
        "invited = {'title': 'Invited', 'entry': 'invited'}\n"
        "@hookimpl\ndef roles():\n    return {'a': invited, 'b': invited}\n"
        "@hookimpl\ndef card():\n    return None\n"
    )
    scheme = load_directory([package("coded", code)]).get("coded")
    assert list(scheme.roles) == ["a", "b"]
    assert scheme.card.title == {"en": "Folio"}


@pytest.mark.parametrize(
    ("code", "told"),
    [
        ("raise RuntimeError('ink')\n", "RuntimeError: ink"),
        ("import sys\nsys.exit(3)\n", "SystemExit: 3"),
        ("import folio_nowhere\n", "ModuleNotFoundError: No module named 'folio_nowhere'"),
        ("from mentoring.plugin import hookimpl\n@hookimpl\ndef roles():\n    raise KeyError('x')\n", "KeyError: 'x'"),
        (
            "from mentoring.plugin import hookimpl\n@hookimpl\ndef roles(tenant):\n    return {}\n",
            "PluginValidationError",
        ),
    ],
)
def test_a_scheme_whose_code_fails_is_a_failure_beside_the_others(
    package: Package, code: str, told: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    broken = package("broken", code)
    monkeypatch.delitem(sys.modules, "scheme_broken", raising=False)
    directory = load_directory([broken, package("folio")])
    assert list(directory.schemes) == ["folio"]
    assert told in refusals(directory)["broken"]
    assert refusals(directory)["broken"].startswith("The code of scheme_broken failed: ")


@pytest.mark.parametrize("hook", ["role", "derives", "settings_schema"])
def test_a_hook_that_is_never_asked_is_refused_and_not_passed_over(package: Package, hook: str) -> None:
    code = f"from mentoring.plugin import hookimpl\n@hookimpl\ndef {hook}():\n    return None\n"
    directory = load_directory([package(f"with_{hook}", code)])
    assert (
        f"The hook `{hook}` of scheme_with_{hook} is not asked in this edition." in refusals(directory)[f"with_{hook}"]
    )


@pytest.mark.parametrize(
    ("documents", "told"),
    [
        ({"card": "name: [\n"}, "card.yaml, line 2: this is not YAML"),
        ({"timelime": "a: 1\n"}, "timelime.yaml is no document of this contract. Did you mean `timeline`?"),
        ({"surveys.yml": "{}\n"}, "surveys.yml is no document of this contract. Name it surveys.yaml."),
        ({"roles.json": "{}"}, "roles is there as YAML and as JSON. Keep one of the two."),
        (
            {"roles": "mentee: {titel: M}\n"},
            "roles, mentee.titel: The key `titel` is unknown here. Did you mean `title`?",
        ),
        ({"card": CARD.format(name="quarto")}, "`quarto` is not the name it is installed under, `folio`. Write folio."),
    ],
)
def test_a_scheme_whose_documents_are_unsound_is_a_failure_in_words(
    package: Package, documents: dict[str, str], told: str
) -> None:
    assert told in refusals(load_directory([package("folio", **documents)]))["folio"]


def test_a_document_may_be_json(package: Package) -> None:
    point = package("folio", **{"pathways.json": '{"main": {"title": "Main", "members": {"mentor": 1, "mentee": 1}}}'})
    assert load_directory([point]).get("folio").served_roles == ("mentor",)


def test_an_entry_point_that_names_no_package_is_a_failure() -> None:
    directory = load_directory([EntryPoint("lost", "scheme_nowhere", ENTRY_POINT_GROUP)])
    assert refusals(directory)["lost"].startswith("The entry point lost = scheme_nowhere names no package.")


def test_two_schemes_of_one_name_are_both_refused(package: Package) -> None:
    point = package("folio")
    directory = load_directory([point, EntryPoint("folio", "scheme_other", ENTRY_POINT_GROUP)])
    assert [str(failure.error) for failure in directory.failures] == [
        "Two installed distributions bring a scheme `folio`. Uninstall one of them."
    ] * 2


def test_a_scheme_that_is_not_there_is_told_with_those_that_are(package: Package) -> None:
    with pytest.raises(UnsoundDocument) as refused:
        load_directory([package("folio")]).get("follio")
    assert str(refused.value) == "No scheme `follio` is installed. Did you mean `folio`?"
    with pytest.raises(UnsoundDocument, match="No scheme `octavo` is installed"):
        load_scheme("octavo")


def test_a_failed_schemes_own_refusal_is_told_when_it_is_asked_for(package: Package) -> None:
    with pytest.raises(UnsoundDocument, match="line 2: this is not YAML"):
        load_directory([package("folio", card="name: [\n")]).get("folio")


def test_the_commands_list_the_installed_schemes_and_check_one() -> None:
    listed = CliRunner().invoke(command, ["list"])
    assert listed.exit_code == 0
    assert "hello" in listed.output
    checked = CliRunner().invoke(command, ["check", "hello"])
    assert checked.exit_code == 0
    assert "is sound" in checked.output
    unknown = CliRunner().invoke(command, ["check", "helo"])
    assert unknown.exit_code == 1
    assert "No scheme `helo` is installed. Did you mean `hello`?" in unknown.output
