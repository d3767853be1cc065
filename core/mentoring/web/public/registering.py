"""The pages of one registration: about you, the form's themes, the self-declaration, reading it through."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from mentoring.contracts.forms import compile_form
from mentoring.schemes.scheme import Fragment, Scheme, say
from mentoring.web.forms.draw import themes_of
from mentoring.web.forms.kinds import title_of
from mentoring.web.forms.told import answer_in_words
from mentoring.web.languages import Language
from mentoring.web.views.parts import Step
from mentoring.web.words import begun, one_of

ABOUT, DECLARATION, LAST = "about-you", "declaration", "send"


@dataclass(frozen=True, slots=True)
class Theme:
    """One page: `key` is its part of the address; `ask` the questions of `schema` on it."""

    key: str
    title: str
    text: str = ""
    schema: Fragment | None = None
    ask: tuple[str, ...] = ()


def themes(scheme: Scheme, role: str, language: Language = "en") -> tuple[Theme, ...]:
    """The pages of the registration in `role`, in order; reading it through comes last."""
    entry = scheme.registration[role]
    made = [Theme(ABOUT, "About you", "So that people know whom they hear from.")]
    for number, (title, text, ask) in enumerate(themes_of(entry.form, language), 1):
        made.append(Theme(str(number), title or "A few more questions", text, entry.form, ask))
    if entry.declaration is not None:
        asked = tuple(compile_form(entry.declaration).questions)
        made.append(Theme(DECLARATION, "A question about you", "", entry.declaration, asked))
    return (*made, Theme(LAST, "Read it through and send", "Nobody sees this before you send it."))


def theme_of(all_themes: tuple[Theme, ...], question: str) -> Theme:
    """The page on which `question` is asked; a declaration's questions are called ``declared.NAME``."""
    declared = question.startswith("declared.")
    name = question.removeprefix("declared.")
    for theme in all_themes:
        if name in theme.ask and (theme.key == DECLARATION) == declared:
            return theme
    return all_themes[0]


def steps(all_themes: tuple[Theme, ...], now: Theme, base: str, *, all_open: bool = False) -> tuple[Step, ...]:
    """The thread of themes beside the page; those before this one, or all, can be gone back to."""
    here = all_themes.index(now)
    return tuple(
        Step(
            title=theme.title,
            state="done" if at < here else "now" if at == here else "open",
            href=f"{base}/{theme.key}" if at < here or (all_open and at != here) else "",
        )
        for at, theme in enumerate(all_themes)
    )


def read_back(theme: Theme, answers: Mapping[str, Any], language: Language = "en") -> tuple[tuple[str, str], ...]:
    """The questions of a page with their answers in words, as far as they are shown."""
    if theme.schema is None:
        return ()
    form = compile_form(theme.schema)
    shown = set(form.shown(answers))
    return tuple(
        (
            title_of(form.questions[name], name, language),
            _said(form.questions[name], answers.get(name), language),
        )
        for name in theme.ask
        if name in shown
    )


def _said(question: Fragment, answer: Any, language: Language) -> str:
    """In words; a yes or no, which stands alone here, begins as a sentence does."""
    words = answer_in_words(question, answer, language)
    return begun(words) if isinstance(answer, bool) else words


def heading(scheme: Scheme, role: str, language: Language = "en") -> str:
    """``Register as a mentee``."""
    return f"Register as {one_of(say(scheme.roles[role].title, language).lower())}"
