from odoo import api, fields, models


class VolunteerActivity(models.Model):
    _inherit = "volunteer.activity"

    hour_ids = fields.One2many("volunteer.hour", "activity_id", string="Service Hours")
    hour_total = fields.Float(
        string="Hours", digits=(16, 2), compute="_compute_hour_total"
    )
    is_over = fields.Boolean(compute="_compute_is_over")

    @api.depends("stop")
    def _compute_is_over(self):
        now = fields.Datetime.now()
        for activity in self:
            activity.is_over = bool(activity.stop) and activity.stop <= now

    @api.depends("hour_ids")
    def _compute_hour_total(self):
        totals = dict(
            self.env["volunteer.hour"]._read_group(
                [
                    ("activity_id", "in", self.ids),
                    ("state", "not in", ("refused", "cancelled")),
                ],
                ["activity_id"],
                ["hours:sum"],
            )
        )
        for activity in self:
            activity.hour_total = totals.get(activity, 0.0)

    def action_confirm_all_present(self):
        """Confirm that everybody who signed up was there from start to end."""
        self.check_access("write")
        signups = self.sudo().signup_ids.filtered(
            lambda signup: signup.state == "confirmed"
        )
        return signups.sudo(self.env.su).action_confirm_presence()

    def action_done(self):
        """Close activities and submit the hours they gave.

        Where a unit blocks services in working time, these stay drafts until time off
        is confirmed, and are submitted by that.

        :raise UserError: as in ``volunteer_base``, or hours that cannot be submitted
        """
        self.check_access("write")
        self.sudo().hour_ids._check_ends_confirmed()
        result = super().action_done()
        drafts = self.sudo().hour_ids.filtered(lambda line: line.state == "draft")
        # What waits for somebody else's word does not keep the others waiting.
        drafts -= drafts._filter_blocked_in_working_time_sudo()
        drafts.sudo(self.env.su).action_submit()
        return result

    def action_open_hours(self):
        """Open the hours of this activity."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "volunteer_hours.volunteer_hour_action"
        )
        return {**action, "domain": [("activity_id", "=", self.id)], "context": {}}
