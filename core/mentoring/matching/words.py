"""Every sentence in which matching speaks to a person, in one place, so that a catalogue can translate it.

Placeholders are filled with first names, role titles, and the scheme's own words for questions and values.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from mentoring.matching.cohort import Entrant
from mentoring.matching.criteria.sides import fact, listed
from mentoring.matching.plan import Plan

SENTENCES: Mapping[str, str] = {
    "unknown": "{question} is not known of {names}",
    "same.good": "The same {question}: {value}",
    "same.none": "Different {question}: {first_value} and {second_value}",
    "gap.good": "{question}: {first} {first_value}, {second} {second_value}",
    "gap.none": "{question}: {first} {first_value}, {second} {second_value}, where {asked} is asked",
    "gap.least": "at least {least} more",
    "gap.most": "at most {most} more",
    "gap.both": "{least} to {most} more",
    "overlap.full": "{first} asks for {wanted}; {second} offers {all}",
    "overlap.part": "{first} asks for {wanted}; {second} offers {common}",
    "overlap.none": "{first} asks for {wanted}; {second} offers other things",
    "overlap.shared": "Both: {common}",
    "overlap.nothing": "Nothing in common: {question}",
    "wish.met": "As {person} wished: {wanted}",
    "wish.unmet": "{person} would have liked {wanted}",
    "wish.none": "{person} gave no wish: {question}",
    "choice.met": "{person} named {other}, as choice {rank} of {count}",
    "choice.unmet": "{person} named somebody else",
    "choice.none": "{person} named nobody",
    "table.good": "{question}: {first_value} and {second_value} go well together",
    "table.weak": "{question}: {first_value} and {second_value} are some way apart",
    "table.none": "{question}: {first_value} and {second_value} are far apart",
    "own": "By the scheme’s own measure “{measure}”: {percent} of 100",
    "text.words": "Both write about {common}",
    "text.alike": "What they wrote sounds alike",
    "text.none": "What they wrote has little in common",
    "unrelated.good": "Neither names the other: {question}",
    "unrelated.none": "One names the other: {question}",
    "not_before.good": "They have not been matched before",
    "not_before.none": "They were matched before",
    "one_way.good": "Only one way: {first} does not mentor {second} as well",
    "one_way.none": "Each mentors the other",
    "favour": "{question} of {person}: {value}",
    "even": "{question} is spread over the circles: {holding} of {asked} fit",
    "circle.different.all": "Everybody’s {question} is another",
    "circle.different.some": "{count} of {people} have the same {question}: {value}",
    "circle.different.none": "All share one {question}: {value}",
    "circle.same.all": "All have the same {question}: {value}",
    "circle.same.some": "{count} of {people} have the same {question}: {value}",
    "circle.same.none": "Everybody’s {question} is another",
    "circle.shared": "Wanted by several: {common}",
    "circle.nothing": "Nothing that two of them share: {question}",
    "circle.offered": "What is asked for here {others} {offer}: {common}",
    "circle.offered.part": "{others} {offer} {common}; nobody here offers {missing}",
    "circle.offered.none": "{others} {offer} nothing of what is asked for here: {missing}",
    "circle.unrelated.all": "Nobody is another’s {question}",
    "circle.unrelated.some": "Somebody is another’s {question}",
    "circle.not_before.all": "No two have been matched before",
    "circle.not_before.some": "Some have been matched before",
    "circle.gap.all": "For all of them it is as asked: {question}",
    "circle.gap.some": "In {holding} of {asked} pairs it is as asked: {question}",
    "circle.wish.all": "Every wish is met: {question}",
    "circle.wish.some": "Some wishes are met, others not: {question}",
    "circle.choice.all": "Everybody is with whom they named",
    "circle.choice.some": "Not everybody is with whom they named",
    "circle.text.much": "What they wrote has much in common",
    "circle.text.some": "What they wrote has something in common",
    "circle.text.none": "What they wrote has little in common",
    "circle.one_way.all": "Nobody here mentors their own mentor",
    "circle.one_way.some": "Some mentor each other",
    "circle.own": "By the scheme’s own measure: {of_100} of 100",
    "circle.other": "{question}: {of_100} of 100",
    "why.of": "Of {total} {others}, {causes}.",
    "why.nobody": "There are no {others} to match {name} with.",
    "why.same.institution": "{count} {are} at {value} too",
    "why.different": "{count} {have} the same {question}",
    "why.same": "{count} {have} another {question}",
    "why.gap.senior": "{count} {are} not senior enough",
    "why.gap.junior": "{count} {are} not junior enough",
    "why.gap": "{count} {do} not lie within what is asked ({question})",
    "why.overlap": "{count} {have} too little in common with {name} ({question})",
    "why.unrelated": "{count} {are} too close ({question})",
    "why.not_before": "{count} {have} been matched with {name} before",
    "why.choice": "{count} {are} not among the people named",
    "why.wish": "{count} {do} not fit an essential wish ({question})",
    "why.criterion": "{count} {do} not fit ({question})",
    "why.unknown": "{count} cannot be judged, because {question} is not known of {name}",
    "why.avoid": "{count} {are} kept apart on request",
    "why.forbid": "{count} a coordinator ruled out",
    "why.full": "{count} {are} full",
    "why.taken": "{count} {are} matched with somebody else",
    "why.places": "{count} would be possible, but all places are taken",
    "why.all_places": "All {count} places are taken.",
    "why.one_place": "The one place is taken.",
    "why.left": "{count} would be possible, but other matches reach the aims better",
    "why.circles": "Of {total} circles, {causes}.",
    "why.one_circle": "There is one circle: {causes}.",
    "why.no_circle": "No circle came about: one needs {needs}.",
    "why.circle_full": "{count} {are} full",
    "why.circle_barred": "{count} {have} somebody in {it} whom a hard rule keeps apart from {name}",
    "why.circle_left": "{count} would be possible, but other groupings reach the aims better",
    "try.capacity": "If {other} takes one more {role}, {name} is matched{moves}.",
    "try.places": "With one more place, given to {name}, there is a match{moves}.",
    "try.places.taker": "With one more place, and if {other} takes one more {role}, {name} is matched{moves}.",
    "try.criterion": "If the rule “{rule}” is not applied to {name}, {name} is matched{moves}.",
    "try.forbid": "If {name} and {other} may meet after all, {name} is matched{moves}.",
    "try.lock": "If the lock on {others} is lifted, {name} is matched{moves}.",
    "moves.none": " and nobody else moves",
    "moves.some": ", and {people} {get} another match",
    "moves.many": ", and {count} others get another match",
    "moves.lost": "; {people} would then be without a match",
    "try.nothing": "No single change that was tried would help.",
    "try.capped": "None of the {tried} changes tried would help; more are possible.",
    "short.keep": "{lacking} short. It can go on as it is.",
    "short.merge": "{lacking} short. It can be put together with another circle.",
    "short.end": "{lacking} short. It can be ended.",
    "all.two": "both",
    "all.more": "all of them",
    "all.one": "it",
    "other.role": "people",
}


def say(name: str, /, **values: object) -> str:
    """The sentence of this name, filled, its first letter large. The formats are ours alone."""
    return capital(SENTENCES[name].format_map(values))


def capital(text: str) -> str:
    """The text with a large first letter."""
    return text[:1].upper() + text[1:]


def first_name(entrant: Entrant) -> str:
    """What a person is called in a sentence."""
    return entrant.name.split(" ")[0] if entrant.name else entrant.id


def listing(words: Iterable[str]) -> str:
    """“A, B and C”."""
    items = list(words)
    return items[0] if len(items) == 1 else f"{', '.join(items[:-1])} and {items[-1]}" if items else ""


def question(plan: Plan, name: str) -> str:
    """A short title of a fact: the scheme's, else its name in plain letters."""
    return plan.questions.get(name) or name.rpartition(".")[2].replace("_", " ")


