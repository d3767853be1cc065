from collections.abc import Iterator

import pytest
from litestar import Litestar, get, post
from litestar.testing import TestClient
from litestar.types import ASGIApp

from mentoring.errors import Conflict, NotFound
from mentoring.web.http.cookies import VISITOR, ended, session_cookie
from mentoring.web.http.headers import HEADERS, STRICT_TRANSPORT, guarded
from mentoring.web.http.permits import EVERYONE, declared_routes, permits, undeclared
from mentoring.web.http.tokens import form_token, token_holds
from mentoring.web.site import create_site, safe_path
from mentoring.web.stylesheet import house_stylesheet, plain_stylesheet

Client = TestClient[ASGIApp]
VISITOR_SECRET = "a visitor's secret"


@get("/foreign", opt=permits("registration.read"), sync_to_thread=False)
def foreign() -> None:
    raise NotFound("Registration 17 belongs to another institution.")


@get("/broken", opt=permits(EVERYONE), sync_to_thread=False)
def broken() -> None:
    raise RuntimeError("secret of the inside")


@get("/undeclared", sync_to_thread=False)
def nameless() -> str:
    return "served"


@post("/change", opt=permits("registration.write"), sync_to_thread=False)
def change() -> str:
    return "changed"


@post("/clash", opt=permits("registration.write", form_token=False), sync_to_thread=False)
def clash() -> None:
    raise Conflict("Tom locked this pair at 14:02. Your swap was not made; nothing is lost.", "Look at Tom's change.")


@pytest.fixture
def site() -> Litestar:
    return create_site((foreign, broken, nameless, change, clash))


@pytest.fixture
def client(site: Litestar) -> Iterator[Client]:
    with TestClient(guarded(site, https=True), raise_server_exceptions=False) as client:
        yield client


def test_absent_and_foreign_look_the_same(client: Client) -> None:
    absent, hidden = client.get("/nothing-here"), client.get("/foreign")
    assert (absent.status_code, hidden.status_code) == (404, 404)
    assert absent.text == hidden.text


def test_a_route_that_declares_nothing_serves_nobody(client: Client, site: Litestar) -> None:
    assert client.get("/undeclared").status_code == 404
    assert undeclared(site) == ["GET /undeclared"]
    assert ("GET", "/foreign", "registration.read") in declared_routes(site)


def test_only_actions_of_the_permission_table_can_be_declared() -> None:
    with pytest.raises(KeyError, match="no permission is called"):
        permits("registration.steal")


def test_a_refusal_says_what_happened_and_what_to_do(client: Client) -> None:
    answer = client.post("/clash")
    assert answer.status_code == 409
    assert "<h1>This has changed meanwhile</h1>" in answer.text
    assert "Tom locked this pair at 14:02." in answer.text
    assert "Look at Tom&#39;s change." in answer.text


def test_a_failure_tells_nothing_of_the_inside(client: Client) -> None:
    answer = client.get("/broken")
    assert answer.status_code == 500
    assert "Something went wrong on our side" in answer.text
    assert "secret of the inside" not in answer.text


@pytest.mark.parametrize("path", ["/components", "/nothing-here", "/broken", "/change"])
def test_every_answer_carries_the_headers(client: Client, path: str) -> None:
    headers = client.get(path).headers
    assert {name: headers[name] for name in HEADERS} == HEADERS
    assert headers["Strict-Transport-Security"] == STRICT_TRANSPORT
    assert "unsafe" not in headers["Content-Security-Policy"]


def test_assets_are_kept_for_ever_under_their_digest_only(client: Client) -> None:
    for asset in (plain_stylesheet(), house_stylesheet("#c8102e")):
        answer = client.get(asset.href)
        assert (answer.status_code, answer.content) == (200, asset.content)
        assert answer.headers["Cache-Control"] == "public, max-age=31536000, immutable"
        assert answer.headers["Content-Type"].startswith("text/css")
    assert client.get("/assets/mentoring.0000000000000000.css").status_code == 404


