"""A form drawn from its JSON Schema: every question of the dialect as a `Field` of the page."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from mentoring.contracts.forms import Form, compile_form
from mentoring.schemes.scheme import say
from mentoring.web.forms.field import Box, Field, FieldKind, Option
from mentoring.web.forms.kinds import Schema, answers_of, kind_of, labels_of, opens, title_of, values_of
from mentoring.web.forms.posted import Typed, first
from mentoring.web.forms.read import DATE_PARTS, STRENGTHS, Reading, ranks_of
from mentoring.web.languages import Language, catalogue
from mentoring.web.views.parts import Problem

BESIDE_MOST = 3
_SHORT = 24


def form_fields(
    schema: Schema,
    typed: Typed,
    *,
    ask: Iterable[str] | None = None,
    answers: Mapping[str, Any] | None = None,
    reading: Reading | None = None,
    prefix: str = "",
    declared: bool = False,
    promise: str = "",
    language: Language = "en",
) -> tuple[Field, ...]:
    """The questions of `schema` (of one page: `ask`) with what was typed and, after a `reading`, its problems.

    A question that depends on a choice of the same page stands below that choice; one that depends on
    `answers` of other pages is left out while they say so. `declared` sets each in the panel of a
    self-declaration, with `promise` (who sees it, how to withdraw) below; its last choice, of value "", is
    *I would like to talk to someone first*.
    """
    form = compile_form(schema)
    asked = [name for name in form.questions if ask is None or name in set(ask)]
    drawing = _Drawing(form, typed, reading, prefix, language, promise if declared else None)
    parents = {name: _parent(form, name, asked) for name in asked}
    shown = set(form.shown(answers or {}))
    fields = []
    for name in asked:
        waits = bool(form.questions[name].get("x-if"))
        if parents[name] is None and (not waits or name in shown or _unsettled(form, name, asked)):
            fields.append(drawing.field(name, parents))
    return tuple(fields)


def form_problems(fields: Iterable[Field]) -> tuple[Problem, ...]:
    """The error summary of drawn fields: each sentence with the control it leads to, in the page's order."""
    found: list[Problem] = []
    for field in fields:
        if field.problem:
            found.append(Problem(field.target, field.problem))
        found += form_problems(field.follows)
    return tuple(found)


def typed_of(schema: Schema, answers: Mapping[str, Any], prefix: str = "") -> Typed:
    """Stored `answers` as if they had just been typed: what a page shows when somebody comes back."""
    found: dict[str, tuple[str, ...]] = {}
    for name, question in compile_form(schema).questions.items():
        value, at = answers.get(name), prefix + name
        if value is None:
            continue
        kind = kind_of(question)
        if kind == "date":
            year, month, day = str(value).split("-")
            found |= {f"{at}.day": (day.lstrip("0"),), f"{at}.month": (month.lstrip("0"),), f"{at}.year": (year,)}
        elif kind == "wish":
            chosen = value.get("value", "")
            found[f"{at}.value"] = tuple(map(str, chosen)) if isinstance(chosen, list) else (str(chosen),)
            found[f"{at}.strength"] = (str(value.get("strength", "")),)
        elif kind == "ranked":
            found |= {f"{at}.{rank}": (str(each),) for rank, each in enumerate(value, 1)}
        elif kind == "lines":
            found[at] = ("\n".join(map(str, value)),)
        elif isinstance(value, bool):
            found[at] = ("yes" if value else "no",)
        else:
            found[at] = tuple(map(str, value)) if isinstance(value, list) else (str(value),)
    return found


def themes_of(schema: Schema, language: Language = "en") -> tuple[tuple[str, str, tuple[str, ...]], ...]:
    """The pages of a form as (title, text, questions); questions in no theme make a last page without a title."""
    return tuple((say(page.title, language), say(page.text, language), page.ask) for page in compile_form(schema).pages)


def _parent(form: Form, name: str, asked: Sequence[str]) -> str | None:
    """The choice on the same page that alone decides whether `name` is asked."""
    wanted = form.questions[name].get("x-if", {})
    if len(wanted) != 1:
        return None
    parent = next(iter(wanted))
    choosable = parent in asked and kind_of(form.questions[parent]) in {"radio", "select", "checks"}
    return parent if choosable else None


def _unsettled(form: Form, name: str, asked: Sequence[str]) -> bool:
    """Whether what `name` depends on is asked on this very page: then it is shown, and the server decides."""
    return any(other in asked for other in form.questions[name].get("x-if", {}))


def _short(kind: FieldKind, options: Sequence[Option]) -> bool:
    """Whether the choices stand side by side: few and short."""
    return (
        kind == "radio"
        and len(options) <= BESIDE_MOST
        and not any(option.hint for option in options)
        and sum(len(option.label) for option in options) <= BESIDE_MOST * _SHORT
    )


