"""The made-up people of a play: enough for a programme of a given size, and its ordinary troubles too."""

from math import ceil

from mentoring.errors import UnsoundDocument
from mentoring.participants.facts import Setting
from mentoring.participants.judged import judge_one
from mentoring.participants.rules import Outcome
from mentoring.participants.said import Said
from mentoring.schemes.scheme import Scheme
from mentoring.simulation.part import Part
from mentoring.testing.cohorts import Crowd


def people_of(setting: Setting, *, served: int, seed: int) -> list[Part]:
    """Everybody who registers, so that about `served` people can be mentored. The same `seed` gives the same people.

    Of every twenty, one withdraws, one stays away from what they should attend, one never sends the form, and two come
    as chance would have them, whatever the rules find. Raises UnsoundDocument where the rules let nobody in.
    """
    crowd = Crowd(setting, seed)
    parts: list[Part] = []
    for role, count in needed(setting.scheme, served).items():
        few = count // 20
        try:
            fit = crowd.register(role, count + 2 * few)
            drafts = crowd.register(role, few)
        except ValueError as error:
            raise UnsoundDocument(
                f"Nobody can be made up for this programme: {error}.", "Look at the rules."
            ) from error
        parts += [Part(said, "eligible", leaves=i < few, misses=few <= i < 2 * few) for i, said in enumerate(fit)]
        parts += [Part(said, "eligible", sends=False) for said in drafts]
        parts += [_by_chance(setting, crowd.draw(role)) for _ in range(2 * few)]
    return parts


def needed(scheme: Scheme, served: int) -> dict[str, int]:
    """By role, how many have to take part so that about `served` are mentored, the pathways sharing them."""
    wanted = dict.fromkeys(scheme.registration, 0.0)
    for pathway in scheme.pathways.values():
        groups = served / len(scheme.pathways) / pathway.members[pathway.served_role].aim
        for role, bounds in pathway.members.items():
            if role in wanted:
                wanted[role] += groups * bounds.aim / scheme.roles[role].capacity.default
    return {role: max(2, ceil(number)) for role, number in wanted.items()}


def _by_chance(setting: Setting, said: Said) -> Part:
    outcomes = {each.outcome for each in judge_one(setting, said, frozenset({said.role})).verdicts.values()}
    order: tuple[Outcome, ...] = ("not_eligible", "a_person_looks", "eligible")
    return Part(said, next((each for each in order if each in outcomes), "not_eligible"))
