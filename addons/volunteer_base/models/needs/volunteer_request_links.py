from odoo import api, fields, models


class VolunteerActivity(models.Model):
    # One matter a file keeps the files short.
    _inherit = "volunteer.activity"  # pylint: disable=consider-merging-classes-inherited

    request_id = fields.Many2one(
        "volunteer.request",
        string="Request of a Department",
        index="btree_not_null",
        ondelete="set null",
        readonly=True,
        copy=False,
        help="The department's request that this activity answers.",
    )

    @api.model
    def _get_guarded_fields(self):
        return (*super()._get_guarded_fields(), "request_id")


class VolunteerProject(models.Model):
    # One matter a file keeps the files short.
    _inherit = "volunteer.project"  # pylint: disable=consider-merging-classes-inherited

    request_ids = fields.One2many(
        "volunteer.request", "project_id", string="Requests of Departments"
    )