class _Drawing:
    """One drawing of one form."""

    def __init__(
        self, form: Form, typed: Typed, reading: Reading | None, prefix: str, language: Language, promise: str | None
    ) -> None:
        self.form, self.typed, self.prefix, self.language, self.promise = form, typed, prefix, language, promise
        self.problems = reading.problems if reading else {}
        self.wrong = reading.wrong_boxes if reading else frozenset()
        self.say: Callable[[str], str] = catalogue(language).gettext

    def field(self, name: str, parents: Mapping[str, str | None]) -> Field:
        question = self.form.questions[name]
        followers = [child for child, parent in parents.items() if parent == name]
        kind, at = kind_of(question), self.prefix + name
        most = int(question.get("maxLength", 0))
        options = self.options(question, at, name, followers)
        return Field(
            name=at,
            kind=kind,
            label=title_of(question, name, self.language),
            why=say(question.get("x-why"), self.language),
            hint=self.hint(question),
            required=name in self.form.required or self.declares,
            value=first(self.typed, at),
            width="w-4" if kind == "integer" or 0 < most <= _SHORT else "w-name",
            rows=7 if most > 800 else 4,
            most=most,
            options=options,
            boxes=self.boxes(question, at),
            problem=self.problems.get(name, ""),
            declared=self.declares,
            promise=self.promise or "",
            beside=_short(kind, options),
            follows=tuple(self.field(child, parents) for child in followers),
        )

    @property
    def declares(self) -> bool:
        return self.promise is not None

    def hint(self, question: Schema) -> str:
        words = say(question.get("description"), self.language)
        if kind_of(question) == "lines" and not words.endswith(self.say("One on each line.")):
            words = f"{words} {self.say('One on each line.')}".strip()
        return words

    def options(self, question: Schema, at: str, name: str, followers: Sequence[str]) -> tuple[Option, ...]:
        kind = kind_of(question)
        if kind not in {"radio", "select", "checks"}:
            return ()
        labels = labels_of(question, self.language)
        if question.get("type") == "boolean":
            labels = {"yes": self.say("Yes"), "no": self.say("No")}
        if kind == "select":
            labels = {"": self.say("Choose one"), **labels}
        elif kind == "radio" and self.declares:
            labels = {**labels, "": self.say("I would like to talk to someone first")}
        elif kind == "radio" and name not in self.form.required:
            labels = {**labels, "": self.say("I would rather leave this open")}
        talk = self.say("Your answers are kept. A coordinator writes to you, only to you.") if self.declares else ""
        chosen = self.typed.get(at, ("",) if kind == "select" else ())
        wanted = [self.form.questions[child]["x-if"][name] for child in followers]
        return tuple(
            Option(
                value=value,
                label=words,
                hint=talk if not value else "",
                chosen=value in chosen,
                opens=tuple(n for n, fragment in enumerate(wanted, 1) if value and opens(question, value, fragment)),
            )
            for value, words in labels.items()
        )

    def boxes(self, question: Schema, at: str) -> tuple[Box, ...]:
        match kind_of(question):
            case "date":
                names = (self.say("Day"), self.say("Month"), self.say("Year"))
                return tuple(
                    self.box(f"{at}.{part}", words, width="w-4" if part == "year" else "w-2")
                    for part, words in zip(DATE_PARTS, names, strict=True)
                )
            case "ranked":
                names = (self.say("First"), self.say("Second"), self.say("Third"))
                return tuple(
                    self.box(
                        f"{at}.{rank}", names[rank - 1] if rank <= 3 else str(rank), labels_of(question, self.language)
                    )
                    for rank in range(1, ranks_of(question) + 1)
                )
            case "wish":
                strengths = {STRENGTHS[0]: self.say("It is essential"), STRENGTHS[1]: self.say("I would like it")}
                offered = labels_of(question, self.language) if values_of(answers_of(question)) else None
                inner = question.get("properties", {})
                return (
                    self.box(f"{at}.value", title_of(inner.get("value", {}), "value", self.language), offered),
                    self.box(
                        f"{at}.strength", title_of(inner.get("strength", {}), "strength", self.language), strengths
                    ),
                )
        return ()

    def box(self, name: str, label: str, labels: Mapping[str, str] | None = None, width: str = "w-2") -> Box:
        value = first(self.typed, name)
        offered = {"": self.say("None"), **labels} if labels else {}
        options = tuple(Option(value=each, label=words, chosen=each == value) for each, words in offered.items())
        return Box(name=name, label=label, value=value, width=width, wrong=name in self.wrong, options=options)
