"""Who may start a registration: the person, the host, or the coordinators at home (contract, roles: `entry`)."""

import pytest

from makers import Works
from mentoring.db.engine import Database
from mentoring.errors import Conflict, Invalid, NotAllowed, NotFound
from mentoring.participants.invite import invitations, invite, roles_to_fill, take_invitation_back
from mentoring.participants.model import Invitation
from mentoring.participants.register import start
from year import Year, b_mentor_year, rows, variant

DINAH = "dinah.almanac@kcl.example"


def with_entry(database: Database, entry: str) -> Year:
    """B-MEntor Professional 2021, whose mentors are asked."""
    return b_mentor_year(Works(database, variant("b-mentor", {"roles": {"mentor": {"entry": entry}}})))


def test_nobody_registers_unasked_in_a_role_that_is_invited(database: Database) -> None:
    year = with_entry(database, "invited")
    with pytest.raises(Conflict, match="The coordinators invite people to be mentor"), year.as_(DINAH) as here:
        start(*here, role="mentor")


def test_the_host_invites_somebody_at_a_partner_who_is_told_and_then_registers(database: Database) -> None:
    year = with_entry(database, "invited")
    with year.coordinating("ucl") as (work, programme):
        assert roles_to_fill(work, programme) == ("mentor",)
        first = invite(work, programme, role="mentor", email=" Dinah.Almanac@KCL.example", name=" Dinah\n\nAlmanac")
        assert (first.home_tenant_id, first.email, first.name) == ("kcl", DINAH, "Dinah Almanac")
    with year.coordinating("ucl") as (work, programme):
        again = invite(work, programme, role="mentor", email=DINAH)
        assert again.id == first.id
    assert year.letters(DINAH) == ["registration_invited"]
    year.register(DINAH, "mentor")
    with year.coordinating("ucl") as (work, programme):
        assert [(each.email, sent) for each, sent in invitations(work, programme)] == [(DINAH, True)]


def test_an_invitation_is_for_one_role_and_one_person(database: Database) -> None:
    year = with_entry(database, "invited")
    with year.coordinating("ucl") as (work, programme):
        invite(work, programme, role="mentor", email=DINAH)
    with pytest.raises(Conflict), year.as_("basil.folio@kcl.example") as here:
        start(*here, role="mentor")


def test_a_partner_does_not_invite_where_the_host_does(database: Database) -> None:
    year = with_entry(database, "invited")
    with pytest.raises(NotAllowed, match="The host's coordinators invite"), year.coordinating("kcl") as here:
        invite(*here, role="mentor", email=DINAH)


def test_coordinators_nominate_their_own_people_and_no_others(database: Database) -> None:
    year = with_entry(database, "nominated")
    with year.coordinating("kcl") as (work, programme):
        invite(work, programme, role="mentor", email=DINAH)
    assert year.letters(DINAH) == ["registration_invited"]
    with year.coordinating("qmul") as (work, programme):
        assert invitations(work, programme) == ()
    with pytest.raises(Invalid) as refusal, year.coordinating("ucl") as here:
        invite(*here, role="mentor", email="basil.folio@kcl.example")
    assert refusal.value.problems == {"email": "You nominate your own people: write an address at UCL."}


@pytest.mark.parametrize("address", ["nobody", "a@nowhere.example", "a@lse.example", "(c)@kcl.example"])
def test_an_address_elsewhere_cannot_be_invited(database: Database, address: str) -> None:
    year = with_entry(database, "invited")
    with pytest.raises(Invalid) as refusal, year.coordinating("ucl") as here:
        invite(*here, role="mentor", email=address)
    assert refusal.value.problems == {"email": "Write an address at an institution that takes part in this programme."}


def test_an_open_role_needs_no_asking_and_an_unknown_one_is_not_there(year: Year) -> None:
    with pytest.raises(NotAllowed, match="registers of their own accord"), year.coordinating("ucl") as here:
        invite(*here, role="mentor", email=DINAH)
    with pytest.raises(NotFound), year.coordinating("ucl") as here:
        invite(*here, role="baker", email=DINAH)


def test_an_invitation_is_taken_back_by_whoever_made_it(database: Database) -> None:
    year = with_entry(database, "nominated")
    with year.coordinating("kcl") as (work, programme):
        made = invite(work, programme, role="mentor", email=DINAH)
    with pytest.raises(NotFound), year.coordinating("ucl") as (work, programme):
        take_invitation_back(work, programme, made.id)
    with year.coordinating("kcl") as (work, programme):
        take_invitation_back(work, programme, made.id)
    with year.works.work("ucl") as work:
        assert rows(work, Invitation) == []
    with pytest.raises(Conflict), year.as_(DINAH) as here:
        start(*here, role="mentor")


def test_a_participant_invites_nobody(database: Database) -> None:
    year = with_entry(database, "invited")
    with pytest.raises(NotAllowed), year.as_("amara.quarto@ucl.example") as here:
        invite(*here, role="mentor", email=DINAH)
