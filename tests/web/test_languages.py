from dataclasses import replace

from mentoring.web.languages import catalogue, known_language
from mentoring.web.rendering import render
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
