import re
from dataclasses import replace

import pytest

from mentoring.web.languages import catalogue, known_language
from mentoring.web.rendering import environment, render
from mentoring.web.samples import frames, public


def test_the_pages_own_words_come_from_the_catalogue() -> None:
    page = render(public.PROGRAMME, replace(frames.public(), language="cy"))
    assert '<html lang="cy">' in page
    assert "Neidio i'r prif gynnwys" in page
    assert "Mewngofnodi" in page


def test_what_the_catalogue_does_not_know_is_said_in_english() -> None:
    assert catalogue("cy").gettext("Ready when you are") == "Ready when you are"


def test_an_unknown_language_is_english() -> None:
    assert [known_language(asked) for asked in ("cy", "en", "xx", None)] == ["cy", "en", "en", "en"]


@pytest.mark.parametrize(
    "template",
    ["portal/goal.html", "portal/goals.html", "portal/correct.html", "portal/erase.html", "files/own_data.html"],
)
def test_what_a_template_says_itself_is_said_in_welsh_too(template: str) -> None:
    loader = environment("en").loader
    assert loader is not None
    source, _, _ = loader.get_source(environment("en"), template)
    words = re.findall(r'_\("([^"]+)"\)', source)
    assert [each for each in words if catalogue("cy").gettext(each) == each] == []
