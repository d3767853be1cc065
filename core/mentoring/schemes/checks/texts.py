"""Placeholders in texts, and subjects that give nothing away."""

from collections.abc import Iterator

from mentoring.contracts.placeholders import NEUTRAL, ONLY_IN, PLACEHOLDERS, is_known, placeholders_in
from mentoring.contracts.problems import Problem
from mentoring.contracts.words import listed, nearest
from mentoring.schemes.checks.draft import Draft


def bad_placeholders(draft: Draft) -> Iterator[Problem]:
    """A placeholder that is not in the closed list."""
    dates = set(draft.points)
    known = [*PLACEHOLDERS, *(f"date.{name}" for name in draft.points)]
    for document, path, text in draft.terms("text"):
        for written in [text] if isinstance(text, str) else text.values():
            for placeholder in placeholders_in(written):
                if not is_known(placeholder, dates):
                    yield draft.problem(
                        document, path, f"There is no placeholder {{{placeholder}}}.", nearest(placeholder, known)
                    )
                elif (only := ONLY_IN.get(placeholder)) and (document != "messages" or path[0] not in only):
                    what = f"{{{placeholder}}} is filled in these messages alone: {listed(only)}."
                    yield draft.problem(document, path, what, "Take it out.")
                elif document == "messages" and path[-1] == "subject" and placeholder not in NEUTRAL:
                    yield draft.problem(
                        document,
                        path,
                        f"{{{placeholder}}} in a subject tells who takes part in what.",
                        f"Put it into the body; a subject may hold {listed(f'{{{n}}}' for n in NEUTRAL)}.",
                    )
