from odoo import api, fields, models
from odoo.exceptions import ValidationError


class VolunteerVolunteer(models.Model):
    """The branch of a volunteer, and the communities where they reported."""

    # One matter a file keeps the files short.
    _inherit = "volunteer.volunteer"  # pylint: disable=consider-merging-classes-inherited

    # Tells a political status, which is the person's and the office's business.
    branch_id = fields.Many2one(
        "volunteer.branch",
        string="Party or League Branch",
        index="btree_not_null",
        ondelete="restrict",
        groups="volunteer_base.group_officer",
    )
    community_report_ids = fields.One2many(
        "volunteer.community.report",
        "volunteer_id",
        string="Reports to a Community",
        groups="volunteer_base.group_officer",
    )

    @api.constrains("branch_id", "company_ids")
    def _check_branch_unit(self):
        for volunteer in self:
            branch = volunteer.branch_id
            if branch and not volunteer._serve_below(branch.company_id):
                raise ValidationError(
                    self.env._(
                        "Members of “%(branch)s” must serve in its unit.",
                        branch=branch.name,
                    )
                )
