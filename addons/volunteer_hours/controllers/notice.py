from psycopg2 import IntegrityError

from odoo import http
from odoo.exceptions import UserError
from odoo.http import request

from odoo.addons.portal.controllers.portal import pager
from odoo.addons.volunteer_base.controllers.photos import limit_of, read_photos
from odoo.addons.volunteer_base.controllers.private_page import (
    check_hourly,
    render_private,
)

from ..models.ledger.volunteer_notice_public import ROWS_A_PAGE

PAGE = "/volunteer/notice"
ANSWER = "/volunteer/objection"
MAX_PHOTOS = 3
#: Field that people do not see; who fills it in is a machine.
HONEYPOT = "website_url"
#: Pages looked at, and objections sent, an hour from one address, by these system
#: parameters: a whole hospital may share one.
VIEWS = ("volunteer_hours.notice_hourly_views", 600)
OBJECTIONS = ("volunteer_hours.notice_hourly_objections", 20)


class VolunteerNoticePage(http.Controller):
    """A public notice without login: masked names, and how to object."""

    @http.route(
        [f"{PAGE}/<string:token>", f"{PAGE}/<string:token>/page/<int:page>"],
        type="http",
        auth="public",
        website=True,
        methods=["GET"],
        sitemap=False,
    )
    def notice(self, token, page=1, who="", **_query):
        """Show a page of a notice, or the lines of who typed a name or number."""
        notice = request.env["volunteer.notice"]._find_sudo(token)
        if not notice:
            return render_private("volunteer_hours.notice_gone", {}, status=404)
        if not check_hourly("notice", *VIEWS):
            return render_private("volunteer_hours.notice_flood", {}, status=429)
        url = f"{PAGE}/{token}"
        who = who.strip()[:50]
        page = max(1, min(page, 100_000))
        rows, count = notice._get_public_rows_sudo(
            who, (page - 1) * ROWS_A_PAGE, user=self._get_user()
        )
        lines, people, hours = notice._get_public_totals_sudo()
        return render_private(
            "volunteer_hours.notice_page",
            {
                "notice": notice,
                "company": notice.company_id,
                "url": url,
                "rows": rows,
                "found": count,
                "who": who,
                "lines": lines,
                "people": people,
                "hours": hours,
                "pager": pager(
                    url=url,
                    url_args={"who": who} if who else None,
                    total=count,
                    page=page,
                    step=ROWS_A_PAGE,
                ),
            },
        )

    @http.route(
        f"{PAGE}/<string:token>/object/<int:hour_id>",
        type="http",
        auth="public",
        website=True,
        methods=["GET"],
        readonly=True,
        sitemap=False,
    )
    def object_form(self, token, hour_id, **_query):
        """Show the form of an objection to one line."""
        notice, row = self._find_row(token, hour_id)
        if not row:
            return render_private("volunteer_hours.notice_gone", {}, status=404)
        return self._render_form(notice, row, {})

    @http.route(
        f"{PAGE}/<string:token>/object/<int:hour_id>",
        type="http",
        auth="public",
        website=True,
        methods=["POST"],
        sitemap=False,
        max_content_length=limit_of(MAX_PHOTOS),
    )
    def object_send(self, token, hour_id, **form):
        """Keep an objection, and say where its answer will stand."""
        notice, row = self._find_row(token, hour_id)
        if not row or form.get(HONEYPOT):
            return render_private("volunteer_hours.notice_gone", {}, status=404)
        if not check_hourly("notice-objection", *OBJECTIONS):
            return render_private("volunteer_hours.notice_flood", {}, status=429)
        try:
            # The savepoint flushes, so that a constraint of the database speaks here.
            with request.env.cr.savepoint():
                objection = notice._object_sudo(
                    hour_id,
                    form.get("text"),
                    user=self._get_user(),
                    objector=form.get("objector"),
                    contact=form.get("contact"),
                    photos=self._read_photos(),
                )
        except UserError as error:
            return self._render_form(notice, row, form, str(error))
        except IntegrityError as error:
            text = request.env["volunteer.objection"]._sql_error_to_message(error)
            return self._render_form(notice, row, form, text)
        return request.redirect(f"{ANSWER}/{objection.token}?new=1", code=303)

    @http.route(
        f"{ANSWER}/<string:token>",
        type="http",
        auth="public",
        website=True,
        methods=["GET"],
        readonly=True,
        sitemap=False,
    )
    def answer(self, token, new="", **_query):
        """Show what became of an objection to whoever holds its address."""
        objection = request.env["volunteer.objection"]._find_sudo(token)
        if not objection:
            return render_private("volunteer_hours.notice_gone", {}, status=404)
        return render_private(
            "volunteer_hours.objection_answer",
            {"objection": objection, "row": objection._get_row_sudo(), "new": new},
        )

    # ------------------------------------------------------------------

    def _get_user(self):
        """Return who is logged in, or nobody."""
        user = request.env.user
        return None if user._is_public() else user.sudo()

    def _find_row(self, token, hour_id):
        """Return notice and row of one line, both empty where it is not shown."""
        notice = request.env["volunteer.notice"]._find_sudo(token)
        line = notice and hour_id < 2**31 and notice._get_shown_line_sudo(hour_id)
        if not line:
            return notice, None
        (row,) = notice._prepare_rows_sudo(line, self._get_user())
        return notice, row

    def _read_photos(self):
        Photo = request.env["volunteer.photo.mixin"]
        return [
            Photo._decode_photo(photo) for photo in read_photos("photos", MAX_PHOTOS)
        ]

    def _render_form(self, notice, row, form, problem=None):
        return render_private(
            "volunteer_hours.notice_object",
            {
                "notice": notice,
                "company": notice.company_id,
                "url": f"{PAGE}/{notice.token}",
                "row": row,
                "form": form,
                "problem": problem,
                "known": self._get_user(),
                "honeypot": HONEYPOT,
                "max_photos": MAX_PHOTOS,
            },
        )
