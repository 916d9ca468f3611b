from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import UserError


class VolunteerTemplateWizard(models.TransientModel):
    """Plan activities from a template on some days."""

    _name = "volunteer.template.wizard"
    _description = "Activities from a Template"

    template_id = fields.Many2one(
        "volunteer.activity.template",
        required=True,
        ondelete="cascade",
        default=lambda self: (
            self.env.context.get("active_model") == "volunteer.activity.template"
            and self.env.context.get("active_id")
        ),
    )
    date_from = fields.Date(
        string="Day",
        required=True,
        default=lambda self: (
            self.env.company._get_volunteer_today() + timedelta(days=7)
        ),
    )
    date_to = fields.Date(
        string="Until", help="For one activity a day over several days."
    )
    note = fields.Char(compute="_compute_note")

    @api.depends("date_from", "date_to")
    def _compute_note(self):
        for wizard in self:
            notes = self.env["volunteer.working.day"]._get_notes_sudo(
                wizard._get_days()
            )
            lines = [f"{day}: {note}" for day, note in sorted(notes.items())]
            wizard.note = " · ".join(lines) or False

    def _get_days(self):
        if not self.date_from:
            return []
        count = (self.date_to - self.date_from).days if self.date_to else 0
        return [
            self.date_from + timedelta(days=number)
            for number in range(min(count, 31) + 1)
        ]

    def action_confirm(self):
        """Make the drafts and open them.

        :raise UserError: the last day lies before the first, or more than a month after
        """
        self.ensure_one()
        last = self.date_to or self.date_from
        if not 0 <= (last - self.date_from).days <= 31:
            raise UserError(
                self.env._("Choose a period of at most one month, first day first.")
            )
        ids = self.template_id.action_make_activities(self._get_days())
        action = self.env["volunteer.activity"]._open_list([("id", "in", ids)])
        if len(ids) == 1:
            return {**action, "res_id": ids[0], "views": [(False, "form")]}
        return action