def inside(title: str) -> str:
    """A title within a sentence: a small first letter, unless it is an abbreviation."""
    return title[:1].lower() + title[1:] if title[1:2].islower() else title


def label(plan: Plan, name: str, value: Any) -> str:
    """The scheme's word for a value of a fact."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    return plan.labels.get(name, {}).get(str(value), str(value))


def labels(plan: Plan, name: str, entrant: Entrant) -> list[str]:
    """The words for what somebody said, in their order."""
    return [label(plan, name, v) for v in listed(fact(entrant, name))]


def counted(count: int) -> dict[str, object]:
    """A number with the verbs that go with it."""
    one = count == 1
    return {
        "count": count,
        "are": "is" if one else "are",
        "have": "has" if one else "have",
        "do": "does" if one else "do",
        "get": "gets" if one else "get",
        "it": "it" if one else "them",
    }


def role_title(plan: Plan, role: str, count: int = 1) -> str:
    """The programme's word for a role."""
    one, many = plan.role_titles.get(role, (role.replace("_", " "), f"{role.replace('_', ' ')}s"))
    return inside(one if count == 1 else many)


def all_of(items: Sequence[str]) -> str:
    """“both” of two, “all of them” of more."""
    return SENTENCES["all.one" if len(items) == 1 else "all.two" if len(items) == 2 else "all.more"]
