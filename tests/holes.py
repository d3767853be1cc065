"""Holes for A-S3: one guard, predicate, policy or check taken out of the source at a time, and the test that notices.

Each is (name, file below core/mentoring, text that stands there once, what stands there instead, the test). A text that
is no longer found makes the campaign fail, and `make test` too: it cannot rot silently.
"""

from typing import NamedTuple


class Hole(NamedTuple):
    """A hole and who notices it. `text` is changed where it stands first."""

    name: str
    file: str
    text: str
    instead: str
    test: str


def _holes(test_file: str, source: str, *holes: tuple[str, str, str, str]) -> tuple[Hole, ...]:
    return tuple(Hole(name, source, text, instead, f"{test_file}::{test}") for name, text, instead, test in holes)


WEB = (
    *_holes(
        "tests/web/test_http.py",
        "web/http/permits.py",
        ("a route that declares nothing is served", "if permission_of(handler) is None:", "if False:",
         "test_a_route_that_declares_nothing_serves_nobody"),
        ("any word passes for a permission", "if action != EVERYONE and action not in PERMISSIONS:", "if False:",
         "test_only_actions_of_the_permission_table_can_be_declared"),
    ),
    *_holes(
        "tests/web/test_http.py",
        "web/http/tokens.py",
        ("forms of other sites are taken", "if not token_holds(", "if False and not token_holds(",
         "test_a_form_without_our_token_changes_nothing"),
        ("an empty secret makes a token that holds", "return bool(secret) and hmac", "return hmac",
         "test_without_a_secret_no_token_holds"),
    ),
    *_holes(
        "tests/web/test_http.py",
        "web/http/headers.py",
        ("answers carry no headers", "headers.setdefault(name, value)", "pass",
         "test_every_answer_carries_the_headers"),
        ("inline scripts may run", "script-src 'self'", "script-src 'self' 'unsafe-inline'",
         "test_every_answer_carries_the_headers"),
    ),
    *_holes(
        "tests/web/test_http.py",
        "web/http/cookies.py",
        ("scripts read the session's cookie", "max_age=max_age, httponly=True", "max_age=max_age, httponly=False",
         "test_the_session_cookie_is_as_narrow_as_can_be"),
        ("the session's cookie goes to every institution", 'return _cookie(SESSION, token, path=f"/{tenant}/"',
         'return _cookie(SESSION, token, path="/"', "test_the_session_cookie_is_as_narrow_as_can_be"),
        ("the session's cookie goes along from other sites", 'samesite="lax")', 'samesite="none")',
         "test_the_session_cookie_is_as_narrow_as_can_be"),
    ),
    *_holes(
        "tests/web/test_http.py",
        "web/site.py",
        ("a link sends people to another site", ' and not path.startswith(("//", "/\\\\"))', "",
         "test_nobody_is_sent_elsewhere"),
    ),
    *_holes(
        "tests/web/test_http.py",
        "web/http/refusals.py",
        ("what is foreign is told apart from what is absent", "if error.status == 404:", "if False:",
         "test_absent_and_foreign_look_the_same"),
    ),
    *_holes(
        "tests/web/test_pages.py",
        "web/rendering.py",
        ("what people write becomes HTML", "autoescape=True", "autoescape=False",
         "test_what_people_wrote_is_shown_as_text"),
    ),
    *_holes(
        "tests/isolation/test_existence.py",
        "web/http/visit.py",
        ("a programme in preparation is shown",
         'if programme.published_at is None and "coordinator" not in roles:', "if False:",
         "test_a_programme_in_preparation_looks_like_none"),
    ),
    *_holes(
        "tests/journeys/test_routes.py",
        "web/http/visit.py",
        ("no page asks for a permission", "if action == EVERYONE or may(roles, action):", "if True:",
         "test_a_participant_is_refused_every_page_of_the_console"),
    ),
    *_holes(
        "tests/journeys/test_access.py",
        "web/http/step_up.py",
        ("nothing is weighty enough for a second look", "if is_proven(work, visit.person):", "if True:",
         "test_before_something_weighty_the_code_is_asked_again_and_nothing_typed_is_lost"),
    ),
)  # fmt: skip

