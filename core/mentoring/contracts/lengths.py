"""How long somebody's own words may be: what is too long is said and never cut, which nobody would notice."""

from mentoring.errors import Invalid


def at_most(words: str, most: int, name: str) -> str:
    """`words` without the space around them. Raises Invalid, naming the field `name`, beyond `most` characters."""
    tidy = words.strip()
    if len(tidy) > most:
        told = f"Write at most {most:,} characters; these are {len(tidy):,}"
        raise Invalid(f"{told}.", "Copy what you wrote, go back, and send it shortened.", {name: told})
    return tidy
