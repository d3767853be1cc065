"""How one signs in, as plain values: the second step, its recovery codes, the password."""

from dataclasses import dataclass
from typing import ClassVar

from mentoring.web.forms.field import Field
from mentoring.web.views.account import SmallForm
from mentoring.web.views.parts import Button, Page


@dataclass(frozen=True, kw_only=True)
class AppPage(Page):
    """A second step is set up: `picture` is what the app's camera reads (SVG), `secret` the same to type."""

    template: ClassVar[str] = "account/app.html"
    text: str
    picture: str
    secret: str
    action: str
    fields: tuple[Field, ...]
    hidden: tuple[tuple[str, str], ...] = ()
    button: str


@dataclass(frozen=True, kw_only=True)
class RecoveryCodesPage(Page):
    """The recovery codes, shown this once."""

    template: ClassVar[str] = "account/recovery_codes.html"
    text: str
    codes: tuple[str, ...]
    on: Button


@dataclass(frozen=True, kw_only=True)
class WayIn:
    """One way of signing in and how it stands; what can be done about it. `address` is shown this once."""

    title: str
    text: str
    address: str = ""
    form: SmallForm | None = None
    buttons: tuple[Button, ...] = ()


@dataclass(frozen=True, kw_only=True)
class AccountPage(Page):
    """How I sign in."""

    template: ClassVar[str] = "portal/account.html"
    sentence: str
    ways: tuple[WayIn, ...]
