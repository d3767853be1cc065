"""The demo's story: institutions and coordinators appear, and each programme is played from its opening to today."""

from collections.abc import Callable, Mapping
from datetime import date, datetime, timedelta
from random import Random  # noqa: TID251 - chance is seeded by the demo's own number
from uuid import UUID
from zoneinfo import ZoneInfo

from mentoring.accounts.codes import new_secret
from mentoring.accounts.factors import install_factor
from mentoring.accounts.grants import grant
from mentoring.cli.demo.cast import parts_of
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
    coordinators = _appoint(stage, shape.coordinators, tenants)
    for each in shape.programmes:
        _play_programme(stage, each, tenants, coordinators, now.astimezone(zones[each.host]), tell)


def _appoint(stage: Stage, names: Mapping[str, str], tenants: Mapping[str, TenantFile]) -> dict[str, UUID]:
    appointed = {}
    for slug, name in names.items():
        with stage.work(slug) as work:
            someone = ensure_person(work, email=address(name, tenants[slug].domains[0]), name=name)
            grant(work, person=someone, role="coordinator")
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
    if shape.phase == "running":
        match_and_meet(season, agenda, chance)
    for scenes in agenda.days():
        for scene in scenes:
            stage.now = scene.at
            scene.act()
        if not all(scene.quiet for scene in scenes):
            stage.settle(shape.host, programme_id)
        tell(shape.title, stage.now.date(), (stage.now - opened) / (now - opened))
    stage.now = now
    stage.settle(shape.host, programme_id)


def _nothing() -> None:
    """A day on which only settling matters."""
