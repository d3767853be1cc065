"""What speaks for a circle, said of all its people together as somebody who knows them would say it."""

from collections import Counter
from collections.abc import Sequence

from mentoring.matching.cohort import Entrant
from mentoring.matching.criteria.sides import fact, key, listed
from mentoring.matching.measure import Measured
from mentoring.matching.plan import Criterion, Plan
from mentoring.matching.words import SENTENCES, first_name, inside, label, listing, question, say

_TOLD = 3
"""So many values are named."""


def of_circle(plan: Plan, measured: Measured, first: Sequence[Entrant], second: Sequence[Entrant]) -> str:
    """One sentence; `first` and `second` are the people in the two roles of the criterion, in that order."""
    criterion = measured.criterion
    if criterion.rule == "overlap":
        return _overlap(plan, criterion, first, second)
    if criterion.rule in {"same", "different"}:
        return _alike(plan, criterion, measured, list(dict.fromkeys(e.id for e in (*first, *second))), first, second)
    params, rule = criterion.params, criterion.rule
    names = listed(params.get("by")) or [params.get("on") or params.get("of") or params.get("field", "")]
    values = {
        "question": listing(inside(question(plan, str(n))) for n in names if n),
        "holding": measured.holding,
        "asked": measured.asked,
        "of_100": measured.share // 10,
        "others": listing(first_name(e) for e in second),
    }
    ending = "all" if measured.holds else "some"
    if rule == "text":
        ending = "much" if measured.share >= 200 else "some" if measured.share else "none"
    for name in (f"circle.{rule}.{ending}", f"circle.{rule}"):
        if name in SENTENCES:
            return say(name, **values)
    return say("even" if rule == "even" else "circle.other", **values)


def _overlap(plan: Plan, criterion: Criterion, first: Sequence[Entrant], second: Sequence[Entrant]) -> str:
    """What several would like, or what is asked for and offered."""
    of: str = criterion.params["of"]
    with_: str = criterion.params.get("with", of)
    wanted = Counter(key(v) for e in first for v in dict.fromkeys(listed(fact(e, of))))
    words = {key(v): label(plan, of, v) for e in first for v in listed(fact(e, of))}
    if criterion.between[0] == criterion.between[1] and of == with_:
        shared = [(v, n) for v, n in wanted.most_common() if n > 1][:_TOLD]
        told = [f"{words[v]} ({'all' if n == len(first) else f'{n} of {len(first)}'})" for v, n in shared]
        return say("circle.shared" if told else "circle.nothing", common=listing(told), question=question(plan, of))
    offered = Counter(key(v) for e in second for v in dict.fromkeys(listed(fact(e, with_))))
    common = [v for v, _ in wanted.most_common() if v in offered]
    missing = [v for v, _ in wanted.most_common() if v not in offered]
    others = listing(first_name(e) for e in second) if len(second) <= _TOLD else "the others"
    which = "circle.offered.part" if common and missing else "circle.offered" if common else "circle.offered.none"
    return say(
        which,
        others=others,
        offer="offers" if len(second) == 1 else "offer",
        common=listing(words[v] for v in common[:_TOLD]),
        missing=listing(words[v] for v in missing[:_TOLD]),
    )


def _alike(
    plan: Plan,
    criterion: Criterion,
    measured: Measured,
    ids: Sequence[str],
    first: Sequence[Entrant],
    second: Sequence[Entrant],
) -> str:
    """Who is of one kind, or how many kinds there are."""
    everyone = {e.id: e for e in (*first, *second)}
    name = criterion.params["on"]
    kinds = Counter(key(v) for each in ids if (v := fact(everyone[each], name)) is not None)
    words = {key(v): label(plan, name, v) for e in everyone.values() if (v := fact(e, name)) is not None}
    most = kinds.most_common(1)
    ending = "all" if measured.holds else "some" if measured.holding else "none"
    return say(
        f"circle.{criterion.rule}.{ending}",
        question=inside(question(plan, name)),
        value=words[most[0][0]] if most else "",
        count=most[0][1] if most else 0,
        people=len(ids),
        kinds=len(kinds),
    )
