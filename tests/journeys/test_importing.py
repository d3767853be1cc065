"""A coordinator takes registrations from a file: tried row by row, mended, taken as a whole, and given once more."""

import csv
import io
import zipfile
from collections.abc import Mapping, Sequence
from datetime import timedelta

import openpyxl
import pytest
from sqlalchemy import select

from browsing import Page
from mentoring.audit.model import AuditEntry
from mentoring.participants.model import Declaration, ImportColumns, Registration
from mentoring.web.console.importing import AT_ONCE
from served import Served
from year import B_MENTEE, rows

AT = "/lse/console/bame-mentoring-2025/import"
BUTTON = "Look at the file"
TITLES = {
    "Completion time": "2025-01-10 10:00",
    "Email": "",
    "Name": "",
    "Your job title": "Administrator",
    "Which part of the LSE?": "Finance",
    "Staff or student": "I am a member of staff",
    "Band": "Band 4",
    "Line manager": "manager@lse.example",
    "Type of mentoring": "Mentoring circle;1-to-1 mentoring;",
    "Topics": "Finding a direction;Being heard",
    "Goals": "To find my direction",
    "Self-identification": "Yes",
    "Ethnic group": "Typographic",
}
"""A form as LSE's mentees are asked in Microsoft Forms: one question is called otherwise than the scheme calls it."""


LABELS = (
    "Moving on in a career", "Finding a direction", "Growing in confidence", "Leading people",
    "How this institution works", "Building a network", "Training and study", "What matters most", "Being heard",
    "Being one of few at work", "Work, life and wellbeing", "Difficult moments at work",
)  # fmt: skip


def sheet(people: Sequence[Mapping[str, object]], titles: Mapping[str, object] = TITLES) -> list[list[object]]:
    return [list(titles), *([{**titles, **each}[title] for title in titles] for each in people)]


def as_csv(table: Sequence[Sequence[object]]) -> bytes:
    text = io.StringIO()
    csv.writer(text).writerows(table)
    return text.getvalue().encode("utf-8-sig")


def as_xlsx(table: Sequence[Sequence[object]]) -> bytes:
    book, content = openpyxl.Workbook(), io.BytesIO()
    assert book.active is not None
    for row in table:
        book.active.append(list(row))
    book.save(content)
    return content.getvalue()


def named(name: str) -> dict[str, object]:
    return {"Name": name, "Email": f"{name.replace(' ', '.').lower()}@lse.example"}


def outcomes(page: Page) -> list[str]:
    return [each.words for each in page.root.all("tr")][1:]


def test_a_file_is_tried_mended_and_taken_as_a_whole_and_never_twice(lse: Served) -> None:
    lead = lse.coordinator("lse")
    assert lead.open("/lse/console/bame-mentoring-2025/registrations").links("From a file") == [AT]
    lead.follow("From a file")
    assert lead.press(BUTTON).problems == ["Choose as what these people register.", "Choose the file."]

    good = [named("Amara Quarto"), named("Cato Octavo")]
    wrong: list[dict[str, object]] = [
        {**named("Dora Duodecimo"), "Goals": '=HYPERLINK("x")'},
        {"Name": "Nobody", "Email": "nobody"},
        {**named("Ede Em"), "Topics": "Finding a direction;Astrology"},
    ]
    elsewhere: list[dict[str, object]] = [{"Name": "Kit Column", "Email": "kit@ucl.example"}]
    page = lead.hand_in(BUTTON, {"role": "mentee"}, name="r/Forms.xlsx", content=as_xlsx(sheet([*good, *wrong])))
    assert "Say below which column answers “Your department or division”. Nothing has been read yet." in page.words
    assert "Only the person can declare this. It is not taken." in page.words

    page = lead.press("Read it so", {"column-4": "answers.unit"})
    assert [each.words for each in page.root.all("h2")][:1] == ["Forms.xlsx"]
    assert "Two people would be registered. Three rows need mending" in page.words
    assert outcomes(page) == [
        "4 dora.duodecimo@lse.example To be mended Goals: This question needs an answer.",
        "5 nobody To be mended Email: “nobody” is no e-mail address.",
        f"6 ede.em@lse.example To be mended Topics: “Astrology” is none of the answers: {'; '.join(LABELS)}.",
        "2 Amara Quarto, amara.quarto@lse.example Will be registered",
        "3 Cato Octavo, cato.octavo@lse.example Will be registered",
    ]
    assert "Register two mentees: three rows are to be mended" in page.words
    assert registered(lse) == {}

    mended = as_csv(sheet([*good, wrong[0], *elsewhere]))
    page = lead.hand_in(BUTTON, {"role": "mentee"}, name="Forms.csv", content=mended)
    assert "Say below which column" in page.words, "what was chosen is remembered once a file was taken"
    page = lead.press("Read it so", {"column-4": "answers.unit"})
    assert outcomes(page)[0] == (
        "4 dora.duodecimo@lse.example To be mended Goals: This is a formula. Write what it shows."
    )
    assert outcomes(page)[1].startswith("5 kit@ucl.example To be mended Email: “ucl.example” is no domain")
    mended = as_csv(sheet([*good, named("Amara Quarto")]))
    lead.hand_in(BUTTON, {"role": "mentee"}, name="Forms.csv", content=mended)
    lead.press("Read it so", {"column-4": "answers.unit"})
    lse.year.now += timedelta(minutes=11)
    lead.press("Register two mentees")
    page = lead.confirm()
    assert "Two mentees are registered" in page.words
    assert registered(lse) == {"amara.quarto@lse.example": "submitted", "cato.octavo@lse.example": "submitted"}

    again = as_csv(sheet([*good, named("Fern Recto")]))
    page = lead.hand_in(BUTTON, {"role": "mentee"}, name="Forms.csv", content=again)
    assert "One person would be registered. Two are registered already." in page.words
    page = lead.press("Register one mentee")
    assert "One mentee is registered" in page.words
    lead.hand_in(BUTTON, {"role": "mentee"}, name="Forms.csv", content=again)
    assert "Register them: nobody in it is new" in lead.page.words
    assert "Amara Quarto" in lead.open("/lse/console/bame-mentoring-2025/registrations?tab=needs_person").words
    the_trail_and_the_rows_hold_answers_alone(lse)


