"""Synthetic cohorts: people who register for a scheme, drawn from its own documents until its own rules agree.

The same seed gives the same people. Their names are words of typography, and they live at ``<slug>.example``:
nobody can take them for real.
"""

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from random import Random  # noqa: TID251 - chance is seeded here, by the caller's number
from typing import Any

from mentoring.contracts.forms import compile_form
from mentoring.participants.facts import Setting, facts_of
from mentoring.participants.rules import Outcome, admission, verdict
from mentoring.participants.said import Said, answer_to, bound
from mentoring.schemes.scheme import say
from mentoring.tenants.file import TenantFile
from mentoring.testing.answers import Surroundings, draw_answers

FIRST_NAMES = (
    "Amara Anita Bashir Celeste Dinah Dov Efua Farid Grace Hana Ibrahim Imani Joel Kofi Lena Mei Nadia Omar Priya Ravi "
    "Ruth Samuel Sofia Tariq Uma Viktor Wanjiru Xiomara Yusuf Zainab"
)
SURNAMES = (
    "Almanac Ampersand Appendix Ascender Asterisk Baseline Bodoni Bookplate Broadsheet Calligraph Caption Chapter "
    "Codex Colophon Column Cursive Dagger Descender Duodecimo Ellipsis Endpaper Errata Flyleaf Folio Footnote Fraktur "
    "Frontispiece Galley Glyph Gutter Hairline Halftone Headline Imprint Index Inkwell Italic Kerning Leading Ligature "
    "Lithograph Majuscule Margin Marginalia Masthead Minuscule Monogram Octavo Pagination Palimpsest Papyrus Paragraph "
    "Parchment Preface Prologue Quarto Quill Recto Rubric Sansserif Serif Signature Stanza Tailpiece Tilde Typeface "
    "Typescript Vellum Verso Vignette Watermark Woodcut"
)

UNDATED = date(2030, 1, 7)
"""The day on which people register where no closing date is known."""
MOST_TRIES = 5000
"""How often somebody is drawn anew before the wanted outcome counts as out of reach."""


BOUND = {"level": "grade", "unit": "unit", "unit_top": "unit", "kind": "kind"}
"""The facts that come from a bound question, and what it is bound to."""


