"""The console's routes: coordinators' pages."""

from litestar.types import ControllerRouterHandler

from mentoring.web.console.asked import answer_asked, asked_page
from mentoring.web.console.asking import (
    enter_page,
    enter_somebody,
    invitation_list,
    send_invitation,
    withdraw_invitation,
)
from mentoring.web.console.attendance import attendance, record_attendance
from mentoring.web.console.audit import audit
from mentoring.web.console.bench import add_by_hand, compare_page, matrix_page, swap_page, swap_people
from mentoring.web.console.data_requests import answer_data_request, data_request
from mentoring.web.console.documents import documents, one_document
from mentoring.web.console.ending import end_mentorship, mentorship_page
from mentoring.web.console.event_change import (
    add_one,
    change_form,
    change_one,
    off_page,
    session_form,
    switch_off,
)
from mentoring.web.console.events import event_page
from mentoring.web.console.extending import go_on_form, keep_go_on
from mentoring.web.console.finding import find_people, one_person
from mentoring.web.console.grades import keep_scale, scale_form
from mentoring.web.console.importing import choose_file, take_import, try_import
from mentoring.web.console.joining import (
    ask_page,
    ask_partner,
    asking_page,
    change_partner_days,
    days_page,
    take_asking_back,
)
from mentoring.web.console.level import level_page, record_level
from mentoring.web.console.listed import correct_entered, entered_page, withdraw_entered_page, withdraw_listed
from mentoring.web.console.matching import discard_round, matching, one_round, publication, publish_round, run
from mentoring.web.console.mentorships import mentorship_list
from mentoring.web.console.merging import merge_circles, merge_page
from mentoring.web.console.messages import message_list, message_page, send_message_again, send_test, wordings
from mentoring.web.console.moving import move, move_page
from mentoring.web.console.naming import name_people, naming_page
from mentoring.web.console.newcomers import newcomers_page, place_newcomer
from mentoring.web.console.opening import open_form, open_programme
from mentoring.web.console.overview import overview
from mentoring.web.console.partners import leave_page, let_leave, partners
from mentoring.web.console.people import grant_role, holder, people, reset_second_step, take_back_role
from mentoring.web.console.record import keep_record, record_page
from mentoring.web.console.register_list import keep_list
from mentoring.web.console.register_taken import keep_register, register_page
from mentoring.web.console.registrations import decide_registration, record_gate, registration, registrations
from mentoring.web.console.rehearsal import play_year, played_file, rehearsal
from mentoring.web.console.releases import issue_release, release_list, release_page
from mentoring.web.console.requests import keep_confirmation, request_list
from mentoring.web.console.schemes import lift_quarantine, schemes
from mentoring.web.console.selection import record_review, review_page, selection_list
from mentoring.web.console.settings import keep_settings, settings
from mentoring.web.console.surveys import export_answers, remind_people, survey_list, survey_page
from mentoring.web.console.system import system
from mentoring.web.console.texts import change_part, one_part, texts
from mentoring.web.console.timeline import finish_task, timeline
from mentoring.web.console.today import programme_list, today
from mentoring.web.console.together import decide_several, several
from mentoring.web.console.trial import trial_page, try_values
from mentoring.web.console.undo import undo_change, undo_page
from mentoring.web.console.why import keep_why, why
from mentoring.web.console.workbench import (
    allow_pair,
    forbid_pair,
    lock_pair,
    solve_again,
    try_it,
    undo_last,
    unlock_pair,
)


def console_routes() -> tuple[ControllerRouterHandler, ...]:
    """All of them."""
    return (
        today,
        find_people,
        one_person,
        programme_list,
        open_form,
        open_programme,
        overview,
        registrations,
        registration,
        why,
        keep_why,
        several,
        decide_several,
        choose_file,
        try_import,
        take_import,
        decide_registration,
        record_gate,
        naming_page,
        name_people,
        survey_list,
        survey_page,
        remind_people,
        export_answers,
        level_page,
        record_level,
        selection_list,
        review_page,
        record_review,
        invitation_list,
        send_invitation,
        withdraw_invitation,
        enter_page,
        enter_somebody,
        entered_page,
        correct_entered,
        withdraw_entered_page,
        withdraw_listed,
        attendance,
        record_attendance,
        event_page,
        session_form,
        add_one,
        change_form,
        change_one,
        off_page,
        switch_off,
        register_page,
        keep_register,
        keep_list,
        timeline,
        finish_task,
        rehearsal,
        play_year,
        played_file,
        matching,
        newcomers_page,
        place_newcomer,
        run,
        one_round,
        publication,
        publish_round,
        discard_round,
        lock_pair,
        unlock_pair,
        forbid_pair,
        allow_pair,
        undo_last,
        solve_again,
        try_it,
        swap_page,
        swap_people,
        add_by_hand,
        merge_page,
        merge_circles,
        compare_page,
        matrix_page,
        trial_page,
        try_values,
        mentorship_list,
        go_on_form,
        keep_go_on,
        mentorship_page,
        end_mentorship,
        request_list,
        keep_confirmation,
        message_list,
        message_page,
        send_message_again,
        wordings,
        send_test,
        partners,
        ask_page,
        ask_partner,
        asking_page,
        take_asking_back,
        days_page,
        change_partner_days,
        record_page,
        keep_record,
        asked_page,
        answer_asked,
        leave_page,
        let_leave,
        release_list,
        release_page,
        issue_release,
        schemes,
        lift_quarantine,
        data_request,
        answer_data_request,
        audit,
        system,
        people,
        grant_role,
        holder,
        take_back_role,
        reset_second_step,
        settings,
        keep_settings,
        scale_form,
        keep_scale,
        documents,
        one_document,
        texts,
        one_part,
        change_part,
        undo_page,
        undo_change,
        move_page,
        move,
    )
