"""Whatever takes people's data out, or says who may act and where to write, asks again who is there."""

from typing import Any, get_args

from litestar.handlers import HTTPRouteHandler

from mentoring.web.console.routes import console_routes
from mentoring.web.http.permits import permission_of
from mentoring.web.portal.routes import portal_routes

MADE_UP = {"played_file"}
"""Files in which nobody is real."""
WEIGHTY = {
    "programme.join": {"answer_asked"},
    "release.issue": {"issue_release"},
    "people.manage": {"grant_role", "take_back_role"},
    "factor.reset": {"reset_second_step"},
    "settings.change": {"keep_settings", "keep_scale"},
    "data.answer": {"answer_data_request"},
}
"""By action: what is done with it."""
PARTNERS = {"ask_partner", "take_asking_back", "change_partner_days", "keep_record", "let_leave"}
ONESELF = {"own_copy", "ask_erasure"}


def handlers() -> dict[str, HTTPRouteHandler]:
    every = (*console_routes(), *portal_routes())
    return {each.fn.__name__: each for each in every if isinstance(each, HTTPRouteHandler)}


def is_file(handler: HTTPRouteHandler) -> bool:
    """Whether what it answers are bytes: a file to keep."""
    returned: Any = handler.fn.__annotations__.get("return")
    return bytes in (returned, *get_args(returned))


def test_every_download_asks_for_a_code() -> None:
    files = {name for name, each in handlers().items() if is_file(each)} - MADE_UP
    assert {"own_copy"} < files
    assert {name for name in files if not handlers()[name].opt.get("step_up")} == set()


def test_whatever_changes_who_may_act_or_where_to_write_asks_for_a_code() -> None:
    known = handlers()
    for action, names in WEIGHTY.items():
        changing = {n for n, each in known.items() if permission_of(each) == action and "POST" in each.http_methods}
        assert changing == names, action
    named = {*PARTNERS, *ONESELF, *(name for names in WEIGHTY.values() for name in names)}
    assert {name for name in named if not known[name].opt.get("step_up")} == set()