class Crowd:
    """People who register one after another for what `setting` holds, no two with one address.

    Whoever registers later may name those before as line manager or as someone to avoid.
    """

    def __init__(self, setting: Setting, seed: int) -> None:
        self.setting = setting
        self.chance = Random(seed)  # noqa: S311 - synthetic people, no secrets
        self.homes = homes_of(setting)
        self.addresses: dict[str, list[str]] = {home.slug: [] for home in self.homes}
        names = [(first, last) for first in FIRST_NAMES.split() for last in SURNAMES.split()]
        self.chance.shuffle(names)
        self.names = names

    def register(self, role: str, count: int, *, outcome: Outcome = "eligible") -> list[Said]:
        """`count` new people in `role` whose verdict is `outcome` in every pathway they may enter.

        Raises ValueError naming the rules in the way, when chance does not find them.
        """
        return [self._newcomer(role, outcome) for _ in range(count)]

    def register_again(self, people: Sequence[Said], role: str, *, outcome: Outcome = "eligible") -> list[Said]:
        """The same `people` in a second `role`. Raises ValueError as `register` does."""
        homes = {home.slug: home for home in self.homes}
        return [self._one(role, outcome, homes[one.institution or ""], one.name, one.email) for one in people]

    def draw(self, role: str) -> Said:
        """One new person in `role` by chance alone, whatever the verdict."""
        home, name, address = self._someone()
        return self._draw(role, home, name, address)

    def _newcomer(self, role: str, outcome: Outcome) -> Said:
        return self._one(role, outcome, *self._someone())

    def _someone(self) -> tuple[TenantFile, str, str]:
        """A home, a name and an address that nobody has yet, and that are taken from now on."""
        home = self.chance.choice(self.homes)
        name = " ".join(self._name())
        address = f"{name.replace(' ', '.').lower()}@{home.domains[0]}"
        self.addresses[home.slug].append(address)
        return home, name, address

    def _one(self, role: str, outcome: Outcome, home: TenantFile, name: str, address: str) -> Said:
        in_the_way: Counter[str] = Counter()
        said = self._draw(role, home, name, address)
        for _ in range(MOST_TRIES):
            outcomes, against = self._judged(said)
            if outcomes == {outcome}:
                return said
            in_the_way.update(against)
            another = self._draw(role, home, name, address)
            said = self._mended(said, another, against) if outcome == "eligible" else another
        rules = ", ".join(rule for rule, _ in in_the_way.most_common(3)) or "none"
        raise ValueError(f"no {role} at {home.slug} came out as {outcome}; in the way most often: {rules}")

    def _draw(self, role: str, home: TenantFile, name: str, address: str) -> Said:
        registration = self.setting.scheme.registration[role]
        closes = self.setting.moments.get(registration.closes or "")
        day = (closes.day if closes else UNDATED) - timedelta(days=self.chance.randint(0, 27))
        clock = time(self.chance.randint(8, 18), self.chance.randint(0, 59), tzinfo=UTC)
        others = [each for each in self.addresses[home.slug] if each != address]
        around = Surroundings(home, day, others)
        declaration = registration.declaration
        return Said(
            id=f"{role}/{address}",
            role=role,
            email=address,
            name=name,
            institution=home.slug,
            answers=draw_answers(registration.form, around, self.chance),
            declared=draw_answers(declaration, around, self.chance) if declaration else {},
            submitted=datetime.combine(day, clock),
        )

    def _mended(self, said: Said, another: Said, against: Collection[str]) -> Said:
        """`said` with `another`'s answers to what the rules `against` it ask; where they ask nothing, `another`."""
        scheme = self.setting.scheme
        rules = [rule for rule in scheme.eligibility.rules.get(said.role, ()) if rule.rule in against]
        facts = {fact for rule in rules for holds in rule.holds for fact in holds}
        facts |= {f"answers.{name}" for fact in facts for name in bound(scheme, said.role, BOUND.get(fact, ""))}
        if not any(fact.startswith(("answers.", "declared.")) for fact in facts):
            return another
        answers = _mixed(said.answers, another.answers, "answers", facts)
        form = compile_form(scheme.registration[said.role].form)
        declared = _mixed(said.declared, another.declared, "declared", facts)
        return replace(said, answers=form.kept(answers), declared=declared)

    def _judged(self, said: Said) -> tuple[set[Outcome], list[str]]:
        """The verdicts in every pathway this person may enter, and the rules against them."""
        verdicts = [
            verdict(
                self.setting.scheme,
                said.role,
                pathway,
                facts_of(self.setting, said, pathway=pathway),
                admission(self.setting, said),
            )
            for pathway in pathways_of(self.setting, said)
        ]
        return {each.outcome for each in verdicts}, [f.rule for each in verdicts for f in each.against]

    def _name(self) -> tuple[str, str]:
        """Names nobody has yet; when they are used up, they come round again with a number."""
        taken = sum(map(len, self.addresses.values()))
        first, last = self.names[taken % len(self.names)]
        round_ = taken // len(self.names)
        return first, f"{last} {round_ + 1}" if round_ else last


def homes_of(setting: Setting) -> Sequence[TenantFile]:
    """The institutions whose people may register: those of the programme, else those that have the scheme, else all.

    Raises ValueError when there is none.
    """
    if setting.programme is not None:
        slugs = [setting.programme.host, *(partner.slug for partner in setting.programme.partners)]
        found = [setting.tenants[slug] for slug in slugs if slug in setting.tenants]
    else:
        enabled = [t for t in setting.tenants.values() if setting.scheme.card.name in t.schemes]
        found = enabled or [*setting.tenants.values()]
    if not found:
        raise ValueError(f"no institution is known for {say(setting.scheme.card.title)}")
    return found


def pathways_of(setting: Setting, said: Said) -> tuple[str, ...]:
    """The pathways this registration is for: as answered, else every one with the role."""
    wished = answer_to(setting.scheme, said, "pathway")
    if wished:
        return (wished,) if isinstance(wished, str) else tuple(wished)
    return tuple(name for name, pathway in setting.scheme.pathways.items() if said.role in pathway.members)


def _mixed(old: Mapping[str, Any], new: Mapping[str, Any], where: str, facts: Collection[str]) -> dict[str, Any]:
    kept = {name: value for name, value in old.items() if f"{where}.{name}" not in facts}
    return kept | {name: value for name, value in new.items() if f"{where}.{name}" in facts}
