"""Every refusal the system makes: a status, a title, and words for a person.

Each class says what happened and what to do. Nothing else in the code raises at a person.
"""


class MentoringError(Exception):
    """A refusal. `status` is the HTTP status it answers with, `title` a short headline.

    `what` says what happened, `remedy` what the reader can do; both are whole sentences.
    """

    status = 500
    title = "Something went wrong"

    def __init__(self, what: str, remedy: str = "") -> None:
        super().__init__(f"{what} {remedy}".strip())
        self.what = what
        self.remedy = remedy


class NotFound(MentoringError):
    """There is nothing at this address, or nothing this reader may see: the two look the same."""

    status = 404
    title = "Page not found"


class NotAllowed(MentoringError):
    """The reader is known and may not do this."""

    status = 403
    title = "You cannot do this"


class SignInNeeded(MentoringError):
    """The page is for people who have signed in."""

    status = 401
    title = "Sign in first"


class FactorNeeded(MentoringError):
    """The reader holds a role that allows this, and has not given the code of their second step in this session."""

    status = 403
    title = "Enter your code first"


class LinkSpent(MentoringError):
    """A sign-in link that opens nothing: spent, expired, another institution's or made up all read the same."""

    status = 410
    title = "This link does not work any more"


class Invalid(MentoringError):
    """What was sent cannot be taken as it is. `problems` maps a field's name to one sentence."""

    status = 422
    title = "Some answers need another look"

    def __init__(self, what: str, remedy: str = "", problems: dict[str, str] | None = None) -> None:
        super().__init__(what, remedy)
        self.problems = problems or {}


class Conflict(MentoringError):
    """Someone else was there first, or the thing has moved on since the page was shown."""

    status = 409
    title = "This has changed meanwhile"


class ReasonNeeded(MentoringError):
    """What is asked for is shown to whoever says why, and it has not been said."""

    status = 403
    title = "Say why first"


class TooLarge(MentoringError):
    """More was sent at once than any page of ours asks for."""

    status = 413
    title = "This is too large"


class TooMany(MentoringError):
    """A limit is reached for now."""

    status = 429
    title = "Too many tries"


class UnsoundDocument(MentoringError):
    """A document of a scheme, tenant or programme is refused: names file, entry and remedy."""

    status = 422
    title = "The document cannot be used"


class UnsoundFile(MentoringError):
    """A file of rows cannot be read at all (single bad rows are reported, not raised)."""

    status = 422
    title = "The file cannot be read"


class SealBroken(MentoringError):
    """Something sealed does not open: it was changed, or moved to another row, column or institution."""

    title = "Something sealed does not open"


class SetUpIncomplete(MentoringError):
    """Something the system needs on this machine or in its settings is missing."""

    status = 503
    title = "The system is not set up"
