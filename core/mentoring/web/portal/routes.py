"""The portal's routes: participants' pages."""

from litestar.types import ControllerRouterHandler

from mentoring.web.portal.account import (
    account,
    drop_calendar,
    drop_password,
    keep_letters,
    keep_password,
    make_calendar,
)
from mentoring.web.portal.acts import (
    answer_form,
    keep_answer,
    keep_meeting,
    keep_withdrawal,
    meeting_form,
    withdraw_form,
)
from mentoring.web.portal.agreements import agreement_form, sign_agreement
from mentoring.web.portal.asking import ask_form, directory_page, keep_request
from mentoring.web.portal.certificate import certificate
from mentoring.web.portal.events import events_page, keep_reply
from mentoring.web.portal.goals import change_goal, goal_page, goals_page, keep_goal
from mentoring.web.portal.going_on import going_on_form, keep_going_on
from mentoring.web.portal.home import my_match, my_matches, my_programme
from mentoring.web.portal.leave import keep_leaving, leave_form
from mentoring.web.portal.meetings import (
    arrange_form,
    keep_arranged,
    keep_changed,
    keep_meeting_reply,
    keep_number,
    keep_off,
    meeting_page,
    number_form,
)
from mentoring.web.portal.monitoring import equality_form, keep_equality
from mentoring.web.portal.my_data import end_session, my_data
from mentoring.web.portal.next_time import keep_next_time, next_time_form
from mentoring.web.portal.notes import change_note, keep_note, note_page, notes_page
from mentoring.web.portal.own_copy import own_copy
from mentoring.web.portal.own_data import ask_erasure, correct, correct_page, erase_page, take_asking_for_data_back
from mentoring.web.portal.surveys import keep_answers, survey_form


def portal_routes() -> tuple[ControllerRouterHandler, ...]:
    """All of them."""
    return (
        my_matches,
        my_data,
        end_session,
        own_copy,
        correct_page,
        correct,
        erase_page,
        ask_erasure,
        take_asking_for_data_back,
        account,
        keep_password,
        drop_password,
        make_calendar,
        drop_calendar,
        keep_letters,
        my_programme,
        my_match,
        events_page,
        keep_reply,
        survey_form,
        keep_answers,
        agreement_form,
        sign_agreement,
        certificate,
        meeting_form,
        keep_meeting,
        arrange_form,
        keep_arranged,
        meeting_page,
        keep_changed,
        keep_off,
        keep_meeting_reply,
        number_form,
        keep_number,
        answer_form,
        keep_answer,
        goals_page,
        keep_goal,
        goal_page,
        change_goal,
        notes_page,
        keep_note,
        note_page,
        change_note,
        leave_form,
        keep_leaving,
        going_on_form,
        keep_going_on,
        directory_page,
        ask_form,
        next_time_form,
        keep_next_time,
        keep_request,
        withdraw_form,
        keep_withdrawal,
        equality_form,
        keep_equality,
    )