def test_a_form_without_our_token_changes_nothing(client: Client) -> None:
    client.cookies.set(VISITOR, VISITOR_SECRET)
    assert client.post("/change").status_code == 403
    assert client.post("/change", data={"csrf": form_token(b"another browser")}).status_code == 403
    assert client.post("/change", json={"csrf": form_token(VISITOR_SECRET.encode())}).status_code == 403


def test_a_form_of_ours_shown_to_this_browser_is_taken(client: Client) -> None:
    client.cookies.set(VISITOR, VISITOR_SECRET)
    answer = client.post("/change", data={"csrf": form_token(VISITOR_SECRET.encode())})
    assert (answer.status_code, answer.text) == (201, "changed")


def test_without_a_secret_no_token_holds() -> None:
    assert not token_holds(b"", form_token(b""))
    assert not token_holds(b"secret", "\ud800")
    assert token_holds(b"secret", form_token(b"secret"))


@pytest.mark.parametrize(
    "body",
    [
        b"csrf=%ff%fe&a=%00",
        b"&".join(b"a=%d" % i for i in range(10_000)),
        b"=" * 10_000,
        b"%" * 10_000,
        b"csrf=" + b"x" * 3_000_000,
        "csrf=é".encode("utf-16"),
    ],
)
@pytest.mark.parametrize("kind", ["application/x-www-form-urlencoded", "multipart/form-data; boundary=x", "text/odd"])
def test_a_hostile_body_is_refused_and_never_a_failure(client: Client, body: bytes, kind: str) -> None:
    answer = client.post("/change", content=body, headers={"Content-Type": kind})
    assert 400 <= answer.status_code < 500


def test_light_or_dark_is_kept_in_the_browser_and_shown(client: Client) -> None:
    answer = client.post("/appearance", data={"scheme": "dark", "back": "/components"}, follow_redirects=False)
    assert (answer.status_code, answer.headers["Location"]) == (303, "/components")
    cookie = answer.headers["Set-Cookie"]
    assert all(part in cookie for part in ("scheme=dark", "HttpOnly", "SameSite=lax", "Path=/"))
    client.cookies.set("scheme", "dark")
    assert 'data-scheme="dark"' in client.get("/components").text


@pytest.mark.parametrize(
    "path",
    ["//elsewhere.example", "//[", "http://[", "https://elsewhere.example", "/\\elsewhere.example", "x", "/a\r\nb"],
)
def test_nobody_is_sent_elsewhere(path: str) -> None:
    assert safe_path(path) == "/"


def test_no_odd_referer_is_a_failure(client: Client) -> None:
    for path, method in (("/appearance", "GET"), ("/change", "POST"), ("/clash", "POST")):
        assert client.request(method, path, headers={"Referer": "http://["}).status_code in {200, 403, 409}


def test_a_part_in_an_unknown_encoding_is_refused_and_never_a_failure(client: Client) -> None:
    head = b'--x\r\nContent-Disposition: form-data; name="a"\r\nContent-Type: text/plain; charset=foo'
    part = head + b"\r\n\r\nb\r\n--x--\r\n"
    answer = client.post("/change", content=part, headers={"Content-Type": "multipart/form-data; boundary=x"})
    assert answer.status_code == 400


def test_a_path_of_this_site_is_kept() -> None:
    assert safe_path("/kcl/programme?page=2") == "/kcl/programme?page=2"


def test_the_session_cookie_is_as_narrow_as_can_be() -> None:
    cookie = session_cookie("kcl", "token", https=True, max_age=60)
    assert (cookie.path, cookie.httponly, cookie.secure, cookie.samesite) == ("/kcl/", True, True, "lax")
    assert (ended(cookie).value, ended(cookie).path, ended(cookie).max_age) == ("", "/kcl/", 0)


def test_the_page_of_parts_stands_in_development_only() -> None:
    with TestClient(create_site(development=False)) as client:
        assert client.get("/components").status_code == 404
        assert client.get("/components/today").status_code == 404
