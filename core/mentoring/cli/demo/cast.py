"""Who takes part in a programme of the demo, and what becomes of each: settled by chance before anything happens."""

from dataclasses import replace

from mentoring.cli.demo.shape import ProgrammeShape
from mentoring.errors import UnsoundDocument
from mentoring.participants.facts import Setting
from mentoring.participants.said import Said, bound
from mentoring.schemes.scheme import Scheme
from mentoring.simulation.part import Part
from mentoring.testing.cohorts import Crowd


def parts_of(shape: ProgrammeShape, setting: Setting) -> list[Part]:
    """Everyone who registers. Who comes in a later role may name those of an earlier one as their manager.

    Raises UnsoundDocument for a role that nobody registers for, and for people that the scheme's rules rule out.
    """
    unknown = shape.people.keys() - setting.scheme.registration.keys()
    if unknown:
        raise UnsoundDocument(
            f"The demo's programme {shape.slug}: nobody registers there as {', '.join(sorted(unknown))}.",
            f"Roles are {', '.join(setting.scheme.registration)}.",
        )
    try:
        return _drawn(shape, setting)
    except ValueError as error:
        raise UnsoundDocument(f"The demo's programme {shape.slug}: {error}.", "Ask for other people.") from error


def _drawn(shape: ProgrammeShape, setting: Setting) -> list[Part]:
    crowd = Crowd(setting, shape.seed)
    parts: list[Part] = []
    twice: list[tuple[str, Said]] = []
    for role, turnout in shape.people.items():
        fit = crowd.register(role, turnout.eligible)
        leaving = turnout.eligible - turnout.withdrawn
        missing = leaving - turnout.miss
        parts += [Part(s, "eligible", leaves=i >= leaving, misses=missing <= i < leaving) for i, s in enumerate(fit)]
        unsure = [_without_grade(setting.scheme, said) for said in crowd.register(role, turnout.unsure)]
        unsure += crowd.register(role, turnout.a_person_looks, outcome="a_person_looks")
        parts += [Part(said, "a_person_looks") for said in unsure]
        refused = crowd.register(role, turnout.not_eligible, outcome="not_eligible")
        parts += [Part(said, "not_eligible") for said in refused]
        parts += [Part(said, "eligible", sends=False) for said in crowd.register(role, turnout.unsent)]
        for other, number in turnout.also_as.items():
            twice += [(other, said) for said in fit[:number]]
    for role, said in twice:
        parts += [Part(again, "eligible") for again in crowd.register_again([said], role)]
    return parts


def _without_grade(scheme: Scheme, said: Said) -> Said:
    grades = bound(scheme, said.role, "grade")
    return replace(said, answers={name: value for name, value in said.answers.items() if name not in grades})
