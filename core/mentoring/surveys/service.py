"""Asking somebody a survey: written down once, from when and until when."""

from datetime import UTC, datetime, time, timedelta
from uuid import UUID

from sqlalchemy.dialects.postgresql import insert

from mentoring.contracts.durations import add, parse_duration
from mentoring.participants.facts import Setting
from mentoring.participants.model import Registration
from mentoring.programmes.model import Programme
from mentoring.surveys.model import Asked
from mentoring.unit_of_work import UnitOfWork


def ask(
    work: UnitOfWork,
    programme: Programme,
    setting: Setting,
    registration: Registration,
    *,
    survey: str,
    occasion: str,
    mentorship_id: UUID | None = None,
) -> bool:
    """Ask the person of `registration`; whether that is new. At the host.

    It is open for as long as the scheme says, the last day included.
    """
    here = work.now.astimezone(setting.zone).date()
    last = add(here, parse_duration(setting.scheme.surveys[survey].open_for))
    closes = datetime.combine(last + timedelta(days=1), time(), setting.zone)
    made = insert(Asked).values(
        tenant_id=work.tenant,
        id=work.new_id(),
        programme_id=programme.id,
        registration_id=registration.id,
        home_tenant_id=registration.home_tenant_id,
        survey=survey,
        mentorship_id=mentorship_id,
        occasion=occasion,
        asked_at=work.now,
        closes_at=closes.astimezone(UTC),
    )
    once = made.on_conflict_do_nothing(index_elements=["tenant_id", "registration_id", "survey", "occasion"])
    return work.session.execute(once.returning(Asked.id)).scalar_one_or_none() is not None
