from odoo import fields, models

VOLUNTEER_GROUPS = "volunteer_hours.group_hr,volunteer_base.group_officer"


class HrEmployee(models.Model):
    _inherit = "hr.employee"

    # By the line's own snapshot of the employee: HR needs no access to volunteers.
    # The groups keep it off hr.employee.public, which plain users are served.
    volunteer_hours = fields.Float(
        string="Volunteering (hours)",
        digits=(16, 2),
        compute="_compute_volunteer_hours",
        groups=VOLUNTEER_GROUPS,
    )

    def _compute_volunteer_hours(self):
        """Sum the ledger of each employee."""
        totals = dict(
            self.env["volunteer.hour"]._read_group(
                [("employee_id", "in", self.ids), ("state", "=", "recorded")],
                ["employee_id"],
                ["hours:sum"],
            )
        )
        for employee in self:
            employee.volunteer_hours = totals.get(employee, 0.0)

    def action_open_volunteer_hours(self):
        """Open the service hours of this employee."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "volunteer_hours.volunteer_hour_action"
        )
        return {**action, "domain": [("employee_id", "=", self.id)], "context": {}}
