"""People invented for a scheme, as the lists that `mentoring match` reads."""

from pathlib import Path

from click.testing import CliRunner, Result

from mentoring.cli.main import main

ROOT = Path(__file__).parents[2]
ROUND = ["--tenants", str(ROOT / "tenants"), "--programme", str(ROOT / "docs/examples/b-mentor-2021.toml")]


def said(*arguments: str) -> Result:
    return CliRunner().invoke(main, list(arguments))


def test_the_invented_people_of_a_programme_are_matched(tmp_path: Path) -> None:
    made = said("schemes", "people", "b-mentor", "--folder", str(tmp_path), "--count", "6", *ROUND)
    assert (made.exit_code, made.output) == (
        0,
        f"{tmp_path}/mentee.csv: 7 people\n{tmp_path}/mentor.csv: 7 people\n",
    )
    lists = ["--mentees", f"{tmp_path}/mentee.csv", "--mentors", f"{tmp_path}/mentor.csv"]
    matched = said("match", "--scheme", "b-mentor", *lists, *ROUND, "--table")
    assert (matched.exit_code, "matches from 6 eligible mentees" in matched.output) == (0, True)


def test_the_same_seed_gives_the_same_people_and_another_gives_others(tmp_path: Path) -> None:
    texts = []
    for seed in ("1", "1", "2"):
        said("schemes", "people", "hello", "--folder", str(tmp_path), "--seed", seed)
        texts.append((tmp_path / "newcomer.csv").read_text())
    assert texts[0] == texts[1]
    assert texts[0] != texts[2]


def test_an_unknown_scheme_is_refused_with_those_there_are(tmp_path: Path) -> None:
    refused = said("schemes", "people", "helo", "--folder", str(tmp_path))
    assert refused.exit_code != 0
    assert "No scheme `helo` is installed." in refused.output + str(refused.exception)
