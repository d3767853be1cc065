"""A view's page as an answer."""

from litestar import MediaType, Response

from mentoring.web.rendering import render
from mentoring.web.views.frame import Frame
from mentoring.web.views.parts import Page


def page(view: Page, frame: Frame, *, status: int | None = None) -> Response[str]:
    """The page of `view` in `frame`; a page with problems answers 422 unless `status` says otherwise."""
    return Response(
        render(view, frame), status_code=status or (422 if view.problems else 200), media_type=MediaType.HTML
    )
