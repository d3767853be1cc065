"""Forms, declarations and fragments, in the closed dialect; bindings to what the scheme has."""

from collections.abc import Iterator

from mentoring.contracts.dialect import fragment_problems
from mentoring.contracts.form_soundness import form_faults
from mentoring.contracts.problems import Problem
from mentoring.contracts.words import nearest
from mentoring.schemes.checks.draft import Draft


def bad_forms(draft: Draft) -> Iterator[Problem]:
    """Whatever is unsound in a form or in a fragment of a condition."""
    for document, path, form in draft.terms("form"):
        for fault in form_faults(form, declaration=path[-1] == "declaration"):
            yield draft.problem(document, (*path, *fault.path), fault.what, fault.remedy)
    for document, path, fragment in draft.terms("fragment"):
        for problem in fragment_problems(fragment):
            yield draft.problem(document, path, problem.what, problem.remedy)


def bad_bindings(draft: Draft) -> Iterator[Problem]:
    """A question bound to pathways offers this role's pathways; one bound to capacity needs a range to choose from."""
    for role in draft.entries("registration"):
        open_to = [p for p in draft.pathways if role in draft.members(p)]
        for name, question in draft.questions(role).items():
            path = (role, "form", "properties", name)
            if question.get("x-is") == "pathway":
                offered = question.get("enum") or question.get("items", {}).get("enum") or []
                if not offered:
                    yield draft.problem(
                        "registration",
                        path,
                        "A question for the pathway needs `enum`.",
                        f"List the pathways: {', '.join(open_to)}.",
                    )
                for value in offered:
                    if value not in open_to:
                        what = f"`{value}` is no pathway with the role `{role}`."
                        yield draft.problem("registration", path, what, nearest(str(value), open_to))
            if question.get("x-is") == "capacity":
                yield from _capacity(draft, role, name)


def _capacity(draft: Draft, role: str, name: str) -> Iterator[Problem]:
    written = draft.documents["roles"][role].get("capacity", 1)
    most = written["most"] if isinstance(written, dict) else written
    asked = draft.questions(role)[name].get("maximum", most)
    if asked > most:
        yield draft.problem(
            "registration",
            (role, "form", "properties", name),
            f"People may answer up to {asked}, but a {role} may have at most {most} mentorships at once.",
            f"Set maximum to {most}, or raise `most` in roles.{role}.capacity.",
        )
