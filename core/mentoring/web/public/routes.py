"""The routes for everyone: first pages, signing in, programmes, registering."""

from litestar.types import ControllerRouterHandler

from mentoring.web.http.visit import Site
from mentoring.web.public.calendar import calendar_feed
from mentoring.web.public.data_protection import data_protection
from mentoring.web.public.entrance import first_page, house
from mentoring.web.public.outbox import messages_page
from mentoring.web.public.programme import programme_page
from mentoring.web.public.register import begin_registering, keep_theme, registration_theme
from mentoring.web.public.second_step import app_page, code_page, confirm_app, renew_recovery_codes, take_code
from mentoring.web.public.sign_in import open_link, send_link, sign_in, sign_out, use_link, use_password


def public_routes(site: Site) -> tuple[ControllerRouterHandler, ...]:
    """All of them; the outbox only where messages may be shown."""
    return (
        first_page(site),
        house,
        sign_in,
        send_link,
        open_link,
        use_link,
        use_password,
        code_page,
        take_code,
        app_page,
        confirm_app,
        renew_recovery_codes,
        sign_out,
        *((messages_page,) if site.shows_outbox else ()),
        calendar_feed,
        data_protection,
        programme_page,
        begin_registering,
        registration_theme,
        keep_theme,
    )
