"""What the hostile corpus (tests/isolation/test_every_route.py) does not send: strange cookies, and forms too late."""

from hostile import routes_of
from served import Served
from year import B_MENTEE

AMARA = "amara.quarto@kcl.example"
WORK = "/kcl/b-mentor-2021/register/mentee/1"
FORM = {"Content-Type": "application/x-www-form-urlencoded"}


def test_no_cookie_makes_a_page_fail(b_mentor: Served) -> None:
    for name in ("session", "visitor", "scheme", "language"):
        for value in ("", "x" * 3000, '"\\', "%00", "é".encode().decode("latin-1")):
            cookie = f"{name}={value}".encode("latin-1")
            answer = b_mentor.client.get("/kcl/sign-in", headers=[(b"Cookie", cookie)])
            assert (name, value, answer.status_code) == (name, value, 200)


def test_no_number_of_a_page_is_too_large(b_mentor: Served) -> None:
    lead = b_mentor.coordinator("ucl")
    lists = {each.pattern for each in routes_of(b_mentor) if each.method == "GET" and "page" in each.asks}
    found = {}
    for pattern in sorted(lists):
        path = pattern.replace("{tenant:str}", "ucl").replace("{programme:str}", "b-mentor-2021")
        if "{" not in path:
            found[path] = lead.open(f"{path}?page={10**20}").status
    assert found == dict.fromkeys(found, 200)
    assert "/ucl/console/b-mentor-2021/mentorships" in found


def test_whoever_was_signed_out_while_typing_can_copy_what_they_typed(b_mentor: Served) -> None:
    amara = b_mentor.as_(AMARA)
    amara.open("/kcl/b-mentor-2021/register/mentee")
    amara.press("Save and continue", name="Amara Quarto")
    elsewhere = b_mentor.browser()
    elsewhere.cookies.update(amara.cookies)
    elsewhere.open("/kcl/my-data")
    elsewhere.press("Sign out")
    page = amara.press("Save and continue", job_title=B_MENTEE["job_title"], line_manager="Head of <b>Finance</b>")
    assert (page.status, page.heading) == (401, "Sign in again")
    (typed,) = page.root.all("textarea")
    assert typed.raw.strip() == "Job title: Officer\n\nLine manager: Head of <b>Finance</b>"
    assert page.links("Sign in") == [f"/kcl/sign-in?next={WORK}"]


def test_a_form_of_another_site_puts_no_words_into_a_page(b_mentor: Served) -> None:
    for headers in (
        {"Origin": "https://elsewhere.example"},
        {"Referer": "https://elsewhere.example/"},
        {"Origin": "null"},
        {},
    ):
        answer = b_mentor.client.post(
            WORK, content="job_title=Read+this", headers={**FORM, **headers}, follow_redirects=False
        )
        assert (answer.status_code, "Read this" in answer.text) == (303, False)
        answer = b_mentor.client.post("/kcl/sign-in", content="email=Read+this", headers={**FORM, **headers})
        assert (answer.status_code, "Read this" in answer.text) == (403, False)
