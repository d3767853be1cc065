"""What people who do not exist say to the equality question, so that a demo has tables to look at."""

from random import Random  # noqa: TID251 - a story's chance, seeded by its own number

from mentoring.monitoring.answers import say_ethnicity
from mentoring.monitoring.questions import PREFER_NOT, WORDS
from mentoring.participants.model import Registration
from mentoring.unit_of_work import UnitOfWork

CODES = tuple(code for code in WORDS if code != PREFER_NOT)
PREFERRING_NOT = 0.05


def say_something(work: UnitOfWork, registration: Registration, chance: Random) -> None:
    """Whoever `work` acts for answers for their own registration: any group, seldom that they prefer not to say."""
    code = PREFER_NOT if chance.random() < PREFERRING_NOT else chance.choice(CODES)
    say_ethnicity(work, registration, {"ethnicity": code})
