"""What mail servers report after they have taken a mail: ours is found, and hostile mail does nothing."""

from random import Random  # noqa: TID251 - seeded, so a failure comes again

import pytest
from click.testing import CliRunner

from mentoring.cli.main import main
from mentoring.messages.reports import LARGEST, Report, mails_in, report_in

OURS = f"<{'ab' * 20}@ucl.example>"


def bounced(
    *,
    message_id: str = OURS,
    action: str = "failed",
    status: str = "5.1.1",
    back: str = "message/rfc822",
    said: str = "smtp; 550 nobody of that name",
) -> bytes:
    """A report as mail servers write it."""
    return f"""\
From: MAILER-DAEMON@relay.example
To: mentoring@mentoring.example
Subject: Undelivered Mail
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary="b"

--b
Content-Type: text/plain

It could not be delivered.
--b
Content-Type: message/delivery-status

Reporting-MTA: dns; relay.example

Original-Recipient: rfc822;Dinah@south.example
Final-Recipient: rfc822; dinah@elsewhere.example
Action: {action}
Status: {status}
Diagnostic-Code: {said}

--b
Content-Type: {back}

Message-ID: {message_id}
Subject: We have received your registration

Dear Dinah
--b--
""".encode()


@pytest.mark.parametrize("back", ["message/rfc822", "text/rfc822-headers"])
def test_a_failure_names_the_mail_the_recipient_and_what_was_said(back: str) -> None:
    assert report_in(bounced(back=back)) == Report(OURS, "dinah@south.example", "5.1.1 550 nobody of that name")


@pytest.mark.parametrize(
    "passed_over",
    [
        bounced(action="delayed", status="4.4.1"),
        bounced(action="delivered", status="2.0.0"),
        bounced(action="failed", status="4.2.2"),
        bounced(message_id="<somebody-else@gmail.example>"),
        bounced().replace(b"multipart/report", b"multipart/mixed"),
        b"Subject: I am on holiday\n\nBack on Monday.",
        b"",
        b"\xff\xfe\x00" * 50,
        bounced() + b" " * LARGEST,
        b'Content-Type: multipart/report; boundary="b"\n\n' + b"--b\nContent-Type: message/rfc822\n\n" * 2000,
    ],
)
def test_everything_else_is_passed_over(passed_over: bytes) -> None:
    assert report_in(passed_over) is None


def test_what_was_said_is_one_line_of_text_and_not_too_long() -> None:
    found = report_in(bounced(said="smtp; 550 \x1b[31m" + "<b>" * 1000))
    assert found is not None
    assert (len(found.said), found.said.isprintable()) == (500, True)


def test_a_spoilt_report_never_raises() -> None:
    random, sound = Random(7), bounced()
    for _ in range(300):
        spoilt = bytearray(sound)
        for _ in range(random.randint(1, 20)):
            spoilt[random.randrange(len(spoilt))] = random.randrange(256)
        found = report_in(bytes(spoilt))
        assert found is None or found.message_id == OURS


def test_an_mbox_holds_several() -> None:
    box = b"".join(b"From MAILER-DAEMON Mon Nov  2 09:00:00 2020\n" + each for each in (bounced(), bounced()))
    assert [report_in(each) is not None for each in mails_in(box)] == [True, True]
    assert list(mails_in(bounced())) == [bounced()]


def test_the_command_passes_over_what_is_no_report_without_a_database() -> None:
    done = CliRunner().invoke(main, ["post", "bounces"], input=b"Subject: hello\n\nhello")
    assert (done.exit_code, done.output) == (0, "1 read: 0 marked as come back, 1 passed over.\n")
