from odoo import fields, models


class VolunteerProject(models.Model):
    """责任社工: the social worker, and what departments ask of a project."""

    # One matter a file keeps the files short.
    _inherit = "volunteer.project"  # pylint: disable=consider-merging-classes-inherited

    request_count = fields.Integer(compute="_compute_request_count", compute_sudo=True)

    def _compute_request_count(self):
        counts = dict(
            self.env["volunteer.request"]._read_group(
                [("project_id", "in", self.ids)], ["project_id"], ["__count"]
            )
        )
        for project in self:
            project.request_count = counts.get(project, 0)

    def action_open_requests(self):
        """Open the departments' requests that this project answers."""
        self.ensure_one()
        self.check_access("read")
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "volunteer_base.volunteer_request_action"
        )
        return {**action, "domain": [("project_id", "=", self.id)], "context": {}}
