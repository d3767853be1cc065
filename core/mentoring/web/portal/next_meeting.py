"""The next meeting on the page of a match: what is arranged, what is to be said about it, or when to meet."""

from collections.abc import Sequence
from datetime import date

from mentoring.meetings.planned import Arranged
from mentoring.meetings.queries import HeldMeeting
from mentoring.meetings.rules import Rhythm
from mentoring.mentorships.queries import Match
from mentoring.schemes.scheme import Meetings, say
from mentoring.web.http.visit import Visit
from mentoring.web.views.parts import Button, beads
from mentoring.web.views.portal import MeetingLine, NextMeeting
from mentoring.web.words import begun, count, day, when


def next_meeting(
    visit: Visit, match: Match, asked: Meetings, rhythm: Rhythm, planned: Sequence[Arranged], at: str, today: date
) -> NextMeeting:
    """What stands at the top: `at` is the match's page, `today` the day in the institution's time zone."""
    wanted = rhythm.target or 0
    told = begun(f"{count(rhythm.held, 'meeting', 'meetings')} held.")
    if wanted:
        told += f" The scheme asks for at least {count(wanted, 'meeting', 'meetings')}."
    ahead = any(not each.over for each in planned)
    row = beads(rhythm.held, max(wanted, rhythm.held + ahead, 1), told, next_planned=ahead)
    if match.state != "running":
        over = "has not begun" if match.state == "offered" else "is over"
        log = Button(label="Log a meeting you had", href=f"{at}/meetings/log")
        return NextMeeting(over="This match", when=over, buttons=(log,) if match.ended_at else (), beads=row)
    number = _number(asked, at)
    if not planned:
        over, suggested = _when_to_meet(visit, match, rhythm, today)
        return NextMeeting(
            over=over,
            when=suggested,
            text=f"{_planned_for(asked, rhythm)}About {rhythm.minutes} minutes. When you have met, say so here: it "
            "takes two fields.",
            buttons=(*_two(at), *number),
            beads=row,
        )
    first = planned[0]
    if first.over:
        return NextMeeting(
            over="Did you meet?",
            when=when(first.starts_at, visit.tenant.timezone, visit.language),
            text="Say so, and it counts.",
            buttons=(
                Button(label="Yes, log it", href=f"{at}/meetings/log?{_as_arranged(first)}", kind="primary"),
                Button(label="It did not take place", href=f"{at}/meetings/{first.id}/off", post=True),
            ),
            beads=row,
        )
    return NextMeeting(
        over="Your next meeting",
        when=when(first.starts_at, visit.tenant.timezone, visit.language),
        text=_said(first),
        buttons=(*_reply(first, at), *_open(first), *_change(first, at), *_two(at, arranged=True), *number),
        beads=row,
    )


def _when_to_meet(visit: Visit, match: Match, rhythm: Rhythm, today: date) -> tuple[str, str]:
    """Around the day that the rhythm suggests; once that is past, no day is named that nobody can meet on."""
    again = "again" if rhythm.held else "for the first time"
    if rhythm.suggested is None:
        return f"Meet {again}", "Whenever it suits you"
    if rhythm.suggested < today:
        return f"It is time to meet {again}", f"As soon as it suits you {'all' if match.is_circle else 'both'}"
    return f"Meet {again} around", day(rhythm.suggested, language=visit.language)


def meeting_lines(
    visit: Visit, match: Match, planned: Sequence[Arranged], meetings: Sequence[HeldMeeting], at: str
) -> tuple[MeetingLine, ...]:
    """Further ones that are arranged, then those that were held, the latest first."""
    zone = visit.tenant.timezone
    ahead = (
        MeetingLine(
            when=when(each.starts_at, zone, visit.language),
            text=f"Arranged: {each.minutes} minutes" if not each.over else "Arranged: did you meet?",
            href=f"{at}/meetings/{each.id}" if not each.over else f"{at}/meetings/log?{_as_arranged(each)}",
        )
        for each in reversed(planned[1:])
    )
    held = (
        MeetingLine(
            when=when(each.starts_at, zone, visit.language),
            text=f"{each.minutes} minutes"
            + (f"; {', '.join(each.present)}" if match.is_circle and each.present else ""),
        )
        for each in meetings
    )
    return (*ahead, *held)


def _planned_for(asked: Meetings, rhythm: Rhythm) -> str:
    """What the scheme has in mind for the next one, where it says so."""
    return f"{say(asked.plan[rhythm.held]).rstrip('.')}. " if rhythm.held < len(asked.plan) else ""


def replies_of(meeting: Arranged) -> tuple[str, ...]:
    """Who can come and who cannot, in sentences."""
    made = []
    if meeting.can:
        made.append(f"{_names(meeting.can)} can come.")
    if meeting.cannot:
        made.append(f"{_names(meeting.cannot)} cannot come.")
    if meeting.coming is not None:
        made.append("You have said that you can come." if meeting.coming else "You have said that you cannot come.")
    return tuple(made)


def _names(names: Sequence[str]) -> str:
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"


def _said(meeting: Arranged) -> str:
    where = "" if not meeting.place or _is_link(meeting) else f" {meeting.place.rstrip('.')}."
    return " ".join((f"{meeting.minutes} minutes.{where}", *replies_of(meeting)))


def _is_link(meeting: Arranged) -> bool:
    return meeting.place.startswith("https://") and not any(each.isspace() for each in meeting.place)


def _open(meeting: Arranged) -> tuple[Button, ...]:
    return (Button(label="Open the call", href=meeting.place, icon="link"),) if _is_link(meeting) else ()


def _reply(meeting: Arranged, at: str) -> tuple[Button, ...]:
    if not meeting.asked:
        return ()
    href = f"{at}/meetings/{meeting.id}/reply"
    can = Button(label="I can come", href=href, post=True, hidden=(("coming", "yes"),))
    cannot = Button(label="I cannot come", href=href, post=True, hidden=(("coming", "no"),))
    return tuple(button for button, said in ((can, True), (cannot, False)) if meeting.coming is not said)


def _change(meeting: Arranged, at: str) -> tuple[Button, ...]:
    return (Button(label="Change it or call it off", href=f"{at}/meetings/{meeting.id}", icon="pencil"),)


def _two(at: str, *, arranged: bool = False) -> tuple[Button, ...]:
    """Arrange one, and log one: the first of the two until something is arranged."""
    label = "Arrange another" if arranged else "Arrange a meeting"
    return (
        Button(label=label, href=f"{at}/meetings/arrange", icon="calendar", kind="" if arranged else "primary"),
        Button(label="Log a meeting", href=f"{at}/meetings/log"),
    )


def _number(asked: Meetings, at: str) -> tuple[Button, ...]:
    if asked.set_by != "members":
        return ()
    return (Button(label="Agree how often you meet", href=f"{at}/number"),)


def _as_arranged(meeting: Arranged) -> str:
    """What the form to log it begins with, as the query of an address."""
    return f"day={meeting.starts_at.date().isoformat()}&minutes={meeting.minutes}"
