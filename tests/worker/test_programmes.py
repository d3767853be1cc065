"""Whichever programme is due is settled, once, by whichever worker; one that fails keeps nobody waiting."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

from sqlalchemy import event, text

from makers import BASE_URL, Works
from mentoring.programmes.lock import locked
from mentoring.programmes.model import Due
from mentoring.settings import new_id
from mentoring.tasks.queries import to_do
from mentoring.timeline.model import Occurrence
from mentoring.worker.outfit import Outfit
from mentoring.worker.programmes import pause_after, settle_due
from mentoring.worker.run import PATIENCE, Worker
from year import CLOSED, LSE_OPEN, Year, b_mentor_year, lse_year, rows

NEW_YEAR = datetime(2021, 1, 1, 9, tzinfo=UTC)


def outfit_at(works: Works, clock: Callable[[], datetime]) -> Outfit:
    return Outfit(database=works.database, schemes=works.schemes, clock=clock, ids=new_id, base_url=BASE_URL)


def worked(year: Year, now: datetime) -> datetime | None:
    year.now = now
    return settle_due(outfit_at(year.works, lambda: now))


def occurred(year: Year) -> list[str]:
    with year.works.work(year.host) as work:
        return sorted(each.milestone for each in rows(work, Occurrence) if not each.action)


def words_at(year: Year, slug: str) -> list[str]:
    with year.works.work(slug, now=year.now) as work:
        from_host = year.programme_id
        return [each.words for each in to_do(work, locked(work, from_host))]


def test_what_is_due_is_done_and_the_next_moment_named(year: Year) -> None:
    assert worked(year, CLOSED.replace(day=11)) == datetime(2020, 12, 17, 9, tzinfo=UTC)
    assert occurred(year) == ["last_call"]
    assert worked(year, NEW_YEAR) == datetime(2021, 2, 5, tzinfo=UTC)
    assert occurred(year) == ["decisions_due", "last_call"]


def test_when_nothing_is_due_a_worker_looks_once_into_an_index(year: Year) -> None:
    worked(year, CLOSED.replace(day=11))
    sent: list[str] = []
    engine = year.works.database._app
    event.listen(engine, "before_cursor_execute", lambda *told: sent.append(told[2]))
    assert worked(year, CLOSED.replace(day=12)) == datetime(2020, 12, 17, 9, tzinfo=UTC)
    assert [each.split()[0] for each in sent] == ["SELECT"]
    with year.works.database.directory() as session:
        session.execute(text("set local enable_seqscan = off"))
        plan = session.execute(text("explain " + "select * from due order by at limit 100")).scalars().all()
    assert any("Index Scan using due_at_idx" in line for line in plan)


def test_two_workers_do_each_thing_once(year: Year) -> None:
    year.now = NEW_YEAR
    with ThreadPoolExecutor(2) as pool:
        list(pool.map(lambda _: worked(year, NEW_YEAR), range(2)))
    assert occurred(year) == ["decisions_due", "last_call"]
    assert len(words_at(year, "ucl")) == 1


def test_a_programme_that_somebody_holds_is_left_to_them(year: Year) -> None:
    with year.works.work("ucl") as work:
        locked(work, year.programme_id)
        worked(year, NEW_YEAR)
    assert occurred(year) == []
    worked(year, NEW_YEAR)
    assert occurred(year) == ["decisions_due", "last_call"]


def test_one_that_fails_is_told_and_tried_again_later_while_others_go_on(real: Works) -> None:
    later = LSE_OPEN + timedelta(days=30)
    sound, spoilt = lse_year(real), b_mentor_year(real)
    with real.work("ucl") as work:
        locked(work, spoilt.programme_id).documents_digest = "spoilt"
    worked(sound, later)
    assert occurred(sound) == ["decisions_due", "last_call"]
    with real.work("ucl") as work:
        (due,) = [each for each in rows(work, Due) if each.tenant_id == "ucl"]
        assert (due.failures, due.at) == (1, later + timedelta(minutes=1))
    (words,) = words_at(spoilt, "ucl")
    assert words == (
        "This programme's year stands still, and is tried again by itself. What is in the way: The documents of"
        " b-mentor that this programme holds are not those it has pinned."
    )


def test_once_a_programme_can_go_on_it_does_and_its_task_is_gone(year: Year) -> None:
    with year.works.work("ucl") as work:
        programme = locked(work, year.programme_id)
        sound, programme.documents_digest = programme.documents_digest, "spoilt"
    worked(year, CLOSED)
    worked(year, CLOSED + timedelta(minutes=1))
    with year.works.work("ucl") as work:
        assert [each.failures for each in rows(work, Due)] == [2]
        locked(work, year.programme_id).documents_digest = sound
    worked(year, CLOSED + timedelta(minutes=2))
    assert occurred(year) == [], "it waits longer each time"
    worked(year, CLOSED + timedelta(minutes=3))
    assert (occurred(year), words_at(year, "ucl")) == (["last_call"], [])


def test_the_wait_doubles_up_to_six_hours() -> None:
    waits = [pause_after(failures) for failures in (1, 2, 3, 4, 9, 10, 1000)]
    assert waits == [timedelta(minutes=n) for n in (1, 2, 4, 8, 256, 360, 360)]


def test_a_worker_sleeps_until_the_next_moment_and_stops_when_told(year: Year) -> None:
    slept: list[float] = []

    def sleep(seconds: float) -> bool:
        slept.append(seconds)
        return len(slept) == 3

    moments = iter([CLOSED, CLOSED - timedelta(seconds=2), CLOSED, None])
    one = Worker(outfit_at(year.works, lambda: CLOSED - timedelta(seconds=3)), {"next": lambda _: next(moments)}, sleep)
    one.run()
    assert slept == [3, 1, 3]
    assert one.pause([]) == PATIENCE


def test_a_chore_that_fails_keeps_no_other_from_its_turn(year: Year) -> None:
    done: list[str] = []

    def fails(_: Outfit) -> datetime | None:
        raise RuntimeError("ink")

    def works(_: Outfit) -> datetime | None:
        done.append("done")
        return None

    one = Worker(outfit_at(year.works, lambda: CLOSED), {"fails": fails, "works": works}, lambda _: True)
    one.run()
    one.run()
    assert (done, one.failures) == (["done", "done"], {"fails": 2})
