"""Tries are counted for an account and for an address, whoever they belong to, and apart from what is tried."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from sqlalchemy import func, select

from makers import NOW, Works
from mentoring.accounts.limits import LIMITS, count_try, forget_tries
from mentoring.accounts.model import Tries
from mentoring.errors import TooMany
from mentoring.unit_of_work import VISITOR

HERE, ELSEWHERE = "192.0.2.1", "198.51.100.7"
PASSWORD = LIMITS["password"]


def tried(works: Works, account: str = "amara", address: str = HERE, *, at: timedelta = timedelta(0)) -> bool:
    """Whether a try of a password was let through. What is tried then fails, and so is undone."""
    try:
        with works.work("north", VISITOR, NOW + at) as work:
            count_try(work, "password", account=account, address=address)
            work.session.rollback()
    except TooMany:
        return False
    return True


def test_an_account_is_closed_after_so_many_tries_from_anywhere_and_others_stay_open(works: Works) -> None:
    let = [tried(works, address=f"192.0.2.{number}") for number in range(PASSWORD.account + 2)]
    assert let == [True] * PASSWORD.account + [False] * 2
    assert tried(works, "basil")


def test_an_address_is_closed_after_so_many_tries_at_any_accounts_and_others_stay_open(works: Works) -> None:
    let = [tried(works, f"somebody{number}") for number in range(PASSWORD.address + 2)]
    assert let == [True] * PASSWORD.address + [False] * 2
    assert tried(works, "somebody0", ELSEWHERE)


def test_it_opens_again_when_the_time_is_over(works: Works) -> None:
    let = [tried(works, at=PASSWORD.within * 3) for _ in range(PASSWORD.account + 1)]
    assert let == [True] * PASSWORD.account + [False]
    assert tried(works, at=PASSWORD.within * 4)


def test_who_gets_in_begins_anew_and_their_address_does_not(works: Works) -> None:
    for _ in range(PASSWORD.account):
        tried(works)
    with works.work("north") as work:
        forget_tries(work, "password", account="amara")
        assert work.session.scalars(select(Tries.count)).all() == [PASSWORD.account]
    assert tried(works)


def test_nobody_slips_past_by_trying_many_times_at_once(works: Works) -> None:
    with ThreadPoolExecutor(8) as pool:
        let = list(pool.map(lambda _: tried(works), range(3 * PASSWORD.account)))
    assert let.count(True) == PASSWORD.account


def test_the_refusal_is_the_same_whoever_it_is(works: Works) -> None:
    works.person("amara@north.example")
    told = set()
    for account in ("amara@north.example", "nobody@north.example"):
        for _ in range(PASSWORD.account):
            tried(works, account)
        with works.work("north") as work, pytest.raises(TooMany) as refused:
            count_try(work, "password", account=account, address=HERE)
        told.add(str(refused.value))
    assert told == {
        "This has been tried too often within 15 minutes, so it is closed for a while. Wait 15 minutes and try again."
    }


def test_nothing_tells_who_tried_and_it_goes_when_it_is_over(works: Works) -> None:
    tried(works, "amara@north.example")
    with works.work("north") as work:
        kept = work.session.scalars(select(Tries)).all()
        assert len({bytes(each.key) for each in kept}) == 2
        assert not [each for each in kept if b"amara" in each.key or HERE.encode() in each.key or len(each.key) != 32]
    tried(works, "basil", ELSEWHERE, at=PASSWORD.within * 2)
    with works.work("north") as work:
        assert work.session.scalar(select(func.count()).select_from(Tries)) == 2
    with works.work("south") as work:
        assert work.session.scalar(select(func.count()).select_from(Tries)) == 0
