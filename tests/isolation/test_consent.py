"""What somebody declares about themself is seen for as long as they agree to it, and no trace of it afterwards."""

from dataclasses import asdict

from makers import Installed, Works
from mentoring.db.engine import Database
from mentoring.participants.declare import withdraw_declaration
from mentoring.participants.files import registration_file
from mentoring.participants.reasons import say_why
from mentoring.participants.register import own_registrations, withdraw
from mentoring.schemes.load import load_directory
from year import b_mentor_year

AMARA = "amara.quarto@kcl.example"


def test_whoever_withdraws_and_then_takes_their_declaration_back_leaves_no_finding_that_tells_it(
    database: Database,
) -> None:
    year = b_mentor_year(Works(database, Installed(load_directory().schemes)))
    amara = year.register(AMARA, "mentee")
    assert "identifies" in {each["rule"] for each in year.standing(amara).findings}
    for act in (withdraw, withdraw_declaration):
        with year.as_(AMARA) as (work, programme):
            act(work, programme, own_registrations(work, programme)[0])
    for slug in ("kcl", "ucl"):
        with year.coordinating(slug) as (work, programme):
            say_why(work, programme, amara, reason="Asked me to see that nothing is left")
            file = registration_file(work, programme, amara)
        assert (file.declared, "identif" in str(asdict(file))) == ((), False)
    assert year.standing(amara).findings == []
