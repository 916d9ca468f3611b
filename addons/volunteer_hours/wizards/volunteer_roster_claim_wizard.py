from odoo import Command, api, fields, models


class VolunteerRosterClaimWizard(models.TransientModel):
    """Claim hours for people of an activity; rules are those of the activity."""

    _name = "volunteer.roster.claim.wizard"
    _inherit = ["volunteer.claim.files"]
    _description = "Claim Hours for a Roster"

    activity_id = fields.Many2one("volunteer.activity", required=True, readonly=True)
    date = fields.Date(related="activity_id.date")
    start = fields.Char(string="From", size=5, help="The time of day, like 08:00.")
    hours = fields.Float(digits=(16, 2))
    description = fields.Text(string="What They Did", required=True)
    late_reason = fields.Char(string="Why So Late")
    line_ids = fields.One2many(
        "volunteer.roster.claim.wizard.line", "wizard_id", string="People"
    )

    @api.model
    def default_get(self, fields):
        values = super().default_get(fields)
        if self.env.context.get("active_model") == "volunteer.activity":
            activity = self.env["volunteer.activity"].browse(
                self.env.context.get("active_id")
            )
            activity._check_leading()
            values.update(
                activity._get_claim_plan_sudo(),
                activity_id=activity.id,
                line_ids=[
                    Command.create(
                        {
                            "volunteer_id": row["volunteer"].id,
                            "picked": row["signed_up"] and not row["line"],
                            "signed_up": row["signed_up"],
                            "has": row["line"].display_name,
                        }
                    )
                    for row in activity.sudo()._get_claim_rows_sudo()
                ],
            )
        return values

    def action_claim(self):
        """Claim for everybody who is ticked, and submit.

        :raise UserError: as in ``volunteer.activity.action_claim_for``
        """
        self.ensure_one()
        ids = self.activity_id.action_claim_for(
            [
                {
                    "volunteer_id": line.volunteer_id.id,
                    "minutes": round((line.hours or self.hours) * 60),
                    "start": line.start or self.start,
                }
                for line in self.line_ids
                if line.picked
            ],
            self.description,
            attachments=self._take_files(),
            late_reason=self.late_reason,
        )
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {
                "type": "success",
                "message": self.env._("Claimed for %(count)s people.", count=len(ids)),
                "next": {"type": "ir.actions.act_window_close"},
            },
        }


class VolunteerRosterClaimWizardLine(models.TransientModel):
    """One person of the roster."""

    _name = "volunteer.roster.claim.wizard.line"
    _description = "Person of a Claim for a Roster"

    wizard_id = fields.Many2one(
        "volunteer.roster.claim.wizard", required=True, ondelete="cascade"
    )
    volunteer_id = fields.Many2one("volunteer.volunteer", required=True, readonly=True)
    picked = fields.Boolean(string="Was There")
    signed_up = fields.Boolean(readonly=True)
    has = fields.Char(string="Has Already", readonly=True)
    start = fields.Char(string="From", size=5)
    hours = fields.Float(digits=(16, 2))
