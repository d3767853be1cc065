import pytest

from makers import Works
from mentoring.db.engine import Database
from year import Year, b_mentor_year, published, ready_pairs, variant

FORM = {"type": "object", "required": ["going"], "properties": {
    "going": {"type": "string", "title": "How is it?", "enum": ["well", "badly"]},
    "more": {"type": "string", "title": "Tell us more", "maxLength": 500},
}}  # fmt: skip
SURVEYS = {
    "open_to_both": {"title": "For both", "form": FORM,
                     "alarm": {"if": {"answers.going": {"const": "badly"}}, "task": "Ask what would help"}},
    "for_the_host": {"title": "For the host", "form": FORM, "read_by": "host"},
    "for_the_pair": {"title": "For the two", "form": FORM, "read_by": "members"},
    "without_names": {"title": "Without names", "form": FORM, "named": False,
                      "alarm": {"if": {"answers.going": {"const": "badly"}}, "task": "Somebody finds it hard"}},
}  # fmt: skip
ASKS = {"title": "All four", "per": "mentorship", "at": {"after": "formed", "by": "1 weeks"},
        "do": [{"ask": name} for name in SURVEYS]}  # fmt: skip


@pytest.fixture
def pair(database: Database) -> Year:
    """A pair of King's and UCL, in a scheme with one survey for each kind of reader; the day after it was formed."""
    year = b_mentor_year(Works(database, variant("b-mentor", {"surveys": SURVEYS, "timeline": {"four": ASKS}})))
    ready_pairs(year, 1)
    published(year)
    return year