_SPENT = "            SignInLink.spent_at.is_(None),\n"
_LASTS = "            SignInLink.expires_at > work.now,\n        )\n        .values(spent_at=work.now)"

ACCOUNTS = (
    *_holes(
        "tests/accounts/test_rules.py",
        "accounts/rules.py",
        ("a session that was ended goes on", "return revoked_at is None and now", "return now",
         "test_a_session_ends_when_idle_when_old_and_when_revoked"),
        ("a session lasts for ever", "revoked_at is None and now < expires_at and", "revoked_at is None and",
         "test_a_session_ends_when_idle_when_old_and_when_revoked"),
        ("an unused session goes on", " and now < seen_at + IDLE", "",
         "test_a_session_ends_when_idle_when_old_and_when_revoked"),
        ("a sign-in link leads to another institution",
         "if wanted is None or not wanted.startswith(home) or not _PATH.fullmatch(wanted):", "if wanted is None:",
         "test_a_link_never_leads_out_of_the_institution"),
        ("any address that ends like ours is ours", 'return address.rpartition("@")[2] in set(domains)',
         "return address.endswith(tuple(domains))", "test_an_address_belongs_to_the_listed_domains_alone"),
    ),
    *_holes(
        "tests/accounts/test_sessions.py",
        "accounts/sessions.py",
        ("the session that the browser held goes on", "if replaces is not None:", "if False:",
         "test_signing_in_again_in_the_same_browser_ends_the_session_before"),
    ),
    *_holes(
        "tests/journeys/test_my_data.py",
        "accounts/sessions.py",
        ("a person ends somebody else's session",
         "_revoke(work, SignInSession.person_id == person_id, SignInSession.id == session_id)",
         "_revoke(work, SignInSession.id == session_id)", "test_somebody_elses_session_is_not_ended"),
    ),
    *_holes(
        "tests/accounts/test_links.py",
        "accounts/links.py",
        ("a link works twice",
         _SPENT + _LASTS, _LASTS,
         "test_a_link_is_spent_once"),
        ("a link works for ever",
         _LASTS, _LASTS.partition("\n")[2], "test_a_link_lasts_half_an_hour"),
        ("an address of a domain that was given up signs in",
         "if spent is None or not _is_ours(work, spent.email):", "if spent is None:",
         "test_an_institution_that_gave_up_a_domain_signs_nobody_in_from_it"),
        ("other links to the address stay open", "    end_links(work, email=spent.email)\n", "",
         "test_signing_in_spends_every_other_link_to_the_address"),
        ("an address gets as many links as are asked for",
         "return work.session.execute(recent).scalar_one() >= LINKS_AN_HOUR", "return False",
         "test_an_address_gets_so_many_links_an_hour_and_no_more"),
        ("foreign addresses are sent a link", "if ours and not too_many:", "if not too_many:",
         "test_a_foreign_address_is_sent_nothing"),
    ),
    *_holes(
        "tests/accounts/test_links.py",
        "accounts/tokens.py",
        ("tokens are kept as they are sent", 'hashlib.sha256(token.encode("utf-8", "surrogatepass")).digest()',
         'token.encode("utf-8", "surrogatepass")', "test_the_database_holds_no_token"),
    ),
    *_holes(
        "tests/accounts/test_limits.py",
        "accounts/limits.py",
        ("everything may be tried for ever", "if any(count > most[bytes(key)] for key, count in found):", "if False:",
         "test_an_account_is_closed_after_so_many_tries_from_anywhere_and_others_stay_open"),
    ),
    *_holes(
        "tests/accounts/test_passwords.py",
        "accounts/passwords.py",
        ("a password of a domain that was given up signs in", "found.Password.hash if found and ours else None",
         "found.Password.hash if found else None", "test_an_institution_that_gave_up_a_domain_signs_nobody_in_from_it"),
        ("a new password leaves other sessions open", "    close_sessions(work, person_id, but=session_id)\n", "",
         "test_setting_one_ends_the_other_sessions_and_so_does_removing_it"),
    ),
    *_holes(
        "tests/accounts/test_factors.py",
        "accounts/factors.py",
        ("a code works twice", ", Factor.last_step < step)", ")",
         "test_a_code_works_once_and_so_does_none_before_it"),
        ("a code counts for all sessions of its owner",
         ".where(*_of(SignInSession, work, person_id), SignInSession.id == session_id)",
         ".where(*_of(SignInSession, work, person_id))",
         "test_a_code_counts_for_the_session_in_which_it_was_given_and_for_no_other"),
        ("one resets one's own second step", "if work.actor.person_id == person.id:", "if False:",
         "test_a_colleague_resets_it_with_a_reason_and_nobody_their_own"),
    ),
)  # fmt: skip

