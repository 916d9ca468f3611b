from odoo import api, fields, models


class VolunteerPointWizard(models.TransientModel):
    """Asks which points the office gives people, or takes from them, and why."""

    _name = "volunteer.point.wizard"
    _description = "Give or Correct Points"

    volunteer_ids = fields.Many2many(
        "volunteer.volunteer",
        required=True,
        default=lambda self: self._get_selected(),
    )
    rule_id = fields.Many2one(
        "volunteer.point.rule",
        string="Point Rule",
        domain="[('event', '=', 'manual')]",
        help="Points of a rule, up to its cap of the year; empty: a correction.",
    )
    points = fields.Float(
        digits=(16, 2), help="With a minus, they are taken from the balance."
    )
    reason = fields.Char(required=True, help="The volunteers read it.")

    @api.model
    def _get_selected(self):
        """Return the volunteers who are selected, or those of the selected accounts."""
        model = self.env.context.get("active_model")
        ids = self.env.context.get("active_ids") or []
        if model == "volunteer.point.account":
            return self.env[model].browse(ids).volunteer_id
        return self.env["volunteer.volunteer"].browse(
            ids if model == "volunteer.volunteer" else []
        )

    def action_apply(self):
        """Give or take the points; rights and limits are those of the methods."""
        self.ensure_one()
        people = self.volunteer_ids
        if self.rule_id:
            self.rule_id.action_give(people.ids, self.reason)
        else:
            people.action_correct_points(self.points, self.reason)
        return {"type": "ir.actions.act_window_close"}
