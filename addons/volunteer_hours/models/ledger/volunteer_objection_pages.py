from odoo import api, fields, models
from odoo.fields import Domain

from odoo.addons.volunteer_base.tools.paper import format_hours

#: What one said lately.
SHOWN = 50


class VolunteerObjection(models.Model):
    """What those who objected read about it: names masked, answers whole."""

    # One matter a file keeps the files short.
    _inherit = "volunteer.objection"  # pylint: disable=consider-merging-classes-inherited

    url = fields.Char(
        string="Page of the Answer",
        compute="_compute_url",
        groups="volunteer_base.group_officer",
        help="Whoever holds this address reads the answer; it names nobody in full.",
    )

    @api.depends("token")
    def _compute_url(self):
        base = self[:1].get_base_url()
        for objection in self:
            token = objection.sudo().token
            objection.url = token and f"{base}/volunteer/objection/{token}"

    def _get_row_sudo(self):
        """Return the line an objection is about as the public page shows it."""
        self.ensure_one()
        (row,) = self.env["volunteer.notice"]._prepare_rows_sudo(self.hour_id)
        return row

    @api.model
    def _get_own_sudo(self):
        """Return what the current user said against hours, the latest first.

        :return: dicts of ``objection`` (as superuser) and ``row`` (the line as the
            public page shows it)
        """
        found = self.sudo().search(
            Domain("user_id", "=", self.env.uid), order="id desc", limit=SHOWN
        )
        rows = self.env["volunteer.notice"]._prepare_rows_sudo(found.hour_id)
        row_of = {row["hour_id"]: row for row in rows}
        return [
            {"objection": objection, "row": row_of[objection.hour_id.id]}
            for objection in found
        ]


class VolunteerNotice(models.Model):
    # One matter a file keeps the files short.
    _inherit = "volunteer.notice"  # pylint: disable=consider-merging-classes-inherited

    @api.model
    def _get_shown_to_sudo(self, volunteer):
        """Return the notices that a volunteer's units show, with one's own lines.

        :return: dicts of ``notice`` (as superuser), ``rows`` (the person's own lines)
            and ``lines`` (how many it shows in all)
        """
        notices = self.sudo().search(
            [
                ("company_id", "in", volunteer.company_ids.ids),
                ("state", "=", "published"),
            ],
            order="closes_on, id",
            limit=SHOWN,
        )
        Hour = self.env["volunteer.hour"].sudo()
        shown = [("notice_id", "in", notices.ids), ("state", "=", "published")]
        counts = dict(Hour._read_group(shown, ["notice_id"], ["__count"]))
        people = volunteer._with_merged_sudo()
        own = Hour.search(
            [*shown, ("volunteer_id", "in", people.ids)], order="date, id"
        )
        of_notice = own.grouped("notice_id")
        return [
            {
                "notice": notice,
                "lines": counts.get(notice, 0),
                "rows": [
                    {
                        "hour_id": line.id,
                        "date": fields.Date.to_string(line.date),
                        "service": line.activity_id.name or line.project_id.name or "",
                        "hours": format_hours(line.minutes),
                        "held": line.is_held,
                    }
                    for line in of_notice.get(notice, Hour.browse())
                ],
            }
            for notice in notices
        ]