WORK = (
    *_holes(
        "tests/test_unit_of_work.py",
        "unit_of_work.py",
        ("every service does what anybody asks", 'if self.actor.kind != "system" and not may(',
         'if self.actor.kind == "system" and not may(', "test_an_action_needs_a_role_that_may_do_it"),
    ),
    *_holes(
        "tests/access/test_permissions.py",
        "access/permissions.py",
        ("a partner's coordinator leads", 'if tenant == host and "coordinator" in granted:',
         'if "coordinator" in granted:', "test_a_coordinator_of_the_host_leads_and_a_partners_does_not"),
        ("an operator lists people", '_permission("registration.list", "coordinator lead"',
         '_permission("registration.list", "coordinator lead operator"', "test_the_operator_sees_no_person"),
    ),
    *_holes(
        "tests/db/test_engine.py",
        "db/engine.py",
        ("the institution stays set on the connection", "set_config('app.tenant_id', %(tenant)s, true)",
         "set_config('app.tenant_id', %(tenant)s, false)", "test_a_connection_back_in_the_pool_belongs_to_no_one"),
        ("a session needs no institution", "if not tenant:", "if False:", "test_a_session_of_no_institution_raises"),
        ("a session does not say which person asks", 'str(self.person or "")', '""',
         "test_a_session_is_of_one_institution_and_one_person"),
    ),
    *_holes(
        "tests/participants_services/test_decide.py",
        "participants/decide.py",
        ("any coordinator decides about anybody", "if not may_decide(work, programme, dossier):", "if False:",
         "test_the_home_institution_decides_where_the_scheme_says_so"),
        ("a refusal needs no reason", "if not why and (", "if False and (",
         "test_a_coordinator_may_decide_otherwise_than_the_rules_and_says_why"),
    ),
    *_holes(
        "tests/participants_services/test_decide.py",
        "participants/queries.py",
        ("a list tells what somebody declared", 'if first["rule"] in rules_on_declarations(scheme, role):', "if False:",
         "test_a_declaration_is_never_named_in_a_list"),
    ),
    *_holes(
        "tests/participants_services/test_register.py",
        "participants/register.py",
        ("somebody writes another's registration",
         "if (registration.home_tenant_id, registration.person_id) != (work.tenant, _person_id(work)):", "if False:",
         "test_nobody_writes_another_persons_registration"),
        ("an institution that takes no part registers people",
         "if file_of(programme).standing_of(work.tenant, work.now.date()) is None:", "if False:",
         "test_an_institution_that_takes_no_part_cannot_register_anyone"),
    ),
    *_holes(
        "tests/isolation/test_consent.py",
        "participants/standings.py",
        ("findings outlive the consent they rest on", ', "stage": None, "findings": []}', ', "stage": None}',
         "test_whoever_withdraws_and_then_takes_their_declaration_back_leaves_no_finding_that_tells_it"),
    ),
    *_holes(
        "tests/mentorships/test_answer.py",
        "mentorships/answer.py",
        ("the next role answers before its turn", "            Member.asked_at.is_not(None),\n", "",
         "test_the_next_role_sees_nothing_before_its_turn"),
    ),
    *_holes(
        "tests/mentorships/test_answer.py",
        "mentorships/shared.py",
        ("people are reached before they agreed", "contact=registration.email if begun else None",
         "contact=registration.email", "test_before_it_begins_nobody_reads_how_to_reach_the_other"),
    ),
    *_holes(
        "tests/meetings/test_meetings.py",
        "meetings/service.py",
        ("somebody who was no member was there", "if not there <= members.keys():", "if False:",
         "test_a_meeting_names_only_members"),
    ),
    *_holes(
        "tests/rounds_services/test_rounds.py",
        "rounds/publish.py",
        ("a changed proposal is published unseen, and one twice",
         '            Round.version == version,\n            Round.state == "proposed",\n', "",
         "test_a_proposal_put_aside_is_not_published"),
    ),
    *_holes(
        "tests/rounds_services/test_rounds.py",
        "rounds/run.py",
        ("a partner runs rounds", '    work.demand("round.run", roles_here(work, programme))\n', "",
         "test_only_the_host_runs_and_reads_rounds"),
    ),
    *_holes(
        "tests/gates/test_gates.py",
        "gates/service.py",
        ("a partner takes passes back", '    work.demand("programme.change", roles_here(work, programme))\n', "",
         "test_only_the_host_takes_a_pass_back"),
    ),
    *_holes(
        "tests/db/test_keys.py",
        "db/sealed.py",
        ("a sealed value opens in another row", "parts = (self.tenant, self.table, self.row, self.column)",
         "parts = (self.tenant, self.table, self.column)",
         "test_moved_to_another_table_row_column_or_institution_it_does_not_open"),
    ),
)  # fmt: skip

