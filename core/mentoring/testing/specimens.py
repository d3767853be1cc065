"""Registrations made to order: one that keeps a rule and one that breaks it, one for each verdict.

They are drawn by chance from a scheme's own documents and then altered in what the rules ask, until the scheme's
own rules say what is wanted. The same seed gives the same people.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property
from typing import Any

from mentoring.contracts.conditions import Truth, judge_rule
from mentoring.contracts.durations import Duration, add, subtract
from mentoring.contracts.forms import compile_form
from mentoring.participants.facts import Setting, facts_of
from mentoring.participants.rules import Outcome, Verdict, verdict
from mentoring.participants.said import Said, bound
from mentoring.schemes.checks.draft import Draft
from mentoring.schemes.checks.facts import Facts
from mentoring.schemes.scheme import Rule
from mentoring.schemes.verdict_schema import rules_of
from mentoring.testing.candidates import values_for
from mentoring.testing.cohorts import UNDATED, Crowd
from mentoring.testing.ground import LISTED

DRAWS = 12
"""People drawn by chance alone for each role and pathway, before any is altered."""
TRIES = 300
"""How often somebody is altered before the wanted outcome counts as out of reach."""


@dataclass(frozen=True, slots=True)
class Specimen:
    """One registration, with the facts that come from elsewhere: selection stages, the scheme's own facts."""

    said: Said
    extra: Mapping[str, Any] = field(default_factory=dict)


