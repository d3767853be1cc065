"""Conformance of rules: each can be kept and broken, each verdict is reached, what people may choose they are asked."""

from collections.abc import Iterator, Mapping

from mentoring.contracts.conditions import Truth
from mentoring.contracts.problems import Problem, entry_of
from mentoring.contracts.words import listed
from mentoring.participants.said import bound
from mentoring.schemes.scheme import Rule, Scheme, say
from mentoring.schemes.verdict_schema import rules_of
from mentoring.testing.ground import setting_for
from mentoring.testing.specimens import Specimens

SEED = 1


def specimens_of(scheme: Scheme) -> Specimens:
    """The specimens of a scheme, the same ones for each check, whichever run before it."""
    return Specimens(setting_for(scheme), SEED)


def entered(scheme: Scheme) -> Iterator[tuple[str, str]]:
    """Each role that people register for, with each pathway it is in."""
    for pathway, entry in scheme.pathways.items():
        for role in entry.members:
            if role in scheme.registration:
                yield role, pathway


def rules_decide(scheme: Scheme) -> Iterator[Problem]:
    """Of each rule somebody is found who keeps it, and somebody who breaks it."""
    made = specimens_of(scheme)
    told: set[tuple[str, str]] = set()
    for role, pathway in entered(scheme):
        for rule in rules_of(scheme, role, pathway):
            if (role, rule.rule) in told:
                continue
            for truth in (Truth.YES, Truth.NO):
                if made.keeping(role, pathway, rule, truth) is None:
                    told.add((role, rule.rule))
                    yield _undecided(scheme, role, rule, truth)
                    break


def _undecided(scheme: Scheme, role: str, rule: Rule, truth: Truth) -> Problem:
    where = entry_of(scheme.documents["eligibility"], ("rules", role, _place(scheme, role, rule)))
    asked = listed((f"`{fact}`" for holds in rule.holds for fact in holds), "and")
    if truth is Truth.YES:
        what = f"Nobody can keep this rule: of all registrations made to try it, none has such a value of {asked}."
        return Problem(
            "eligibility", where, what, "Widen the fragment, or add to the question an example that keeps it."
        )
    what = f"This rule decides nothing: of all registrations made to try it, none breaks it by {asked}."
    return Problem("eligibility", where, what, "Take the rule out, or narrow its fragment to what people can answer.")


def _place(scheme: Scheme, role: str, rule: Rule) -> int:
    return next(i for i, each in enumerate(scheme.eligibility.rules[role]) if each.rule == rule.rule)


def verdicts_are_reached(scheme: Scheme) -> Iterator[Problem]:
    """In every role and pathway somebody is eligible, and somebody comes out as the rules may say otherwise."""
    made = specimens_of(scheme)
    for role, pathway in entered(scheme):
        rules = rules_of(scheme, role, pathway)
        kinds = {rule.kind for rule in rules}
        if made.coming_out(role, pathway, "eligible") is None:
            against = _against(made, role, pathway)
            unvalued = list(_unvalued(made, role, pathway, against))
            if unvalued:
                yield from unvalued
                continue
            what = f"Nobody can be eligible as {say(scheme.roles[role].title)} for `{pathway}`."
            remedy = f"Look at {listed((f'`{name}`' for name in against), 'and')}, which do not hold together."
            yield Problem("eligibility", f"rules.{role}", what, remedy)
        elif "required" in kinds and made.coming_out(role, pathway, "not_eligible") is None:
            what = f"Nobody can come out as not eligible as {say(scheme.roles[role].title)} for `{pathway}`."
            yield Problem("eligibility", f"rules.{role}", what, "A required rule that none breaks asks nothing.")
        elif "evidence" in kinds and made.coming_out(role, pathway, "a_person_looks") is None:
            what = f"No {say(scheme.roles[role].title)} for `{pathway}` is ever looked at by a person."
            yield Problem("eligibility", f"rules.{role}", what, "An evidence rule that none breaks is no evidence.")


def _unvalued(made: Specimens, role: str, pathway: str, against: list[str]) -> Iterator[Problem]:
    """The facts without `else` that are unknown of whoever cannot be eligible, since a date of theirs is absent."""
    scheme, one = made.setting.scheme, made.base(role, pathway)[0]
    known = made.facts(one, pathway)
    asked = [rule for rule in rules_of(scheme, role, pathway) if rule.rule in against]
    for fact in dict.fromkeys(fact for rule in asked for holds in rule.holds for fact in holds):
        entry = scheme.eligibility.facts.get(fact.removeprefix("facts.")) if fact.startswith("facts.") else None
        dates = (
            [date for date in (entry.start, entry.end) if date.startswith(("answers.", "history."))] if entry else []
        )
        if entry and entry.otherwise is None and dates and fact not in known:
            named = listed((f"`{date}`" for date in dates), "or")
            title = say(scheme.roles[role].title)
            what = f"Whoever has no {named} cannot be eligible as {title} for `{pathway}`: `{fact}` has no value then."
            remedy = "Give it `else`, the months that count for them."
            yield Problem("eligibility", fact, what, remedy)


def _against(made: Specimens, role: str, pathway: str) -> list[str]:
    """The rules most often against those who come nearest, as they are written."""
    counts: dict[str, int] = {}
    for one in made.base(role, pathway):
        for finding in made.judged(one, pathway).against:
            counts[finding.rule] = counts.get(finding.rule, 0) + 1
    return sorted(counts, key=lambda name: -counts[name])[:3]


def capacities_are_reached(scheme: Scheme) -> Iterator[Problem]:
    """Where people may choose how many mentorships they have at once, they are asked."""
    for role, entry in scheme.roles.items():
        capacity = entry.capacity
        if role in scheme.registration and capacity.most > capacity.default and not bound(scheme, role, "capacity"):
            what = (
                f"{say(entry.plural)} may choose up to {capacity.most} mentorships at once, but are not asked how many."
            )
            remedy = (
                f"Add a question with x-is: capacity to registration.{role}.form, or write capacity: {capacity.most}."
            )
            yield Problem("roles", f"{role}.capacity", what, remedy)
        choices = _choices(scheme, role)
        if choices and max(choices.values()) < capacity.most:
            name, most = max(choices.items(), key=lambda choice: choice[1])
            what = f"Nobody can answer more than {most}, though {capacity.most} are allowed."
            remedy = f"Set maximum to {capacity.most}, or lower `most` in roles.{role}.capacity."
            yield Problem("registration", f"{role}.form.properties.{name}", what, remedy)


def _choices(scheme: Scheme, role: str) -> Mapping[str, int]:
    """The most that can be answered to each question bound to capacity."""
    questions = scheme.registration[role].form["properties"] if role in scheme.registration else {}
    most = scheme.roles[role].capacity.most
    return {name: int(questions[name].get("maximum", most)) for name in bound(scheme, role, "capacity")}
