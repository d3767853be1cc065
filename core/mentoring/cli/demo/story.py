"""The demo's story: institutions and coordinators appear, and each programme is played from its opening to today."""

from collections.abc import Callable, Mapping
from datetime import date, datetime, time, timedelta
from random import Random  # noqa: TID251 - chance is seeded by the demo's own number
from uuid import UUID
from zoneinfo import ZoneInfo

from mentoring.accounts.codes import new_secret
from mentoring.accounts.factors import install_factor
from mentoring.accounts.grants import GrantedRole, grant
from mentoring.cli.demo.asked import Asking
from mentoring.cli.demo.cast import parts_of
from mentoring.cli.demo.equality import answer_question, issue_tables
from mentoring.cli.demo.shape import ProgrammeShape, Shape, address
from mentoring.errors import UnsoundDocument
from mentoring.participants.facts import Setting
from mentoring.people.service import ensure_person
from mentoring.programmes.apply import apply_programme
from mentoring.programmes.dates import resolve_dates
from mentoring.simulation.agenda import Agenda
from mentoring.simulation.meeting import match_and_meet
from mentoring.simulation.registering import Season
from mentoring.simulation.stage import Stage
from mentoring.tenants.file import TenantFile
from mentoring.tenants.service import apply_tenants

WITHIN = timedelta(days=2)
Telling = Callable[[str, date, float], None]
"""Told of each day that is played: the programme's title, the day, and how much of the programme is over (0 to 1)."""


def play(stage: Stage, shape: Shape, tenants: Mapping[str, TenantFile], now: datetime, tell: Telling) -> None:
    """Play everything in `shape` until `now`, on an empty database. Raises UnsoundDocument for what cannot be."""
    zones = {slug: ZoneInfo(tenant.timezone) for slug, tenant in tenants.items()}
    strangers = shape.coordinators.keys() - tenants.keys()
    if strangers:
        raise UnsoundDocument(
            f"The demo speaks of {', '.join(sorted(strangers))}, and there is no such institution.",
            "Add its file to tenants/, or take it out of the demo.",
        )
    stage.now = min(
        each.opened(now.astimezone(zones[each.host]).date(), tenants[each.host].timezone) for each in shape.programmes
    )
    stage.now -= timedelta(days=1)
    with stage.database.owner() as owner:
        apply_tenants(owner, tenants, stage.now)
    coordinators = _appoint(stage, shape.coordinators, "coordinator", tenants)
    _appoint(stage, shape.analysts, "analyst", tenants)
    for each in shape.programmes:
        _play_programme(stage, each, tenants, coordinators, now.astimezone(zones[each.host]), tell)


def _appoint(
    stage: Stage, names: Mapping[str, str], role: GrantedRole, tenants: Mapping[str, TenantFile]
) -> dict[str, UUID]:
    appointed = {}
    for slug, name in names.items():
        with stage.work(slug) as work:
            someone = ensure_person(work, email=address(name, tenants[slug].domains[0]), name=name)
            grant(work, person=someone, role=role)
            install_factor(work, someone, new_secret())
            appointed[slug] = someone.id
    return appointed


def _play_programme(
    stage: Stage,
    shape: ProgrammeShape,
    tenants: Mapping[str, TenantFile],
    coordinators: dict[str, UUID],
    now: datetime,
    tell: Telling,
) -> None:
    """One programme, day after day; what follows from a day's events follows at its end."""
    scheme, zone = stage.schemes.get(shape.scheme), tenants[shape.host].timezone
    file = shape.file(now.date())
    moments = resolve_dates(scheme, file.dates, zone)
    opened = shape.opened(now.date(), zone)
    if opened >= now:
        raise UnsoundDocument(f"The demo's programme {shape.slug} would open in the future.", "Let it open earlier.")
    stage.now = opened
    with stage.work(shape.host) as work:
        apply_programme(work, file)
    with stage.at(shape.host, shape.slug) as (_, row):
        programme_id = row.id
    season = Season(stage, shape.slug, shape.host, scheme, moments, zone, coordinators)
    agenda = Agenda(now)
    parts = parts_of(shape, Setting(scheme, tenants, file, moments))
    chance = Random(shape.seed)  # noqa: S311 - a story, no secret
    season.cast(agenda, parts, chance, opened=opened, decided=shape.phase == "running")
    for role in scheme.registration.values():  # places may be given when registration closes
        if role.closes in moments:
            agenda.add(moments[role.closes].at, _nothing)
    if shape.equality is not None:
        closes = max(moments[role.closes].at for role in scheme.registration.values() if role.closes in moments)
        asked = (stage, shape.host, shape.slug)
        apart = Random(shape.seed)  # noqa: S311 - a story, no secret
        agenda.add_quiet(closes - timedelta(hours=2), answer_question, *asked, shape.equality, apart)
        agenda.add_quiet(closes + timedelta(days=2), issue_tables, *asked, coordinators[shape.host])
    if shape.phase == "running":
        match_and_meet(season, agenda, chance)
    asking = Asking(season, agenda, tenants, programme_id, opened)
    due = _later(stage.settle(shape.host, programme_id).next)
    while (scene := agenda.next) is not None or due is not None:
        day = min(at.astimezone(now.tzinfo).date() for at in (scene, due) if at is not None)
        evening = datetime.combine(day + timedelta(days=1), time(), now.tzinfo)
        if evening >= now:
            break
        follows = _acted(stage, agenda, evening)
        stage.now = evening
        if follows or (due is not None and due <= evening):
            due = _later(stage.settle(shape.host, programme_id).next)
            asking.notice()
        tell(shape.title, day, (evening - opened) / (now - opened))
    _acted(stage, agenda, now)
    stage.now = now
    stage.settle(shape.host, programme_id)


def _later(due: datetime | None) -> datetime | None:
    """When what is due then is settled in the demo: with what else comes up within some days, so that it is quick."""
    return due + WITHIN if due is not None else None


def _acted(stage: Stage, agenda: Agenda, until: datetime) -> bool:
    """Let people act until then; whether anything follows from it."""
    follows = False
    while (at := agenda.next) is not None and at <= until:
        scene = agenda.take()
        stage.now = scene.at
        scene.act()
        follows = follows or not scene.quiet
    return follows


def _nothing() -> None:
    """A day on which only settling matters."""