class Specimens:
    """Specimens for the scheme of `setting`, which is complete: institutions, a programme, dates."""

    def __init__(self, setting: Setting, seed: int) -> None:
        self.setting = setting
        self.crowd = Crowd(setting, seed)
        self.chance = self.crowd.chance
        self.drawn: dict[tuple[str, str], list[Specimen]] = {}

    @cached_property
    def known(self) -> Facts:
        """The facts that each role can have, with the schema of their values."""
        return Facts(Draft(self.setting.scheme.documents))

    def facts(self, one: Specimen, pathway: str) -> dict[str, Any]:
        """Everything the rules may ask of this specimen."""
        return {**facts_of(self.setting, one.said, pathway=pathway), **one.extra}

    def judged(self, one: Specimen, pathway: str) -> Verdict:
        """The verdict of the scheme's own rules."""
        return verdict(self.setting.scheme, one.said.role, pathway, self.facts(one, pathway))

    def base(self, role: str, pathway: str) -> list[Specimen]:
        """Those drawn by chance for this role and pathway; the same ones each time."""
        if (role, pathway) not in self.drawn:
            self.drawn[role, pathway] = [self.newcomer(role, pathway) for _ in range(DRAWS)]
        return self.drawn[role, pathway]

    def newcomer(self, role: str, pathway: str) -> Specimen:
        """Somebody new who wishes for this pathway, and may have waited or taken part before."""
        said = self.crowd.draw(role)
        wishes = {
            name: [pathway] if self._question(role, name).get("type") == "array" else pathway
            for name in bound(self.setting.scheme, role, "pathway")
        }
        said = replace(said, answers={**said.answers, **wishes}, waited=self.chance.randint(0, 2))
        stages = self.setting.scheme.registration[role].stages
        extra: dict[str, Any] = {f"stage.{stage.id}.result": "forward" for stage in stages}
        extra |= {f"stage.{s.id}.score": self.chance.randint(1, 5) for s in stages if "score" in _asked(s.form)}
        return Specimen(said, extra)

    def keeping(self, role: str, pathway: str, rule: Rule, truth: Truth) -> Specimen | None:
        """Somebody of whom this rule is true (or false, or unknown); None when nobody is found."""

        def found(one: Specimen) -> bool:
            return judge_rule(rule.condition, rule.holds, self.facts(one, pathway)) is truth

        return self._search(role, pathway, found, [rule])

    def coming_out(self, role: str, pathway: str, outcome: Outcome) -> Specimen | None:
        """Somebody whose verdict is `outcome`; None when nobody is found."""
        rules = rules_of(self.setting.scheme, role, pathway)
        if outcome == "eligible":
            return self.eligible(self.base(role, pathway)[0], pathway)
        return self._search(role, pathway, lambda one: self.judged(one, pathway).outcome == outcome, rules)

    def eligible(self, one: Specimen, pathway: str) -> Specimen | None:
        """`one`, altered in what speaks against it until nothing does; None when that does not come about."""
        rules = {rule.rule: rule for rule in rules_of(self.setting.scheme, one.said.role, pathway)}
        against = [finding.rule for finding in self.judged(one, pathway).against]
        for _ in range(TRIES):
            if not against:
                return one
            another = self._altered(one, [rules[self.chance.choice(against)]])
            others = [finding.rule for finding in self.judged(another, pathway).against]
            if len(others) <= len(against):
                one, against = another, others
        return None if against else one

    def _search(self, role: str, pathway: str, found: Any, rules: Sequence[Rule]) -> Specimen | None:
        base = self.base(role, pathway)
        for one in base:
            if found(one):
                return one
        for _ in range(TRIES):
            one = self._altered(self.chance.choice(base), [self.chance.choice(rules)] if rules else [])
            if found(one):
                return one
        return None

    def _altered(self, one: Specimen, rules: Sequence[Rule]) -> Specimen:
        """`one` with other values for the facts that `rules` ask."""
        role = one.said.role
        schemas = self.known.of(role, "eligibility")
        asked = [
            (fact, fragment)
            for rule in rules
            for condition in (*rule.holds, rule.condition)
            for fact, fragment in condition.items()
        ]
        for fact, fragment in [*self._waited_for(role, asked), *asked]:
            values = [v for v in values_for(fragment, schemas.get(fact, {})) if self._may_be(role, fact, v)]
            if values:
                one = self._set(one, fact, self.chance.choice(values))
        form = compile_form(self.setting.scheme.registration[role].form)
        return replace(one, said=replace(one.said, answers=form.kept(one.said.answers)))

    def _waited_for(self, role: str, asked: Sequence[tuple[str, Any]]) -> list[tuple[str, Any]]:
        """The questions on which those asked depend (`x-if`)."""
        return [
            (f"answers.{name}", fragment)
            for fact, _ in asked
            for name, fragment in self._question(role, fact.removeprefix("answers.")).get("x-if", {}).items()
        ]

    def _question(self, role: str, name: str) -> Mapping[str, Any]:
        question: Mapping[str, Any] = _asked(self.setting.scheme.registration[role].form).get(name, {})
        return question

    def _may_be(self, role: str, fact: str, value: Any) -> bool:
        """Whether somebody can answer so."""
        where, _, name = fact.partition(".")
        if where in {"waited", "history", "priority"}:
            return not isinstance(value, int) or value >= 0
        if where not in {"answers", "declared"}:
            return True
        registration = self.setting.scheme.registration[role]
        form = registration.form if where == "answers" else registration.declaration
        check = compile_form(form or {"properties": {}}).checks.get(name) if form else None
        return check is not None and not check.errors(value)

    def _set(self, one: Specimen, fact: str, value: Any) -> Specimen:
        """`one` with another value for `fact`, by way of what a registration says wherever it can say it."""
        where, _, name = fact.partition(".")
        said = one.said
        words: dict[str, Any] = {}
        if where in {"answers", "declared", "history"} and name:
            words[where] = {**getattr(said, where), name: value}
        elif where in {"level", "waited", "state"}:
            words[where] = value
        if words:
            return replace(one, said=replace(said, **words))
        if where == "standing":
            home = {"host": "serif", "partner": "sans", "listed": LISTED}[value]
            return replace(one, said=replace(said, institution=home))
        if where == "facts":
            return self._months(one, name, value)
        return replace(one, extra={**one.extra, fact: value})

    def _months(self, one: Specimen, name: str, months: int) -> Specimen:
        """`one` with dates between which so many whole months lie, where one of the two dates is theirs."""
        fact = self.setting.scheme.eligibility.facts[name]
        if abs(months) > 1200:
            return one
        gap = Duration(abs(months), 0)
        for own, other, later in ((fact.end, fact.start, True), (fact.start, fact.end, False)):
            day = self._day(one, other)
            if own.startswith(("answers.", "history.")) and day is not None:
                ahead = later == (months >= 0)
                return self._set(one, own, (add(day, gap) if ahead else subtract(day, gap)).isoformat())
        return one

    def _day(self, one: Specimen, name: str) -> date | None:
        where, _, rest = name.partition(".")
        if name == "submitted":
            return one.said.submitted.date() if one.said.submitted else None
        if where in {"answers", "history"}:
            written = getattr(one.said, where).get(rest)
            return date.fromisoformat(written) if written else UNDATED
        moment = self.setting.moments.get(name)
        return moment.day if moment else None


def _asked(form: Mapping[str, Any]) -> Mapping[str, Any]:
    """The questions of a form, by name."""
    questions: Mapping[str, Any] = form.get("properties", {})
    return questions
