"""The scheme of a programme, to be read: every document in sentences, with what a coordinator may change marked."""

from litestar import Response, get
from litestar.di import NamedDependency

from mentoring.programmes.pinned import dates_of, scheme_of
from mentoring.schemes.scheme import say
from mentoring.web.console.chapters import Chapters
from mentoring.web.console.frame import console_frame, needed
from mentoring.web.http.permits import permits
from mentoring.web.http.visit import Visit
from mentoring.web.views.documents import DocumentsPage
from mentoring.web.words import day


@get("/{tenant:str}/console/{programme:str}/scheme", opt=permits("scheme.read"), sync_to_thread=True)
def documents(visit: NamedDependency[Visit]) -> Response[str]:
    """The programme's own pinned documents, with its changes laid over them."""
    scheme = scheme_of(visit.programme)
    with visit.work() as work:
        moments = dates_of(work, visit.programme)
        frame = console_frame(visit, current="scheme", wanted=needed(work, visit.programme))
    view = DocumentsPage(
        title="The scheme",
        programme=visit.programme.title,
        sentence=f"{say(scheme.card.title, visit.language)}, version {scheme.version}. "
        "What is marked may be changed in this programme, with author and reason; the rest is the scheme's own.",
        chapters=Chapters(scheme, moments, lambda when: day(when, language=visit.language)).all(),
    )
    return visit.page(view, frame)
