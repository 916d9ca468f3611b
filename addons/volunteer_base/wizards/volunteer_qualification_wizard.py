from datetime import date, timedelta

from odoo import api, fields, models
from odoo.exceptions import UserError

from ..tools.training import last_valid_day


class VolunteerQualificationWizard(models.TransientModel):
    """Renew many qualifications, or give the same one to many volunteers."""

    _name = "volunteer.qualification.wizard"
    _description = "Grant or Renew Qualifications"

    qualification_ids = fields.Many2many(
        "volunteer.qualification", string="To Renew", readonly=True
    )
    qualification_count = fields.Integer(
        string="To Renew (Number)", compute="_compute_qualification_count"
    )
    volunteer_ids = fields.Many2many(
        "volunteer.volunteer",
        string="Volunteers",
        domain=[("state", "in", ("trial", "registered"))],
    )
    kind = fields.Selection(
        [
            ("course", "Course"),
            ("licence", "Licence"),
            ("insurance", "Insurance"),
        ],
        default="insurance",
    )
    course_id = fields.Many2one("volunteer.course", ondelete="cascade")
    licence_id = fields.Many2one(
        "volunteer.licence",
        string="Licence or Insurance",
        ondelete="cascade",
        domain="[('kind', '=', kind)]",
    )
    date_from = fields.Date(
        string="Valid from",
        help="Empty: the day after the last valid day of each, today at the earliest.",
    )
    date_to = fields.Date(
        string="Valid until",
        help="Empty: by the validity of the course, or as long as before.",
    )
    number = fields.Char(help="Number of the certificate or of the policy.")

    @api.model
    def default_get(self, fields):
        """Return defaults; the records selected in the list are renewed or granted."""
        values = super().default_get(fields)
        ids = self.env.context.get("active_ids") or []
        model = self.env.context.get("active_model")
        if model == "volunteer.qualification":
            values["qualification_ids"] = [(6, 0, ids)]
        elif model == "volunteer.volunteer":
            values["volunteer_ids"] = [(6, 0, ids)]
        return values

    @api.depends("qualification_ids")
    def _compute_qualification_count(self):
        for wizard in self:
            wizard.qualification_count = len(wizard.qualification_ids)

    def action_confirm(self):
        """Create the qualifications and open them.

        :raise AccessError: not of the volunteer office
        :raise UserError: nobody chosen, or nothing to grant
        """
        self.ensure_one()
        Qualification = self.env["volunteer.qualification"]
        Qualification.check_access("create")
        self.volunteer_ids.check_access("read")
        self.qualification_ids.check_access("read")
        renewed_before = 0
        if self.qualification_ids:
            to_renew, renewed_before = self._split_renewals()
            vals_list = [self._prepare_renewal_vals(item) for item in to_renew]
        else:
            vals_list = self._prepare_grant_vals()
        # The source says that these were renewed, which no user may claim by hand.
        created = Qualification.sudo().create(vals_list).sudo(self.env.su)
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "volunteer_base.volunteer_qualification_action"
        )
        action = {**action, "domain": [("id", "in", created.ids)], "context": {}}
        if not renewed_before:
            return action
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {
                "type": "warning",
                "sticky": True,
                "message": self.env._(
                    "Renewed: %(new)s. Left as they are, because they go on already: "
                    "%(old)s.",
                    new=len(created),
                    old=renewed_before,
                ),
                "next": action,
            },
        }

    def _split_renewals(self):
        """Return what is to be renewed, and how many go on already.

        Of each person and subject the one chosen that ends last is renewed, unless
        another one, chosen or not, ends later still, or it never ends.

        :raise UserError: all of them go on already
        """
        chosen, latest = {}, {}
        rows = self.env["volunteer.qualification"].search(
            [("volunteer_id", "in", self.qualification_ids.volunteer_id.ids)]
        )
        for last, items in ((chosen, self.qualification_ids), (latest, rows)):
            for item in items.filtered("active").sorted(
                lambda item: (item.date_to or date.max, item.id)
            ):
                last[item.volunteer_id, item._get_subject()] = item
        to_renew = [
            item
            for key, item in chosen.items()
            if item.date_to and item.date_to == latest[key].date_to
        ]
        if not to_renew:
            raise UserError(
                self.env._("All of these have been renewed already, or never end.")
            )
        return to_renew, len(chosen) - len(to_renew)

    def _prepare_renewal_vals(self, item):
        today = fields.Date.context_today(self)
        date_from = self.date_from or max(
            today, (item.date_to or today - timedelta(days=1)) + timedelta(days=1)
        )
        return {
            "volunteer_id": item.volunteer_id.id,
            "kind": item.kind,
            "course_id": item.course_id.id,
            "licence_id": item.licence_id.id,
            "number": self.number or item.number,
            "date_from": date_from,
            "date_to": self.date_to or self._last_day_like(item, date_from),
            "source": "renewal",
        }

    def _last_day_like(self, item, date_from):
        if item.course_id:
            return last_valid_day(date_from, item.course_id.validity_months)
        if not item.date_to:
            return None
        # A licence or a policy of a year is renewed for a year, leap years included.
        first_after = item.date_to + timedelta(days=1)
        months = (first_after.year - item.date_from.year) * 12 + (
            first_after.month - item.date_from.month
        )
        if first_after.day == item.date_from.day and months:
            return last_valid_day(date_from, months)
        return date_from + (item.date_to - item.date_from)

    def _prepare_grant_vals(self):
        subject = self.course_id if self.kind == "course" else self.licence_id
        if not self.volunteer_ids or not subject:
            raise UserError(
                self.env._("Please choose volunteers, and what they now hold.")
            )
        date_from = self.date_from or fields.Date.context_today(self)
        date_to = self.date_to
        if not date_to and self.kind == "course":
            date_to = last_valid_day(date_from, subject.validity_months)
        return [
            {
                "volunteer_id": volunteer.id,
                "kind": self.kind,
                "course_id": self.kind == "course" and subject.id,
                "licence_id": self.kind != "course" and subject.id,
                "number": self.number,
                "date_from": date_from,
                "date_to": date_to,
            }
            for volunteer in self.volunteer_ids
        ]
