import re

import pytest
from jinja2 import UndefinedError

from mentoring.web.rendering import environment, render
from mentoring.web.samples import frames, public
from mentoring.web.samples.components import components, sample_pages
from mentoring.web.samples.frames import Scheme
from mentoring.web.views.account import RefusalPage
from mentoring.web.views.parts import Page, Person, beads

NAMES = [*sample_pages(), "components"]


def drawn(name: str, scheme: Scheme = "") -> str:
    view, frame = components(scheme) if name == "components" else sample_pages(scheme)[name]
    return render(view, frame)


@pytest.mark.parametrize("name", NAMES)
def test_every_page_has_one_heading_a_language_and_the_skip_link_first(name: str) -> None:
    page = drawn(name)
    assert page.count("<h1") == 1
    assert '<html lang="en">' in page
    first_link = re.search(r"<a [^>]*>", page)
    assert first_link is not None
    assert first_link.group() == '<a class="skip" href="#main">'


@pytest.mark.parametrize("name", NAMES)
def test_no_page_carries_an_inline_style_or_script_or_asks_a_third_party(name: str) -> None:
    page = drawn(name)
    assert not re.search(r"<style|\sstyle=|\son[a-z]+=|javascript:", page)
    assert re.findall(r"<script[^>]*>", page) == [page[page.index("<script") : page.index("></script>") + 1]]
    assert not re.search(r"(src|href)=\"(https?:)?//", page)


@pytest.mark.parametrize("name", NAMES)
def test_every_id_is_used_once_and_every_reference_finds_one(name: str) -> None:
    page = drawn(name)
    ids = re.findall(r"\sid=\"([^\"]+)\"", page)
    assert sorted(ids) == sorted(set(ids))
    for names in re.findall(r"aria-(?:describedby|labelledby)=\"([^\"]+)\"", page):
        assert set(names.split()) <= set(ids)
    assert set(re.findall(r"<label[^>]* for=\"([^\"]+)\"", page)) <= set(ids)


@pytest.mark.parametrize("name", NAMES)
def test_every_posting_form_carries_the_token(name: str) -> None:
    page = drawn(name)
    assert page.count('<form class="inline" method="post"') + len(
        re.findall(r"<form(?! class=\"inline\")[^>]*post", page)
    ) == (page.count('name="csrf"'))


def test_a_page_with_problems_begins_its_title_with_error_and_leads_to_the_boxes() -> None:
    page = drawn("register-problems")
    assert "<title>Error: Your work · Letterpress College</title>" in page
    assert '<a href="#job_title">Enter your job title</a>' in page
    assert '<a href="#contract_ends.day">Enter the date your contract ends, for example 31 8 2027</a>' in page
    assert page.index('class="summary"') < page.index("<h1")


def test_only_the_wrong_box_of_a_date_is_marked() -> None:
    page = drawn("register-problems")
    boxes = {
        name: "aria-invalid" in tag for tag, name in re.findall(r"(<input[^>]*id=\"(contract_ends\.\w+)\"[^>]*>)", page)
    }
    assert boxes == {"contract_ends.day": True, "contract_ends.month": False, "contract_ends.year": False}


def test_the_choice_of_light_or_dark_stands_on_the_root_element() -> None:
    assert '<html lang="en" data-scheme="dark">' in drawn("match", "dark")
    assert "data-scheme" not in drawn("match")


def test_what_people_wrote_is_shown_as_text() -> None:
    view = RefusalPage(title="<script>alert(1)</script>", what='"><img src=x onerror=alert(1)>')
    page = render(view, frames.plain())
    assert "&lt;script&gt;alert(1)" in page
    assert "<img" not in page


def test_a_name_that_does_not_exist_is_an_error() -> None:
    with pytest.raises(UndefinedError):
        environment("en").from_string("{{ nobody }}").render()


def test_the_rail_counts_only_where_a_person_is_needed() -> None:
    page = drawn("today")
    counts = re.findall(r"<span class=\"count\"><span class=\"unseen\">waiting: </span>(\d+)</span>", page)
    assert counts == ["7", "6", "5"]


def test_the_public_page_offers_signing_in_only_to_those_who_have_not() -> None:
    assert "Sign in</a>" in render(public.PROGRAMME, frames.public())
    assert "Sign in</a>" not in render(public.PROGRAMME, frames.signed_in())
    assert "Amara Quarto" in render(public.PROGRAMME, frames.signed_in())


def test_beads_show_what_was_held_what_is_planned_and_what_is_open() -> None:
    assert beads(2, 4, "two of four", next_planned=True).kinds == ("held", "held", "next", "open")
    assert beads(5, 4, "five of four").kinds == ("held",) * 5


@pytest.mark.parametrize(
    ("name", "initials"), [("Amara Quarto", "AQ"), ("Dinah", "D"), ("", "?"), ("Ana de la Serif", "AS")]
)
def test_initials_are_the_first_and_last_word(name: str, initials: str) -> None:
    assert Person(name=name).initials == initials


def test_every_view_has_a_template_and_every_template_of_a_page_a_sample() -> None:
    sampled = {view.template for view, _ in sample_pages().values()} | {"site/components.html"}
    folders = ("console/", "portal/", "public/", "account/", "site/")
    pages = {name for name in environment("en").list_templates() if name.startswith(folders)}
    assert {view.template for view in Page.__subclasses__()} >= pages
    assert sampled == pages