TRAIL = (
    *_holes(
        "tests/journeys/test_my_data.py",
        "participants/files.py",
        ("nobody is asked why they look", "    demand_reason(work, programme, dossier)\n", "",
         "test_a_registration_from_elsewhere_on_which_nothing_is_to_be_decided_is_shown_to_whoever_says_why"),
        ("what somebody declared stays open", "shown = shows_declaration(work, programme, dossier)", "shown = True",
         "test_what_somebody_declared_is_shown_at_home_too_to_whoever_says_why"),
        ("reading leaves no trace",
         '    work.record("read", "registration", one.id, subject=(one.home_tenant_id, one.person_id))\n', "",
         "test_a_person_sees_who_has_read_their_registration_at_their_own_institution_and_elsewhere"),
    ),
    *_holes(
        "tests/journeys/test_my_data.py",
        "privacy/lists.py",
        ("lists leave no trace", 'if told is None or told <= asked["since"]:', "if False:",
         "test_a_person_sees_who_opened_a_list_with_their_name_once_an_hour"),
    ),
    *_holes(
        "tests/journeys/test_my_data.py",
        "privacy/looks.py",
        ("a person sees who looked at others", "        AuditEntry.subject_id == person_id,\n", "",
         "test_a_person_sees_who_has_read_their_registration_at_their_own_institution_and_elsewhere"),
    ),
    *_holes(
        "tests/audit/test_tampering.py",
        "audit/verify.py",
        ("an entry that was changed holds", 'if next_hash(before, wanted, row) != row["hash"]:', "if False:",
         "test_every_tampering_is_seen_and_the_first_bad_entry_is_named"),
        ("a cut end is not missed", "_cut(sealed, checkpoints) or _late(session, tenant)", "_late(session, tenant)",
         "test_every_tampering_is_seen_and_the_first_bad_entry_is_named"),
    ),
    *_holes(
        "tests/audit/test_seal.py",
        "audit/chain.py",
        ("reasons are not part of what is sealed", '    "reason",\n', "",
         "test_the_canonical_bytes_of_an_entry_are_these_for_good"),
    ),
)  # fmt: skip

