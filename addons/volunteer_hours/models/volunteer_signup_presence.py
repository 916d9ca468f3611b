from odoo import api, fields, models


class VolunteerSignup(models.Model):
    """Presence beside a sign-up, for the roster."""

    _inherit = "volunteer.signup"

    presence = fields.Selection(
        [("none", "Not here yet"), ("here", "Here"), ("left", "Left")],
        compute="_compute_presence",
        compute_sudo=True,
    )
    check_in = fields.Datetime(
        string="In", compute="_compute_presence", compute_sudo=True
    )
    check_out = fields.Datetime(
        string="Out", compute="_compute_presence", compute_sudo=True
    )
    hours = fields.Float(
        digits=(16, 2), compute="_compute_presence", compute_sudo=True, aggregator=None
    )

    stay = fields.Char(
        string="In – Out", compute="_compute_presence", compute_sudo=True
    )

    @api.depends(
        "hour_ids.state", "hour_ids.check_in", "hour_ids.check_out", "hour_ids.hours"
    )
    def _compute_presence(self):
        for signup in self:
            lines = signup.hour_ids.filtered(lambda line: not line.reverses_id)
            counting = lines.filtered(
                lambda line: line.state not in ("refused", "cancelled")
            )
            if not lines:
                signup.presence = "none"
            else:
                signup.presence = "here" if "open" in lines.mapped("state") else "left"
            signup.check_in = min(
                lines.filtered("check_in").mapped("check_in"), default=False
            )
            signup.check_out = max(
                lines.filtered("check_out").mapped("check_out"), default=False
            )
            signup.hours = sum(counting.mapped("hours"))
            local = signup.with_context(tz=signup.company_id.volunteer_tz)
            signup.stay = signup.check_in and "–".join(
                moment
                and f"{fields.Datetime.context_timestamp(local, moment):%H:%M}"
                or ""
                for moment in (signup.check_in, signup.check_out)
            )
