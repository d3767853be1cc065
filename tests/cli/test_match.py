"""From two lists of people to verdicts, matches and reasons, on the command line."""

import csv
import json
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from random import Random  # noqa: TID251 - chance is seeded here
from typing import Any

import jsonschema
import pytest
from click.testing import Result

ROOT = Path(__file__).parents[2]
EXAMPLES = ROOT / "docs" / "examples"
MENTEES, MENTORS = EXAMPLES / "b-mentor-mentees.csv", EXAMPLES / "b-mentor-mentors.csv"
PROGRAMME = ("--programme", EXAMPLES / "b-mentor-2021.toml")
LSE = (EXAMPLES / "lse-mentees.csv", EXAMPLES / "lse-mentors.csv", "--programme", EXAMPLES / "lse-2025.toml")

Document = dict[str, Any]


def shuffled(path: Path, to: Path, seed: int) -> Path:
    """The same CSV with rows and columns in another order, semicolons, a byte-order mark and blank lines."""
    chance = Random(seed)
    with path.open(encoding="utf-8", newline="") as file:
        head, *rows = list(csv.reader(file))
    order = chance.sample(range(len(head)), len(head))
    chance.shuffle(rows)
    with (to / path.name).open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file, delimiter=";")
        for row in (head, *rows):
            writer.writerow([row[index] for index in order])
            file.write("\r\n" if chance.random() < 0.2 else "")
    return to / path.name


@pytest.fixture(scope="module")
def sample(matched: Callable[..., Document]) -> Document:
    return matched("b-mentor", MENTEES, MENTORS, *PROGRAMME)


def test_the_samples_give_40_matches_from_55_eligible_mentees(sample: Document) -> None:
    assert sample["summary"]["outcomes"]["mentee"]["eligible"] == 55
    assert len(sample["matches"]) == 40
    assert sample["summary"]["aims"]["last_resorts_broken"] == 0


def test_every_match_and_every_non_match_has_its_reasons(sample: Document) -> None:
    assert all(reason["words"] for match in sample["matches"] for reason in match["reasons"])
    assert all({"different", "unrelated", "overlap"} <= {r["rule"] for r in m["reasons"]} for m in sample["matches"])
    mentees = [one for one in sample["unmatched"] if one["person"]["role"] == "mentee"]
    assert len(mentees) == 15
    assert all(one["words"] and one["causes"] for one in sample["unmatched"])
    assert all(sum(cause["count"] for cause in one["causes"]) == one["candidates"] for one in sample["unmatched"])


def test_every_verdict_has_its_reasons(sample: Document) -> None:
    against = [
        [finding for finding in verdict["findings"] if finding["kind"] != "priority" and finding["holds"] != "yes"]
        for one in sample["registrations"]
        for verdict in one["verdicts"]
        if verdict["outcome"] != "eligible"
    ]
    assert len(against) == 10
    assert all(found and all(f["reason"] and f["asked"] and f["said"] for f in found) for found in against)


@pytest.mark.parametrize(
    "arguments",
    [("b-mentor", MENTEES, MENTORS, *PROGRAMME), ("b-mentor", MENTEES, MENTORS), ("lse", *LSE)],
    ids=["b-mentor", "without a programme", "lse"],
)
def test_the_result_follows_the_published_schema(matched: Callable[..., Document], arguments: tuple[Any, ...]) -> None:
    schema = json.loads((ROOT / "schemas/match-result.schema.json").read_text(encoding="utf-8"))
    jsonschema.Draft202012Validator.check_schema(schema)
    jsonschema.validate(matched(*arguments), schema, jsonschema.Draft202012Validator)