def the_trail_and_the_rows_hold_answers_alone(site: Served) -> None:
    with site.year.works.work("lse") as work:
        assert rows(work, Declaration) == []
        one = next(each for each in rows(work, Registration) if each.email == "amara.quarto@lse.example")
        assert (one.name, one.unit, one.grade, one.kind, one.wishes) == (
            "Amara Quarto", "Finance", "Band 4", "staff", ["circle", "one_to_one"],
        )  # fmt: skip
        assert "Typographic" not in str(one.answers)
        assert (one.verified_at, one.submitted_at and one.submitted_at.isoformat()) == (None, OPENED)
        (kept,) = rows(work, ImportColumns)
        assert kept.columns["whichpartofthelse"] == "answers.unit"
        whole = select(AuditEntry.reason).where(AuditEntry.action == "import", AuditEntry.object == "registrations")
        told = work.session.scalars(whole.order_by(AuditEntry.at, AuditEntry.id))
        assert list(told) == ["2 as mentee, from a file", "1 as mentee, from a file"]
        about = [each.subject_id for each in rows(work, AuditEntry) if each.object == "registration"]
        added = [each.fields for each in rows(work, AuditEntry) if (each.action, each.object) == ("add", "person")]
        assert added
        assert {tuple(fields) for fields in added} == {("email", "name")}
        assert one.person_id in about


OPENED = "2025-01-13T09:00:00+00:00"
"""Nobody registers before one can: the file names an earlier moment."""


def registered(site: Served) -> dict[str, str]:
    with site.year.works.work("lse") as work:
        return {each.email: each.state for each in rows(work, Registration)}


def test_a_partner_takes_its_own_people_and_leaves_others_to_their_institution(b_mentor: Served) -> None:
    kcl, ucl, at = b_mentor.coordinator("kcl"), b_mentor.coordinator("ucl"), "console/b-mentor-2021/import"
    answers = {**B_MENTEE, "grade": "4", "training": "Yes", "wants": "budgets;leadership", "meet": "online"}
    people = [{"email": "amara.quarto@kcl.example"}, {"email": "fern.recto@ucl.example"}]
    table = sheet(people, {"email": "", **answers})
    kcl.open(f"/kcl/{at}")
    page = kcl.hand_in(BUTTON, {"role": "mentee"}, name="x.csv", content=as_csv(table))
    assert outcomes(page) == [
        "3 fern.recto@ucl.example Left out They are of UCL, whose coordinators take them.",
        "2 amara.quarto@kcl.example Will be registered",
    ]
    kcl.press("Register one mentee")
    ucl.open(f"/ucl/{at}")
    page = ucl.hand_in(BUTTON, {"role": "mentee"}, name="x.csv", content=as_csv(table))
    assert [line.partition(" ")[2][:24] for line in outcomes(page)] == [
        "amara.quarto@kcl.example",
        "fern.recto@ucl.example W",
    ]
    with b_mentor.year.works.work("ucl") as work:
        assert rows(work, ImportColumns) == []
        assert [each.email for each in rows(work, Registration)] == ["amara.quarto@kcl.example"]
    token = b_mentor.as_("guest.folio@kcl.example").open("/kcl/mine").token
    refused = b_mentor.as_("guest.folio@kcl.example").send(f"/kcl/{at}", [("csrf", token)])
    assert refused.heading == "You cannot do this"


def bomb() -> bytes:
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/worksheets/sheet1.xml", b"0" * 40_000_000)
    return content.getvalue()