WALLS = (
    *_holes(
        "tests/isolation/test_catalogue.py",
        "db/walls.py",
        ("tables' owners pass the walls", '    op.execute(f"alter table {name} force row level security")\n', "",
         "test_the_rule_holds"),
        ("what is written is not checked",
         'written = f" with check ({check or rows})" if command in {"insert", "update"} else ""', 'written = ""',
         "test_the_rule_holds"),
    ),
    *_holes(
        "tests/isolation/test_catalogue.py",
        "db/migrations/versions/0002_people_and_accounts.py",
        ("a session moves to another institution", 'update="seen_at, expires_at, revoked_at"',
         'update="tenant_id, seen_at, expires_at, revoked_at"', "test_the_rule_holds"),
    ),
    *_holes(
        "tests/test_unit_of_work.py",
        "db/migrations/versions/0007_messages_and_audit.py",
        ("entries of the trail are deleted", 'grant("audit", "select, insert")',
         'allow("audit", "gone", HOST, "delete")\n    grant("audit", "select, insert, delete")',
         "test_nobody_takes_an_entry_back"),
    ),
    *_holes(
        "tests/isolation/test_walls.py",
        "db/migrations/versions/0004_participants.py",
        ("the host reads drafts", 'f"{HOST} and submitted_at is not null", "select")', 'HOST, "select")',
         "test_each_scope_may_do_exactly_what_is_right_to_each_row[plain]"),
    ),
    *_holes(
        "tests/isolation/test_walls.py",
        "db/migrations/versions/0002_people_and_accounts.py",
        ("everybody reads everybody's people", '"people", "own", HOST, *ALL)', '"people", "own", "true", *ALL)',
         "test_each_scope_may_do_exactly_what_is_right_to_each_row[plain]"),
    ),
)  # fmt: skip

JOINING = (
    *_holes(
        "tests/programmes/test_joining.py",
        "db/migrations/versions/0026_partners_agree.py",
        ("a host agrees for its partner", "for each row execute function app.whose_word()",
         "for each row when (false) execute function app.whose_word()",
         "test_the_database_lets_nobody_agree_for_a_partner"),
        ("people register where their institution has not agreed", 'registering(" and p.agreed_at is not null)")',
         'registering(")")', "test_the_database_takes_no_registration_of_an_institution_that_has_not_agreed"),
    ),
    *_holes(
        "tests/programmes/test_joining.py",
        "db/migrations/versions/0023_walls_of_the_queues.py",
        ("a partner puts off a programme", "for each row execute function app.only_sooner()",
         "for each row when (false) execute function app.only_sooner()",
         "test_a_session_of_an_institution_puts_off_neither_anothers_year_nor_its_letters"),
        ("anybody delays anybody's letters", 'WORKER = "app.tenant() is null"', 'WORKER = "true"',
         "test_a_session_of_an_institution_puts_off_neither_anothers_year_nor_its_letters"),
    ),
    *_holes(
        "tests/programmes/test_joining.py",
        "programmes/queries.py",
        ("a programme is there before its partner has agreed",
         'bindparam("reader"), Partner.agreed_at.is_not(None)', 'bindparam("reader")',
         "test_until_it_has_agreed_nothing_of_the_programme_is_there_for_it"),
    ),
    *_holes(
        "tests/participants_services/test_review.py",
        "participants/reasons.py",
        ("a reason outlasts the session it was said in", "if work.actor.since is not None:", "if False:",
         "test_a_stage_that_is_over_is_read_by_another_institution_with_a_reason_alone"),
    ),
    *_holes(
        "tests/journeys/test_step_up.py",
        "web/console/settings.py",
        ("contacts change without a code", 'permits("settings.change", step_up=True)', 'permits("settings.change")',
         "test_whatever_changes_who_may_act_or_where_to_write_asks_for_a_code"),
    ),
)  # fmt: skip

HOLES = (*WEB, *ACCOUNTS, *WORK, *TRAIL, *WALLS, *JOINING)
