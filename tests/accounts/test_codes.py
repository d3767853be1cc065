"""Codes of apps by the standard's own examples; recovery codes as people type them."""

from base64 import b32encode
from datetime import UTC, datetime, timedelta

import pytest

from mentoring.accounts.codes import (
    app_address,
    code_of,
    new_recovery_codes,
    new_secret,
    normal_recovery,
    step_at,
    step_of,
)

SECRET = "MZXW6YTBOI3DQMBRGAZDGNBVGY3TQOJA"
STANDARD = b32encode(b"12345678901234567890").decode()
"""The secret of RFC 6238, appendix B; its codes have eight digits there, of which ours are the last six."""


@pytest.mark.parametrize(
    ("seconds", "code"),
    [
        (59, "287082"),
        (1111111109, "081804"),
        (1111111111, "050471"),
        (1234567890, "005924"),
        (2000000000, "279037"),
        (20000000000, "353130"),
    ],
)
def test_the_codes_are_those_of_the_standard(seconds: int, code: str) -> None:
    now = datetime.fromtimestamp(seconds, UTC)
    assert code_of(STANDARD, step_at(now)) == code
    assert step_of(STANDARD, f" {code[:3]} {code[3:]}", now) == seconds // 30


def test_a_code_holds_half_a_minute_before_and_after_and_no_longer() -> None:
    now = datetime(2021, 1, 14, 12, 0, 15, tzinfo=UTC)
    code = code_of(STANDARD, step_at(now))
    found = [step_of(STANDARD, code, now + timedelta(seconds=by)) for by in (-60, -30, 0, 30, 60)]
    assert found == [None, step_at(now), step_at(now), step_at(now), None]


@pytest.mark.parametrize("typed", ["", "28708", "2870822", "28708２", "\ud800", "-87082", "none"])
def test_what_is_no_code_fits_nothing(typed: str) -> None:
    assert step_of(STANDARD, typed, datetime.fromtimestamp(59, UTC)) is None


def test_an_app_is_told_whose_account_it_is() -> None:
    assert app_address(SECRET, account="maya@north.example", issuer="Mentoring, North") == (
        f"otpauth://totp/Mentoring%2C%20North:maya%40north.example?secret={SECRET}&issuer=Mentoring%2C%20North"
    )


def test_secrets_and_recovery_codes_are_new_each_time_and_long_enough() -> None:
    assert new_secret() != new_secret()
    assert len(new_secret()) * 5 >= 160
    codes = new_recovery_codes()
    assert len({*codes, *new_recovery_codes()}) == 20
    assert {len(normal_recovery(code) or "") * 5 for code in codes} == {80}


def test_a_recovery_code_is_the_same_however_it_is_typed() -> None:
    (code, *_) = new_recovery_codes()
    assert {normal_recovery(typed) for typed in (code, code.upper(), code.replace("-", " "), f" {code}\n")} == {
        code.replace("-", "")
    }
    assert [normal_recovery(typed) for typed in ("", "123456", "ä" * 16, "\ud800" * 16)] == [None] * 4