@pytest.mark.parametrize(("scheme", "files"), [("b-mentor", (MENTEES, MENTORS, *PROGRAMME)), ("lse", LSE)])
def test_two_runs_and_shuffled_rows_give_the_same_bytes(
    match: Callable[..., Result], tmp_path: Path, scheme: str, files: tuple[Any, ...]
) -> None:
    first = match(scheme, *files).stdout_bytes
    assert match(scheme, *files).stdout_bytes == first
    for seed in (1, 2):
        others = [shuffled(path, tmp_path, seed) for path in files[:2]]
        assert match(scheme, *others, *files[2:]).stdout_bytes == first


def test_bad_rows_too_give_the_same_bytes_when_shuffled(match: Callable[..., Result], tmp_path: Path) -> None:
    faulty = EXAMPLES / "b-mentor-mentees-with-faults.csv"
    first = match("b-mentor", faulty, MENTORS, *PROGRAMME)
    again = match("b-mentor", shuffled(faulty, tmp_path, 3), MENTORS, *PROGRAMME)
    assert first.exit_code == 0
    assert again.stdout_bytes == first.stdout_bytes
    assert again.stderr != first.stderr, "the lines, which did change, stand beside the result"


def test_bad_rows_are_named_by_line_column_and_reason_and_the_rest_go_on(match: Callable[..., Result]) -> None:
    faulty = EXAMPLES / "b-mentor-mentees-with-faults.csv"
    result = match("b-mentor", faulty, MENTORS, *PROGRAMME)
    told = [line.removeprefix(f"{faulty}, ") for line in result.stderr.splitlines()]
    assert [re.sub(r" \(.*?\)", "", line).split(":")[0] for line in told] == [
        "line 3, column “email”",
        "line 5, column “staff_group”",
        "line 6, column “goals”",
        "line 8, column “institution”",
    ]
    assert told[2].endswith(": This question needs an answer.")
    found = json.loads(result.stdout)
    assert found["inputs"]["registrations"]["mentee"] == 5
    assert {row["column"] for row in found["refused_rows"]} == {"institution", "staff_group", "email", "goals"}


def test_forms_exports_give_the_same_matches_as_plain_tables(matched: Callable[..., Document]) -> None:
    forms = EXAMPLES / "forms"
    plain = matched("b-mentor", MENTEES, MENTORS, *PROGRAMME)
    exported = matched("b-mentor", forms / "b-mentor-mentees.xlsx", forms / "b-mentor-mentors.xlsx", *PROGRAMME)
    assert exported["matches"] == plain["matches"]
    assert exported["summary"] == plain["summary"]


def test_a_column_for_gates_holds_whoever_has_not_passed(matched: Callable[..., Document], tmp_path: Path) -> None:
    with MENTEES.open(encoding="utf-8", newline="") as file:
        head, *rows = list(csv.reader(file))
    with (tmp_path / "mentees.csv").open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows(
            [[*head, "passed"], *([*row, "yes" if n % 2 else "no"] for n, row in enumerate(rows))]
        )
    found = matched("b-mentor", tmp_path / "mentees.csv", MENTORS, *PROGRAMME)
    held = [one for one in found["registrations"] if one["held_by"]]
    assert found["summary"]["held_by_gates"] == len(held) > 20
    assert {tuple(one["held_by"]) for one in held} == {("trained_mentee",)}
    placed = {member["id"] for each in found["matches"] for member in each["members"]}
    assert not placed & {one["id"] for one in held}
    assert found["notes"] == ["Not checked, because no column says who has passed: “Compulsory training for mentors”."]


def test_without_a_programme_it_says_what_is_not_known(matched: Callable[..., Document]) -> None:
    found = matched("b-mentor", MENTEES, MENTORS)
    assert found["programme"] is None
    assert found["notes"][0].startswith("No programme was given: ")
    assert len(found["matches"]) == 40


