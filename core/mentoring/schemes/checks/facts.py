"""Facts in conditions: known, asked of the role, given for the purpose, and able to be what is said of them."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from mentoring.contracts.misfit import misfit
from mentoring.contracts.problems import Path, Problem
from mentoring.contracts.words import nearest
from mentoring.schemes.checks.draft import Draft
from mentoring.schemes.checks.vocabulary import MENTORSHIP, NEEDS_BINDING, Schema, answers, common_facts, declared

Condition = Mapping[str, Mapping[str, Any]]


class Facts:
    """The facts of a draft, by role and purpose."""

    def __init__(self, draft: Draft) -> None:
        self.draft = draft
        self.common = common_facts(draft)
        self.asked = {role: answers(draft, role) for role in draft.roles}

    def of(self, role: str, purpose: str) -> dict[str, Schema]:
        """All facts that a registration in this role can have, for this purpose."""
        declarations = declared(self.draft, role, purpose) if purpose else {}
        return {**self.common, **self.asked[role], **declarations}

    def refusal(self, fact: str, role: str, purpose: str) -> tuple[str, str]:
        """Why `fact` cannot be asked of the role for this purpose, and the remedy; empty when it can."""
        known = self.of(role, purpose)
        if fact in known:
            return self._unbound(fact, role)
        kind, _, name = fact.partition(".")
        if kind == "own":
            return f"`{fact}` is not declared in eligibility.own.", nearest(fact, [k for k in known if k[:4] == "own."])
        if fact in MENTORSHIP:
            return f"`{fact}` is known only of a mentorship.", "Use it in a milestone with per: mentorship."
        if kind == "declared" and name in self.draft.questions(role, "declaration"):
            return self._other_purpose(fact, role, purpose)
        if any(self._asks(other, fact) for other in self.draft.roles):
            place = {"declared": "declaration", "stage": "stages"}.get(kind, "form")
            return f"{self.draft.title(role)} are not asked `{fact}`.", f"Add it to registration.{role}.{place}."
        return f"There is no fact `{fact}`.", nearest(fact, known)

    def _asks(self, role: str, fact: str) -> bool:
        """Whether the role is asked it, for whatever purpose."""
        kind, _, name = fact.partition(".")
        return fact in self.asked[role] or (kind == "declared" and name in self.draft.questions(role, "declaration"))

    def _other_purpose(self, fact: str, role: str, purpose: str) -> tuple[str, str]:
        if not purpose:
            return f"`{fact}` is declared, and not for this.", "Declarations serve eligibility and matching alone."
        return (
            f"{self.draft.title(role)} declare `{fact}` for another purpose than {purpose}.",
            f"Add {purpose} to the x-purpose of the question, so that people consent to it.",
        )

    def _unbound(self, fact: str, role: str) -> tuple[str, str]:
        if fact == "level" and not self.draft.documents["card"].get("levels"):
            return "`level` is a position on a ladder, and there is none.", "Add `levels` to the card."
        binding = NEEDS_BINDING.get(fact)
        if binding and not self.draft.bound(role, binding):
            return (
                f"{self.draft.title(role)} are asked nothing from which `{fact}` follows.",
                f"Bind a question of registration.{role}.form with x-is: {binding}.",
            )
        if fact.startswith("facts."):
            entry = self.draft.documents["eligibility"]["facts"][fact.removeprefix("facts.")]
            for key in ("from", "to"):
                if entry[key].startswith("answers.") and "else" not in entry and entry[key] not in self.asked[role]:
                    return (
                        f"`{fact}` rests on `{entry[key]}`, which {self.draft.title(role)} are not asked.",
                        f"Add the question to registration.{role}.form, or an `else` to the fact.",
                    )
        return "", ""


_NO_CODE = (
    "Facts of its own need the hook `derive`, and the scheme's code has none: they would never be known.",
    "Write the hook in the package's __init__.py, or say it with the framework's facts.",
)


def bad_conditions(draft: Draft) -> Iterator[Problem]:
    """Every condition of the rules, of `who`, of milestones and of alarms."""
    facts = Facts(draft)
    if draft.hooks is not None and "derive" not in draft.hooks and draft.entries("eligibility", "own"):
        yield draft.problem("eligibility", ("own",), *_NO_CODE)
    for role, rules in draft.entries("eligibility", "rules").items():
        for index, rule in enumerate(rules):
            path: Path = ("rules", role, index)
            for where, condition in _of_rule(rule):
                yield from _condition(facts, "eligibility", (*path, *where), condition, [role], "eligibility")
    for document, path, who in draft.terms("who"):
        if isinstance(who, Mapping) and "if" in who:
            named = who.get("role", draft.roles)
            roles = [named] if isinstance(named, str) else list(named)
            yield from _condition(facts, document, (*path, "if"), who["if"], roles, "")
    for name, milestone in draft.entries("timeline").items():
        yield from _milestone(facts, name, milestone)
    for name, survey in draft.entries("surveys").items():
        yield from _alarm(draft, name, survey)


def _milestone(facts: Facts, name: str, milestone: Mapping[str, Any]) -> Iterator[Problem]:
    """The programme has no facts; a person has their own; a mentorship has its pathway and its meetings."""
    condition = milestone.get("if", {})
    per = milestone.get("per", "programme")
    if per == "person":
        yield from _condition(facts, "timeline", (name, "if"), condition, facts.draft.roles, "")
        return
    known = {"pathway": facts.common["pathway"], **MENTORSHIP} if per == "mentorship" else {}
    for fact, fragment in condition.items():
        path = (name, "if", fact)
        if fact not in known:
            what = f"A milestone per {per} knows no `{fact}`."
            remedy = nearest(fact, known) if known else "Narrow `to` with an `if`, or add per: person."
            yield facts.draft.problem("timeline", path, what, remedy)
        elif reason := misfit(fragment, known[fact]):
            yield facts.draft.problem("timeline", path, reason, f"Look at what `{fact}` can be.")


def _of_rule(rule: Mapping[str, Any]) -> Iterator[tuple[Path, Condition]]:
    if "if" in rule:
        yield ("if",), rule["if"]
    if isinstance(rule["holds"], list):
        for index, condition in enumerate(rule["holds"]):
            yield ("holds", index), condition
    else:
        yield ("holds",), rule["holds"]


def _condition(
    facts: Facts, document: str, path: Path, condition: Condition, roles: Iterable[str], purpose: str
) -> Iterator[Problem]:
    """One condition; where several roles are concerned, one of them must be able to have the fact."""
    for fact, fragment in condition.items():
        refusals = {role: facts.refusal(fact, role, purpose) for role in roles}
        able = [role for role, (what, _) in refusals.items() if not what]
        if not able:
            yield facts.draft.problem(document, (*path, fact), *next(iter(refusals.values())))
            continue
        reasons = [misfit(fragment, facts.of(role, purpose)[fact]) for role in able]
        if all(reasons):
            yield facts.draft.problem(document, (*path, fact), reasons[0], f"Look at what `{fact}` can be.")


def _alarm(draft: Draft, name: str, survey: Mapping[str, Any]) -> Iterator[Problem]:
    questions = {f"answers.{q}": schema for q, schema in survey["form"]["properties"].items()}
    for fact, fragment in survey.get("alarm", {}).get("if", {}).items():
        path = (name, "alarm", "if", fact)
        if fact not in questions:
            yield draft.problem("surveys", path, f"The survey does not ask `{fact}`.", nearest(fact, questions))
        elif reason := misfit(fragment, questions[fact]):
            yield draft.problem("surveys", path, reason, f"Look at what `{fact}` can be.")
