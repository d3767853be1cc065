"""The demo's people answer surveys and sign what they agree on: most of them, some days after they are asked."""

from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime
from random import Random  # noqa: TID251 - chance is seeded by who is asked
from typing import Any
from uuid import UUID

from mentoring.errors import Conflict, Invalid, NotFound
from mentoring.schemes.scheme import Fragment
from mentoring.simulation.agenda import Agenda
from mentoring.simulation.answering import Answering, answering, give
from mentoring.simulation.registering import Season
from mentoring.simulation.signing import Signing, put_name, signing
from mentoring.surveys.rules import asked_by_gates
from mentoring.tenants.file import TenantFile
from mentoring.testing.answers import Surroundings, draw_answers
from mentoring.unit_of_work import Actor


@dataclass
class Asking:
    """Who has been noticed to be asked what, so that each thinks about it once; `looked` is when that was last done."""

    season: Season
    agenda: Agenda
    tenants: Mapping[str, TenantFile]
    programme_id: UUID
    looked: datetime
    asked: set[UUID] = field(default_factory=set)
    to_sign: set[tuple[UUID, str, UUID]] = field(default_factory=set)

    def notice(self) -> None:
        """Whoever is newly asked something decides when to do it, if at all."""
        must = asked_by_gates(self.season.scheme)
        with self.season.stage.work(self.season.host) as work:
            for one in answering(work, self.programme_id, since=self.looked, known=self.asked, must=must):
                self.agenda.add_quiet(one.at, self._answer, one)
            for paper in signing(work, self.programme_id, known=self.to_sign):
                self.agenda.add_quiet(paper.at, self._sign, paper)
            self.looked = work.now

    def _answer(self, one: Answering) -> None:
        survey = self.season.scheme.surveys[one.survey]
        with (
            suppress(Conflict, Invalid, NotFound),  # closed or left meanwhile, or chance knows no answer
            self.season.stage.at(one.home, self.season.slug, Actor.person(one.person_id)) as (work, programme),
        ):
            give(work, programme, one, survey, self._draw)

    def _sign(self, one: Signing) -> None:
        with (
            suppress(NotFound),  # left meanwhile
            self.season.stage.at(one.home, self.season.slug, Actor.person(one.person_id)) as (work, programme),
        ):
            put_name(work, programme, one, self._draw)

    def _draw(self, form: Fragment, home: str, chance: Random) -> dict[str, Any]:
        return draw_answers(form, Surroundings(self.tenants[home], self.season.stage.now.date()), chance)
