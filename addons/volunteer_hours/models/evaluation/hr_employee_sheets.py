from odoo import api, fields, models

HR = "volunteer_hours.group_hr"


class HrEmployee(models.Model):
    """What HR takes over from volunteering, on the employee."""

    # One matter a file keeps the files short.
    _inherit = "hr.employee"  # pylint: disable=consider-merging-classes-inherited

    # The groups keep them off hr.employee.public, which plain users are served.
    volunteer_evaluation_ids = fields.One2many(
        "volunteer.evaluation",
        "employee_id",
        string="Evaluation Sheets",
        domain=[("is_current", "=", True)],
        groups=HR,
    )
    volunteer_evaluation_score = fields.Char(
        string="Newest Evaluation", compute="_compute_evaluation_score", groups=HR
    )

    @api.depends("volunteer_evaluation_ids.score", "volunteer_evaluation_ids.state")
    def _compute_evaluation_score(self):
        """Show the result of the newest sheet; the score while it is not confirmed."""
        sheets = self.env["volunteer.evaluation"].search(
            [("employee_id", "in", self.ids), ("is_current", "=", True)],
            order="date_to, id",
        )
        newest = {sheet.employee_id.id: sheet for sheet in sheets}
        for employee in self:
            sheet = newest.get(employee._origin.id)
            if not sheet:
                employee.volunteer_evaluation_score = False
                continue
            confirmed = sheet.state == "confirmed"
            score = sheet.final_score if confirmed else sheet.score
            grade = sheet.final_grade if confirmed else sheet.grade
            employee.volunteer_evaluation_score = " · ".join(
                filter(None, (sheet._show_number(score), grade))
            )

    def action_open_volunteer_evaluations(self):
        """Open the evaluation sheets of these employees."""
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "volunteer_hours.volunteer_evaluation_action"
        )
        return {**action, "domain": [("employee_id", "in", self.ids)]}
