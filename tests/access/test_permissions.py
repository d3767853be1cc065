"""The permission table is read, never worked around."""

import pytest

from mentoring.access.permissions import PERMISSIONS, Role, may, roles_in


def test_a_role_may_do_what_the_table_says() -> None:
    assert (may({"lead"}, "round.publish"), may({"coordinator"}, "round.publish"), may((), "programme.see")) == (
        True,
        False,
        False,
    )


def test_an_action_that_the_table_does_not_know_is_a_fault() -> None:
    with pytest.raises(KeyError):
        may({"lead"}, "round.wish")


def test_a_coordinator_of_the_host_leads_and_a_partners_does_not() -> None:
    granted: frozenset[Role] = frozenset({"coordinator"})
    assert roles_in(granted, tenant="ucl", host="ucl", registered=False, member=False) == {"coordinator", "lead"}
    assert roles_in(granted, tenant="kcl", host="ucl", registered=True, member=True) == {
        "coordinator",
        "participant",
        "member",
    }


def test_the_operator_sees_no_person() -> None:
    allowed = {action for action, permission in PERMISSIONS.items() if "operator" in permission.roles}
    assert allowed == {"account.use", "data.own", "programme.see", "system.watch"}, (
        "their own data are everybody's to have"
    )


def test_every_permission_says_what_it_means() -> None:
    assert [action for action, permission in PERMISSIONS.items() if not permission.meaning] == []
