"""Facts of a scheme's own, derived by its code: asked once for everybody, before verdicts and before a round.

It sees what is known of each registration but names, declarations and the answers that name people.
"""

from collections.abc import Sequence
from dataclasses import replace

from mentoring.participants.facts import Setting, facts_of
from mentoring.participants.said import Said, bound
from mentoring.plugin import Registration
from mentoring.schemes.ask import Asker

NAMING = ("person", "avoid")
"""Questions bound so are answered with people."""


def with_own_facts(asker: Asker, setting: Setting, said: Sequence[Said]) -> Sequence[Said]:
    """What is said, with the facts of the scheme's own that are known of each. Raises CodeHeld, SchemeFault."""
    if not setting.scheme.eligibility.own or not said:
        return said
    found = asker.derive(setting.scheme, [_as_asked(setting, each) for each in said])
    return [replace(each, own=own) for each, own in zip(said, found, strict=True)]


def _as_asked(setting: Setting, said: Said) -> Registration:
    naming = {f"answers.{name}" for meaning in NAMING for name in bound(setting.scheme, said.role, meaning)}
    facts = facts_of(setting, replace(said, declared={}), pathway="")
    return Registration(
        said.role, {name: value for name, value in facts.items() if name not in naming and name != "pathway"}
    )
