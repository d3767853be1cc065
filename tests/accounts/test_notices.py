"""Whoever's way of signing in changes reads so in their mailbox, at once; nothing secret stands in it."""

from datetime import timedelta

from makers import NOW, Works
from mentoring.accounts.codes import code_of, step_at
from mentoring.accounts.factors import (
    begin_factor,
    confirm_factor,
    give_code,
    install_factor,
    renew_recovery_codes,
    reset_factor,
)
from mentoring.accounts.notices import NEWS
from mentoring.accounts.passwords import remove_password, set_password
from mentoring.messages.model import Message, Post
from mentoring.settings import new_id
from year import rows

NIGHT = NOW.replace(hour=23)
WORDS = "quoin brayer tympan frisket"


def test_each_change_is_told_to_its_owner_alone_and_waits_for_no_morning(works: Works) -> None:
    amara = works.person("amara@north.example", "Amara Quarto")
    with works.work("north", now=NIGHT) as work:
        set_password(work, amara.id, password=WORDS, session_id=new_id())
        remove_password(work, amara.id, session_id=new_id())
        secret = begin_factor(work, amara).secret
    with works.work("north", now=NIGHT) as work:
        shown = code_of(secret, step_at(NIGHT))
        codes = confirm_factor(work, amara, session_id=new_id(), code=shown, address="192.0.2.1")
    with works.work("north", now=NIGHT) as work:
        give_code(work, amara.id, session_id=new_id(), code=codes[0], address="192.0.2.1")
        renew_recovery_codes(work, amara.id)
        reset_factor(work, amara, reason="Lost their phone, called back")
        letters = rows(work, Message)
        assert [each.to_email for each in letters] == ["amara@north.example"] * 6
        told = {name for name, news in NEWS.items() for each in letters if news in each.body}
        assert told == {*NEWS} - {"address"}, "that one is told by tests/journeys/test_my_data.py"
        assert {each.subject for each in letters} == {"How you sign in has changed"}
        assert not any(secret in each.body or WORDS in each.body or codes[0] in each.body for each in letters)
        assert all("https://mentoring.example/north/account" in each.body for each in letters)
        assert {each.at for each in rows(work, Post)} == {NIGHT}


def test_what_was_made_up_is_told_to_nobody(works: Works) -> None:
    amara = works.person("amara@north.example", "Amara Quarto")
    with works.work("north", now=NIGHT + timedelta(days=1)) as work:
        install_factor(work, amara, "JBSWY3DPEHPK3PXP")
        assert rows(work, Message) == []
