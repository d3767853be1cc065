"""What a form must be beyond its shape: names that exist, bounds that can be met, patterns that are understood."""

from collections.abc import Iterator, Mapping
from typing import Any

from mentoring.contracts.dialect import fragment_problems, pattern_refusal
from mentoring.contracts.misfit import misfit
from mentoring.contracts.problems import Path
from mentoring.contracts.words import Fault, listed, nearest

Question = Mapping[str, Any]

_BINDINGS: dict[str, tuple[tuple[str, str | None], ...]] = {
    "grade": (("string", None),),
    "unit": (("string", None),),
    "kind": (("string", None),),
    "pathway": (("string", None), ("array", None)),
    "capacity": (("integer", None),),
    "person": (("string", "email"),),
    "avoid": (("string", "email"), ("array", "email")),
}
"""For each binding, the types (and format, of the answer or its items) that a question may have."""

_PAIRS = (("minimum", "maximum"), ("minLength", "maxLength"), ("minItems", "maxItems"))


def form_faults(form: Mapping[str, Any], *, declaration: bool = False) -> Iterator[Fault]:
    """Everything unsound in a form that has the right shape; a `declaration` may state purposes."""
    questions = form["properties"]
    yield from _required(form, questions)
    yield from _themes(form, questions)
    earlier: dict[str, Question] = {}
    for name, question in questions.items():
        path: Path = ("properties", name)
        yield from question_faults(path, question)
        yield from _asked_if(path, question, earlier, questions)
        if "x-purpose" in question and not declaration:
            yield Fault((*path, "x-purpose"), "A purpose belongs to a declaration.", "Move the question there.")
        earlier[name] = question
    bound = [q["x-is"] for q in questions.values() if q.get("x-is") not in (None, "person")]
    for name, question in questions.items():
        if bound.count(question.get("x-is")) > 1:
            what = f"Two questions are bound x-is: {question['x-is']}."
            yield Fault(("properties", name, "x-is"), what, "Bind one of them.")


def _required(form: Mapping[str, Any], questions: Mapping[str, Question]) -> Iterator[Fault]:
    for index, name in enumerate(form.get("required", ())):
        if name not in questions:
            yield Fault(("required", index), f"There is no question `{name}`.", nearest(name, questions))


def _themes(form: Mapping[str, Any], questions: Mapping[str, Question]) -> Iterator[Fault]:
    seen: set[str] = set()
    for place, theme in enumerate(form.get("x-themes", ())):
        for index, name in enumerate(theme["ask"]):
            path = ("x-themes", place, "ask", index)
            if name not in questions:
                yield Fault(path, f"There is no question `{name}`.", nearest(name, questions))
            elif name in seen:
                yield Fault(path, f"`{name}` is asked in two themes.", "Keep it in one.")
            seen.add(name)


def _asked_if(
    path: Path, question: Question, earlier: Mapping[str, Question], questions: Mapping[str, Question]
) -> Iterator[Fault]:
    for other, fragment in question.get("x-if", {}).items():
        where = (*path, "x-if", other)
        if other not in questions:
            yield Fault(where, f"There is no question `{other}`.", nearest(other, questions))
        elif other not in earlier:
            yield Fault(where, f"`{other}` is not asked before this question.", "Ask it earlier in the form.")
        else:
            found = fragment_problems(fragment)
            reason = found[0].what if found else misfit(fragment, earlier[other])
            if reason:
                yield Fault(where, reason, "Compare it with an answer that can be given.")


def question_faults(path: Path, question: Question) -> Iterator[Fault]:
    """Everything unsound in one question, and in the questions within it."""
    kind = question["type"]
    if kind == "array" and "items" not in question:
        yield Fault(path, "A list of answers needs `items`.", "Add items: {type: string, enum: [...]}.")
    if kind == "object" and "properties" not in question:
        yield Fault(path, "An answer of several parts needs `properties`.", "Add its parts.")
    own = {key: value for key, value in question.items() if not key.startswith("x-")}
    reason = misfit({k: v for k, v in own.items() if k != "properties"}, question, of_its_own=True)
    if reason:
        yield Fault(path, reason, "Take the keyword out, or change the type.")
    for part in (question, question.get("items", {})):
        if refusal := pattern_refusal(part.get("pattern", "")):
            yield Fault((*path, "pattern"), refusal, "Write a regular expression as RE2 has it.")
        for least, most in _PAIRS:
            if part.get(least, 0) > part.get(most, part.get(least, 0)):
                yield Fault(
                    path, f"`{least}` is above `{most}`: nothing can be answered.", "Raise the one or lower the other."
                )
    yield from _labels(path, question)
    yield from _binding(path, question)
    for name, inner in question.get("properties", {}).items():
        yield from question_faults((*path, "properties", name), inner)


def _labels(path: Path, question: Question) -> Iterator[Fault]:
    values = question.get("enum") or question.get("items", {}).get("enum")
    if values is None:
        values = [True, False] if question["type"] == "boolean" else []
    known = [str(v).lower() if isinstance(v, bool) else str(v) for v in values]
    for value in question.get("x-labels", {}):
        if value not in known:
            yield Fault((*path, "x-labels", value), f"`{value}` is no value that can be chosen.", nearest(value, known))


def _binding(path: Path, question: Question) -> Iterator[Fault]:
    binding = question.get("x-is")
    if binding is None:
        return
    within = question.get("items", question)
    for kind, form in _BINDINGS[binding]:
        if question["type"] == kind and (form is None or within.get("format") == form):
            return
    wanted = listed(
        f"{{type: {kind}}}"
        if not form
        else f"{{type: {kind}, format: {form}}}"
        if kind == "string"
        else f"{{type: {kind}, items: {{type: string, format: {form}}}}}"
        for kind, form in _BINDINGS[binding]
    )
    yield Fault((*path, "x-is"), f"A question bound to {binding} has another type.", f"Make it {wanted}.")
