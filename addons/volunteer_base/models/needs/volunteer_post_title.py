from odoo import fields, models


class VolunteerPostTitle(models.Model):
    """A title that a post bears, such as 党员示范岗, with its plaque."""

    _name = "volunteer.post.title"
    _description = "Title of a Post"
    _order = "date_granted desc, id desc"
    _check_company_auto = True

    name = fields.Char(string="Words on the Plaque", required=True)
    kind = fields.Selection(
        [
            ("party", "Party members' model post"),
            ("youth", "Youth model post"),
            ("women", "Women's model post"),
            ("service", "Model service post"),
            ("other", "Other"),
        ],
        string="Title",
        required=True,
        default="party",
    )
    active = fields.Boolean(default=True)
    post_id = fields.Many2one(
        "volunteer.post",
        required=True,
        index=True,
        ondelete="restrict",
        check_company=True,
    )
    company_id = fields.Many2one(
        "res.company",
        string="Unit",
        required=True,
        index=True,
        ondelete="restrict",
        default=lambda self: self.env.company,
    )
    plaque_no = fields.Char(string="Plaque No.")
    plaque = fields.Image(string="Photo of the Plaque", max_width=1280, max_height=1280)
    place = fields.Char(string="Hangs at")
    date_granted = fields.Date(string="Granted on", required=True)
    date_to = fields.Date(string="Until", help="The last day; empty: no end.")
    granted_by = fields.Char(help="The body that grants the title.")
    holder_id = fields.Many2one(
        "volunteer.volunteer",
        string="Responsible",
        index="btree_not_null",
        ondelete="restrict",
        help="Who answers for the post being worth its title.",
    )
    team_id = fields.Many2one(
        "volunteer.team",
        index="btree_not_null",
        ondelete="restrict",
        check_company=True,
    )
    note = fields.Text()

    _plaque_unique = models.UniqueIndex(
        "(company_id, plaque_no) WHERE plaque_no IS NOT NULL",
        "Another title has this plaque number.",
    )
    _dates_order = models.Constraint(
        "CHECK (date_to IS NULL OR date_granted <= date_to)",
        "A title cannot end before the day it was granted.",
    )


class VolunteerPost(models.Model):
    # One matter a file keeps the files short.
    _inherit = "volunteer.post"  # pylint: disable=consider-merging-classes-inherited

    title_ids = fields.One2many("volunteer.post.title", "post_id", string="Titles")


class VolunteerVolunteer(models.Model):
    # One matter a file keeps the files short.
    _inherit = "volunteer.volunteer"  # pylint: disable=consider-merging-classes-inherited

    def _get_merge_roles(self):
        return {
            **super()._get_merge_roles(),
            "volunteer.post.title": {"holder_id": []},
        }