def test_circles_have_bounds_two_leads_where_possible_and_nobody_twice(matched: Callable[..., Document]) -> None:
    found = matched("lse", *LSE)
    circles = [match for match in found["matches"] if match["pathway"] == "circle"]
    numbers = [[sum(m["role"] == role for m in each["members"]) for role in ("mentee", "mentor")] for each in circles]
    assert numbers
    assert all(3 <= mentees <= 8 and 1 <= mentors <= 2 for mentees, mentors in numbers)
    mentees = [m["id"] for each in found["matches"] for m in each["members"] if m["role"] == "mentee"]
    assert len(mentees) == len(set(mentees))


def test_on_a_terminal_it_is_a_table_with_the_weakest_match_first(match: Callable[..., Result]) -> None:
    shown = match("b-mentor", MENTEES, MENTORS, *PROGRAMME, "--table").stdout
    assert shown.startswith("B-MEntor Professional 2021: 40 matches from 55 eligible mentees\n")
    strengths = [int(found) for found in re.findall(r"│ +(\d+)%", shown)]
    assert len(strengths) == 40
    assert strengths == sorted(strengths)
    for title in ("Verdicts", "Matches, weakest first", "Without a match", "Not in the round"):
        assert f"{title} " in shown


def test_spare_mentors_are_not_told_that_nothing_helps_them(match: Callable[..., Result]) -> None:
    shown = match("b-mentor", MENTEES, MENTORS, *PROGRAMME, "--table").stdout
    assert re.search(r"│ Viktor Papyrus \(UCL\)", shown)  # a mentor without a mentee
    assert "no single change helps" not in shown


@pytest.mark.parametrize(
    ("scheme", "more", "told"),
    [
        ("nothing", (), "No scheme `nothing` is installed."),
        ("lse", PROGRAMME, "is a programme of b-mentor, not of lse. Say --scheme b-mentor."),
        ("hello", (), "has no column for “What would you like to be shown?”"),
    ],
)
def test_refusals_are_sentences_with_code_2(
    match: Callable[..., Result], scheme: str, more: tuple[Any, ...], told: str
) -> None:
    result = match(scheme, MENTEES, MENTORS, *more)
    assert result.exit_code == 2
    assert told in " ".join(result.stderr.split())
    assert result.stdout == ""
    assert "Traceback" not in result.stderr


def test_an_overlay_changes_the_round_and_not_the_scheme(matched: Callable[..., Document], tmp_path: Path) -> None:
    overlay = (
        '[[overlay]]\nauthor = "iris.ligature@ucl.example"\nreason = "Fewer rooms this year."\n'
        'changes.card.places = [{who = "mentee", at_most = 12}]\n'
    )
    path = tmp_path / "programme.toml"
    path.write_text(PROGRAMME[1].read_text(encoding="utf-8") + overlay, encoding="utf-8")
    assert len(matched("b-mentor", MENTEES, MENTORS, "--programme", path)["matches"]) == 12


def test_a_programme_whose_institutions_have_no_file_is_refused(run: Callable[..., Result], tmp_path: Path) -> None:
    (tmp_path / "tenants").mkdir()
    given = ("--scheme", "b-mentor", "--mentees", MENTEES, "--mentors", MENTORS, "--tenants", tmp_path / "tenants")
    result = run("match", *given, *PROGRAMME)
    assert result.exit_code == 2
    assert "names the institution `ucl`, and there is no file for it." in result.stderr


def test_the_installed_command_answers_json_into_a_pipe_and_the_same_on_every_start() -> None:
    command = [str(Path(sys.executable).with_name("mentoring")), "match", "--scheme", "b-mentor"]
    arguments = ["--mentees", MENTEES, "--mentors", MENTORS, "--tenants", ROOT / "tenants", *PROGRAMME]
    runs = [
        subprocess.run([*command, *map(str, arguments)], capture_output=True, check=True, env={"PYTHONHASHSEED": seed})
        for seed in ("1", "2")
    ]
    assert runs[0].stdout == runs[1].stdout
    assert json.loads(runs[0].stdout)["summary"]["matches"] == 40
    assert runs[0].stderr == b""
