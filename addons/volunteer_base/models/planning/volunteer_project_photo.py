from odoo import fields, models


class VolunteerProjectPhoto(models.Model):
    """A photo in the file of a project; of whom it shows, only the office knows."""

    _name = "volunteer.project.photo"
    _description = "Photo of a Project"
    _inherit = ["volunteer.photo.mixin"]
    _order = "project_id, sequence, id"
    _rec_name = "caption"

    project_id = fields.Many2one(
        "volunteer.project", required=True, index=True, ondelete="cascade"
    )
    company_id = fields.Many2one(
        related="project_id.company_id", store=True, index=True, string="Unit"
    )
    sequence = fields.Integer(default=10)
    image = fields.Image(required=True, max_width=1600, max_height=1600)
    image_256 = fields.Image(
        related="image", max_width=256, max_height=256, store=True, string="Small Photo"
    )
    caption = fields.Char(help="Who or what the photo shows.")


class VolunteerProject(models.Model):
    # One matter a file keeps the files short.
    _inherit = "volunteer.project"  # pylint: disable=consider-merging-classes-inherited

    # Running projects are read by everybody who serves, their photos are not.
    photo_ids = fields.One2many(
        "volunteer.project.photo",
        "project_id",
        groups="volunteer_base.group_leader",
    )
