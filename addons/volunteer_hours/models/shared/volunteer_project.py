from odoo import fields, models


class VolunteerProject(models.Model):
    _inherit = "volunteer.project"

    hour_total = fields.Float(
        string="Recorded Hours", digits=(16, 2), compute="_compute_hour_total"
    )

    def _compute_hour_total(self):
        """Sum the ledger of each project, as far as the user may read it."""
        totals = dict(
            self.env["volunteer.hour"]._read_group(
                [("project_id", "in", self.ids), ("state", "=", "recorded")],
                ["project_id"],
                ["hours:sum"],
            )
        )
        for project in self:
            project.hour_total = totals.get(project, 0.0)

    def action_open_hours(self):
        """Open the hours of this project."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "volunteer_hours.volunteer_hour_action"
        )
        return {**action, "domain": [("project_id", "=", self.id)], "context": {}}
