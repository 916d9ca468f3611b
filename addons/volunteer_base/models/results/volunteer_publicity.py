from odoo import api, fields, models


class VolunteerPublicity(models.Model):
    """A report in the media about what volunteers did (宣传报道)."""

    _name = "volunteer.publicity"
    _description = "Publicity"
    _inherit = ["mail.thread"]
    _order = "date desc, id desc"
    _check_company_auto = True

    name = fields.Char(string="Title", required=True, tracking=True)
    media = fields.Char(
        required=True, help="Newspaper, website, account or broadcaster."
    )
    level = fields.Selection(
        [
            ("unit", "Own unit"),
            ("district", "District or county"),
            ("city", "City"),
            ("province", "Province"),
            ("nation", "National"),
        ],
        required=True,
        default="unit",
        index=True,
    )
    date = fields.Date(
        required=True,
        index=True,
        default=lambda self: fields.Date.context_today(self),
    )
    url = fields.Char(string="Link")
    company_id = fields.Many2one(
        "res.company",
        string="Unit",
        required=True,
        index=True,
        ondelete="restrict",
        default=lambda self: self.env.company,
    )
    activity_id = fields.Many2one(
        "volunteer.activity",
        index="btree_not_null",
        ondelete="restrict",
        check_company=True,
    )
    project_id = fields.Many2one(
        "volunteer.project",
        compute="_compute_from_activity",
        store=True,
        readonly=False,
        precompute=True,
        index="btree_not_null",
        ondelete="restrict",
        check_company=True,
    )
    team_id = fields.Many2one(
        "volunteer.team",
        compute="_compute_from_activity",
        store=True,
        readonly=False,
        precompute=True,
        index="btree_not_null",
        ondelete="restrict",
        check_company=True,
    )
    author = fields.Char(help="Who wrote it, if it is one's own people.")
    note = fields.Text()

    @api.depends("activity_id", "project_id")
    def _compute_from_activity(self):
        for publicity in self:
            activity = publicity.activity_id
            publicity.project_id = activity.project_id or publicity.project_id
            publicity.team_id = (
                activity.team_id or publicity.team_id or publicity.project_id.team_id
            )

    @api.onchange("url")
    def _onchange_url(self):
        if self.url and "://" not in self.url:
            self.url = f"https://{self.url.strip()}"


class VolunteerActivity(models.Model):
    # One matter a file keeps the files short.
    _inherit = "volunteer.activity"  # pylint: disable=consider-merging-classes-inherited

    publicity_ids = fields.One2many(
        "volunteer.publicity",
        "activity_id",
        groups="base.group_user",
    )


class VolunteerProject(models.Model):
    # One matter a file keeps the files short.
    _inherit = "volunteer.project"  # pylint: disable=consider-merging-classes-inherited

    publicity_ids = fields.One2many(
        "volunteer.publicity",
        "project_id",
        groups="base.group_user",
    )
    publicity_count = fields.Integer(
        string="Number of Reports in the Media",
        compute="_compute_publicity_count",
        groups="base.group_user",
    )

    @api.depends("publicity_ids")
    def _compute_publicity_count(self):
        counts = dict(
            self.env["volunteer.publicity"]._read_group(
                [("project_id", "in", self.ids)], ["project_id"], ["__count"]
            )
        )
        for project in self:
            project.publicity_count = counts.get(project, 0)

    def action_open_publicity(self):
        """Open what the media wrote about this project."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "volunteer_base.volunteer_publicity_action"
        )
        return {
            **action,
            "domain": [("project_id", "=", self.id)],
            "context": {"default_project_id": self.id},
        }
