import pytest

from mentoring.errors import SetUpIncomplete
from mentoring.messages.smtp import MailServer

FROM = "mentoring@mentoring.example"


@pytest.mark.parametrize(
    ("url", "server"),
    [
        ("smtp://mail.example", MailServer("mail.example", 587, "smtp", "", "", FROM)),
        ("smtp://a%40b:p%2Fw@mail.example:2525", MailServer("mail.example", 2525, "smtp", "a@b", "p/w", FROM)),
        ("smtps://mail.example", MailServer("mail.example", 465, "smtps", "", "", FROM)),
        ("plain://127.0.0.1", MailServer("127.0.0.1", 25, "plain", "", "", FROM)),
    ],
)
def test_the_address_of_a_mail_server_says_how_it_is_reached(url: str, server: MailServer) -> None:
    assert MailServer.at(url, FROM) == server


@pytest.mark.parametrize("url", ["mail.example", "http://mail.example", "smtp://", "smtp://:secret@/x"])
def test_an_unsound_address_is_refused_without_showing_a_password(url: str) -> None:
    with pytest.raises(SetUpIncomplete, match="MENTORING_SMTP_URL") as refused:
        MailServer.at(url, FROM)
    assert "secret" not in str(refused.value)


@pytest.mark.parametrize("address", [None, "mentoring", "a@b@c", "me @mentoring.example"])
def test_mail_comes_from_an_address(address: str | None) -> None:
    with pytest.raises(SetUpIncomplete, match="MENTORING_MAIL_FROM"):
        MailServer.at("smtp://mail.example", address)