def echo() -> bytes:
    """A few kilobytes that say one long text ten thousand times."""
    book, content = zipfile.ZipFile(io.BytesIO(as_xlsx([["Email"]]))), io.BytesIO()
    rows = b'<row r="2"><c r="A2" t="s"><v>0</v></c></row>' * 10_000
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in book.namelist():
            archive.writestr(name, book.read(name).replace(b"</sheetData>", rows + b"</sheetData>"))
        archive.writestr("xl/sharedStrings.xml", b"<sst><si><t>" + b"a" * 20_000 + b"</t></si></sst>")
    return content.getvalue()


HOSTILE = {
    "a bomb": (bomb(), "x.xlsx is larger than 30 MB once unpacked."),
    "an echo": (echo(), "x.xlsx shows long texts too many times."),
    "a torn archive": (as_xlsx(sheet([named("Amara Quarto")]))[:900], "x.xlsx is no sound Excel file."),
    "a far cell": (as_xlsx([["Email"], *([[""]] * 6998), ["x"]]), "x.xlsx has more than 5,000 rows or 200 columns."),
    "a huge cell": (as_csv([["Email", "Name"], ["a@lse.example", "x" * 20_001]]), "a cell is longer than 20,000"),
    "a picture": (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", "x.xlsx is neither CSV nor"),
    "an old Excel": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "x.xlsx is n"),
    "a wrong encoding": (b"Email,Name\n\x81\x8d\x9d", "x.xlsx is no text in UTF-8 or Windows-1252."),
    "quotation marks": (b'Email,Name\n"a,b\nc', "the row cannot be taken apart"),
    "too much": (b"Email\n" + b"a" * 3_000_001, "x.xlsx is larger than 3 MB."),
    "nothing": (b"\n\n", "x.xlsx is empty."),
}


def test_hostile_files_are_refused_in_a_sentence(lse: Served) -> None:
    lead = lse.coordinator("lse")
    for name, (content, told) in HOSTILE.items():
        lead.open(AT)
        page = lead.hand_in(BUTTON, {"role": "mentee"}, name="../x.xlsx", content=content)
        assert page.status == 422, name
        assert told in page.problems[0], (name, page.problems)
    lead.open(AT)
    assert lead.hand_in(BUTTON, {"role": "mentee"}, name="x.csv", content=b"a" * 13_000_000).heading == (
        "This is too large"
    )


def test_of_many_it_is_told_how_far_they_have_come_and_any_process_goes_on_with_them(lse: Served) -> None:
    lead = lse.coordinator("lse")
    titles = {title.replace("Which part of the LSE?", "Your department or division"): TITLES[title] for title in TITLES}
    people = [named(f"Amara Quarto{number}") for number in range(AT_ONCE + 1)]
    lead.open(AT)
    lead.hand_in(BUTTON, {"role": "mentee"}, name="Forms.csv", content=as_csv(sheet(people, titles)))
    page = lead.press("Register 301 mentees")
    where = page.path
    assert "All 301 mentees are registered. What follows for them goes on by itself." in page.words
    assert "301 mentees wait. It takes about three seconds for each thousand." in page.words
    assert '<noscript><meta http-equiv="refresh" content="5"></noscript>' in page.html
    assert page.links("Look again") == [where]
    lead.open(AT)
    assert lead.follow("See how far it has come").path == where
    assert registered(lse) == dict.fromkeys((str(person["Email"]) for person in people), "submitted")
    lse.year.settle(only_woken=True)  # as the worker does: what is left stands in the database, not in this process
    page = lead.open(where)
    assert "301 mentees are registered The rules have been looked at." in page.words
    assert "refresh" not in page.html
    assert (
        "251 more people, ticked as well" in lead.open("/lse/console/bame-mentoring-2025/registrations/together").words
    )
    page = lead.press("Those ticked may take part", {"reason-1": "They told us by telephone"})
    assert "301 people may take part" in page.words, "whoever is folded is sent as well"


def test_one_address_in_every_row_is_told_without_naming_every_other_row_in_each(lse: Served) -> None:
    lead = lse.coordinator("lse")
    titles = {title.replace("Which part of the LSE?", "Your department or division"): TITLES[title] for title in TITLES}
    same = [{**named("Amara Quarto"), "Goals": f"To find my direction, {number}"} for number in range(30)]
    lead.open(AT)
    page = lead.hand_in(BUTTON, {"role": "mentee"}, name="Forms.csv", content=as_csv(sheet(same, titles)))
    assert outcomes(page)[0].endswith("others are in lines 3, 4, 5, 6, 7, 8, 9, 10, 11, 12.")


@pytest.mark.parametrize("packed", ["", "%%%", "YWJj", "A" * 40_000])
def test_a_page_that_carries_no_file_asks_for_it_again(lse: Served, packed: str) -> None:
    lead = lse.coordinator("lse")
    token = lead.open(AT).token
    page = lead.send(f"{AT}/take", [("csrf", token), ("role", "mentee"), ("name", "x"), ("packed", packed)])
    assert page.problems == ["Choose the file."]
