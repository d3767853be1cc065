"""Pages are drawn here and nowhere else: a view's plain values, the frame around them, one template.

Every value is escaped, a name that does not exist is an error, and words come from the catalogues.
"""

from functools import cache, lru_cache, partial

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from mentoring.web.drawing import ring, year
from mentoring.web.languages import Language, catalogue
from mentoring.web.stylesheet import house_stylesheet, mark, module, plain_stylesheet
from mentoring.web.views.frame import Frame
from mentoring.web.views.parts import Link, Page

PLACES = 500
"""So many rails of the console are kept as they were drawn."""


@cache
def environment(language: Language) -> Environment:
    """The templates in one language."""
    made = Environment(
        loader=PackageLoader("mentoring.web", "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        extensions=["jinja2.ext.i18n"],
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
    )
    words = catalogue(language)
    made.install_gettext_callables(words.gettext, words.ngettext, newstyle=True)  # type: ignore[attr-defined] # the extension adds it
    made.globals.update(ring=ring, year=year, places=partial(_places, language))
    drawings = made.get_template("parts/marks.html").module
    for name in ("icon", "mark"):  # the same few, on every line of a list
        setattr(drawings, name, cache(getattr(drawings, name)))
    return made


@lru_cache(maxsize=PLACES)
def _places(
    language: Language, today: Link, programme: Link | None, thread: tuple[Link, ...], institution: tuple[Link, ...]
) -> Markup:
    """The places of the console's rail."""
    template = environment(language).get_template("layout/places.html")
    return Markup(template.render(today=today, programme=programme, thread=thread, institution=institution))  # noqa: S704 - a template's


def render(view: Page, frame: Frame) -> str:
    """The whole page as HTML. `view.template` names its template; `frame` is what stands around it."""
    house = house_stylesheet(frame.house.colour) if frame.house.colour else plain_stylesheet()
    return (
        environment(frame.language)
        .get_template(view.template)
        .render(
            view=view,
            frame=frame,
            stylesheet=house.href,
            module=module().href,
            mark=mark().href,
        )
    )


def render_file(template: str, language: Language, **values: object) -> str:
    """A document to keep, as HTML that stands by itself: no frame around it, nothing to load."""
    return environment(language).get_template(template).render(language=language, **values)
