"""What a guest of an event hears, and what their calendar says: pure."""

from datetime import UTC, datetime, timedelta
from uuid import UUID

from mentoring.events.rules import Sitting
from mentoring.events.telling import WHOLE, Case, Note, Slot, Told, to_tell

ONE, TWO = UUID(int=1), UUID(int=2)
NOW = datetime(2020, 12, 17, 9, tzinfo=UTC)
AT = NOW + timedelta(weeks=4)
TEN = Sitting(ONE, AT)
LATER = Sitting(TWO, AT + timedelta(days=1))


def moved(sitting: Sitting, *, off: bool = False) -> Sitting:
    return Sitting(sitting.id, sitting.starts_at, sitting.sequence + 1, live=not off)


def invited(*sittings: Sitting, every: bool = False) -> Told:
    return to_tell(Case(every, sittings, NOW), None)[1]


def test_an_invitation_to_the_only_session_carries_it() -> None:
    notes, told = to_tell(Case(every=False, sittings=(TEN,), now=NOW), None)
    assert notes == (Note("event_announced", session=ONE),)
    assert told == Told({ONE: 0}, {WHOLE: Slot(ONE, 1)})
    assert Told.read(told.kept) == told


def test_an_invitation_to_choose_carries_nothing_until_one_is_chosen() -> None:
    notes, told = to_tell(Case(every=False, sittings=(TEN, LATER), now=NOW), None)
    assert notes == (Note("event_announced"),)
    chosen = Case(every=False, sittings=(TEN, LATER), now=NOW, coming=True, placed=True, session=TWO)
    notes, told = to_tell(chosen, told)
    assert notes == (Note("event_reply_noted", session=TWO),)
    other = Case(every=False, sittings=(TEN, LATER), now=NOW, coming=True, placed=True, session=ONE)
    notes, told = to_tell(other, told)
    assert notes == (Note("event_reply_noted", session=ONE, number=1),), "the same entry, moved"
    assert to_tell(other, told) == ((), told)


def test_nothing_is_told_twice() -> None:
    told = invited(TEN)
    assert to_tell(Case(every=False, sittings=(TEN,), now=NOW), told) == ((), told)
    yes = Case(every=False, sittings=(TEN,), now=NOW, coming=True, placed=True, session=ONE)
    assert to_tell(yes, told)[0] == (), "it is in their calendar already"


def test_whoever_heard_of_a_date_hears_that_it_moved_whatever_they_replied() -> None:
    told = invited(TEN)
    for coming, placed in ((None, False), (True, True)):
        case = Case(every=False, sittings=(moved(TEN),), now=NOW, coming=coming, placed=placed,
                    session=ONE if placed else None)  # fmt: skip
        notes, then = to_tell(case, told)
        assert notes == (Note("event_changed", session=ONE, number=1),)
        assert to_tell(case, then)[0] == ()
    declined = to_tell(Case(every=False, sittings=(TEN,), now=NOW, coming=False), told)
    assert declined[0] == (Note("event_reply_noted", session=ONE, number=1, cancels=True),)
    said_no = Case(every=False, sittings=(moved(TEN),), now=NOW, coming=False)
    assert to_tell(said_no, declined[1])[0] == (Note("event_changed"),)


def test_whoever_chose_another_session_does_not_hear_of_this_one() -> None:
    told = invited(TEN, LATER)
    chosen = Case(every=False, sittings=(TEN, LATER), now=NOW, coming=True, placed=True, session=TWO)
    told = to_tell(chosen, told)[1]
    other = Case(every=False, sittings=(moved(TEN), LATER), now=NOW, coming=True, placed=True, session=TWO)
    assert to_tell(other, told)[0] == ()


def test_a_session_called_off_leaves_the_calendar() -> None:
    told = invited(TEN)
    off = Case(every=False, sittings=(moved(TEN, off=True),), now=NOW, coming=True)
    notes, then = to_tell(off, told)
    assert notes == (Note("event_cancelled", session=ONE, number=1, cancels=True),)
    assert to_tell(off, then)[0] == ()
    again = Sitting(ONE, AT, sequence=2)
    back = Case(every=False, sittings=(again,), now=NOW, coming=True, placed=True, session=ONE)
    assert to_tell(back, then)[0] == (Note("event_changed", session=ONE, number=2),)


def test_whoever_waited_hears_that_a_place_is_theirs() -> None:
    told = to_tell(Case(every=False, sittings=(TEN,), now=NOW, coming=True), invited(TEN))[1]
    risen = Case(every=False, sittings=(TEN,), now=NOW, coming=True, placed=True, session=ONE, rose=True)
    assert to_tell(risen, told)[0] == (Note("event_place_given", session=ONE, number=2),)


def test_all_of_several_parts_are_entries_of_their_own() -> None:
    told = invited(TEN, LATER, every=True)
    yes = Case(every=True, sittings=(TEN, LATER), now=NOW, coming=True, placed=True)
    notes, told = to_tell(yes, told)
    assert notes == (
        Note("event_reply_noted", str(ONE), ONE),
        Note("event_reply_noted", str(TWO), TWO),
    )
    one_moved = Case(every=True, sittings=(TEN, moved(LATER)), now=NOW, coming=True, placed=True)
    assert to_tell(one_moved, told)[0] == (Note("event_changed", str(TWO), TWO, 1),)


def test_a_new_session_is_told_to_those_without_a_place_who_have_not_said_no() -> None:
    told = invited(TEN)
    two = (TEN, LATER)
    assert to_tell(Case(every=False, sittings=two, now=NOW), told)[0][0].occasion == "event_changed"
    assert to_tell(Case(every=False, sittings=two, now=NOW, coming=True), Told({ONE: 0}))[0] == (Note("event_changed"),)
    assert to_tell(Case(every=False, sittings=two, now=NOW, coming=False), Told({ONE: 0}))[0] == ()


def test_what_has_begun_is_told_to_nobody() -> None:
    told = invited(TEN)
    assert to_tell(Case(every=False, sittings=(moved(TEN),), now=AT), told)[0] == ()


def test_whoever_is_no_longer_meant_has_it_taken_out_of_their_calendar() -> None:
    told = invited(TEN)
    notes, then = to_tell(Case(every=False, sittings=(TEN,), now=NOW, away=True), told)
    assert notes == (Note("event_cancelled", session=ONE, number=1, cancels=True),)
    assert to_tell(Case(every=False, sittings=(TEN,), now=NOW, away=True), then)[0] == ()
    back = to_tell(Case(every=False, sittings=(TEN,), now=NOW), then)
    assert back[0] == (Note("event_changed", session=ONE, number=2),)
