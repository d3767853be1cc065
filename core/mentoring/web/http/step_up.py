"""Weighty things ask again who is there: releases, exports, role grants, and how one signs in.

A route that declares ``opt=permits("people.manage", step_up=True)`` is reached only by somebody who showed within the
last ten minutes who they are. Anybody else is shown a page that asks for a code; a form's fields wait in that page and
go on with the code, so nothing that was typed is lost and nothing is kept in between.
"""

from dataclasses import dataclass
from typing import Any

from litestar import Request
from litestar.concurrency import sync_to_thread
from litestar.connection import ASGIConnection
from litestar.handlers import BaseRouteHandler

from mentoring.accounts.factors import give_code, has_factor, is_proven
from mentoring.errors import Invalid
from mentoring.web.forms.posted import Typed, first
from mentoring.web.http.tokens import FIELD, SAFE_METHODS, typed_in
from mentoring.web.http.visit import Visit, visit_in

CODE = "factor_code"
"""The field that the code is typed into."""

Connection = ASGIConnection[Any, Any, Any, Any]


class StepUpNeeded(Exception):
    """The page that asks who is there comes first. `typed` waits in it; `problem` says why the last code did not do.

    `has_app`: a code is asked for; else there is no second step, and signing in again is the way. `path` is what was
    asked for, `posted` whether by a form.
    """

    def __init__(self, visit: Visit, asked: "Asked", problem: str = "", *, has_app: bool) -> None:
        super().__init__("a step up is needed")
        self.visit = visit
        self.path = asked.path
        self.posted = asked.posted
        self.typed = {name: values for name, values in asked.typed.items() if name not in {CODE, FIELD}}
        self.problem = problem
        self.has_app = has_app


@dataclass(frozen=True, slots=True)
class Asked:
    """What was asked for: the path with its query, whether by a form, and what that sent."""

    path: str
    posted: bool
    typed: Typed


async def stepping_up(connection: Connection, handler: BaseRouteHandler) -> None:
    """A guard, after `visiting` and `own_forms_only`. Raises StepUpNeeded, TooMany."""
    visit = visit_in(connection)
    if not handler.opt.get("step_up") or visit is None or visit.signed is None:
        return
    posted = isinstance(connection, Request) and connection.method not in SAFE_METHODS
    typed: Typed = await typed_in(connection) if posted and isinstance(connection, Request) else {}
    query = f"?{connection.url.query}" if connection.url.query else ""
    await sync_to_thread(_shown, visit, Asked(connection.url.path + query, posted, typed))


def _shown(visit: Visit, asked: Asked) -> None:
    with visit.work() as work:
        if is_proven(work, visit.person):
            return
        has_app = has_factor(work, visit.person.person_id)
    if not has_app or CODE not in asked.typed:
        raise StepUpNeeded(visit, asked, has_app=has_app)
    who, code = visit.person, first(asked.typed, CODE)
    try:
        with visit.work() as work:
            give_code(work, who.person_id, session_id=who.session_id, code=code, address=visit.origin)
    except Invalid as refusal:
        raise StepUpNeeded(visit, asked, refusal.problems[CODE], has_app=True) from refusal
