from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError

from odoo.addons.volunteer_base.models.odoo.ir_actions_report import OUR_REPORTS

from ...tools.own_paper import FONTS

#: What the names of the copies begin with.
OWN = "volunteer_reports.own_paper_"


class VolunteerPaperTemplate(models.Model):
    """A hospital's own copy of one of our papers, made of settings alone.

    It has an entry of its own in the Print menu of its unit, and may take the place of
    the ordinary paper there.
    """

    _name = "volunteer.paper.template"
    _description = "Paper Template"
    _order = "company_id, paper, name, id"

    name = fields.Char(
        string="Template Name",
        required=True,
        help="As it stands in the Print menu.",
    )
    active = fields.Boolean(default=True)
    company_id = fields.Many2one(
        "res.company",
        string="Unit",
        required=True,
        default=lambda self: self.env.company,
        ondelete="cascade",
    )
    paper = fields.Selection(
        selection="_selection_papers", required=True, help="The paper it is a copy of."
    )
    own_report_id = fields.Many2one(
        "ir.actions.report", readonly=True, copy=False, index=True, ondelete="restrict"
    )
    is_default = fields.Boolean(
        string="Instead of the Ordinary Paper",
        help="Wherever the ordinary paper is printed in this unit, this one is.",
    )
    paperformat_id = fields.Many2one(
        "report.paperformat",
        string="Margins",
        ondelete="restrict",
        help="Empty: those of the ordinary paper, smaller ones with a head or foot. "
        "What the margins are smaller is the room of head and foot.",
    )
    logo = fields.Image(max_width=1024, max_height=512)
    header = fields.Text(help="Below the logo on every page; up to two lines.")
    footer = fields.Text(help="At the foot of every page; up to two lines.")
    font = fields.Selection(
        [
            ("serif", "Song"),
            ("sans", "Hei"),
            ("fangsong", "Fangsong"),
            ("kai", "Kai"),
        ],
        help="Empty: as on the ordinary paper. What the server lacks is replaced "
        "by Song.",
    )
    print_seal = fields.Boolean(
        string="Print the Seal",
        help="Only where the volunteer office prints. A certificate gets one only if "
        "the volunteer asks for it.",
    )
    seal = fields.Image(
        max_width=800, max_height=800, help="Round, with a transparent ground; 40 mm."
    )
    wording_ids = fields.One2many("volunteer.paper.wording", "template_id")

    _default_unique = models.UniqueIndex(
        "(company_id, paper) WHERE is_default AND active",
        "Another template stands instead of this paper already.",
    )

    @api.model
    def _selection_papers(self):
        """Return our papers: ``[(technical name, name)]``."""
        reports = self.env["ir.actions.report"].sudo()
        reports = reports.search(
            [("report_type", "=", "qweb-pdf"), ("report_name", "not like", OWN)],
            order="name",
        )
        return [
            (report.report_name, report.name)
            for report in reports
            if report.report_name.startswith(OUR_REPORTS)
        ]

    def _get_base_sudo(self):
        """Return the report that this is a copy of, or none (any more)."""
        self.ensure_one()
        reports = self.env["ir.actions.report"].sudo()
        # With its own margins, also while this template is being printed.
        reports = reports.with_context(volunteer_paper_format=None)
        return reports.search([("report_name", "=", self.paper)], limit=1)

    @api.constrains("print_seal", "seal")
    def _check_seal(self):
        for template in self:
            if template.print_seal and not template.seal:
                raise ValidationError(
                    self.env._("Add a picture of the seal that is to be printed.")
                )

    @api.constrains("paperformat_id", "paper", "logo", "header", "footer")
    def _check_room(self):
        for template in self:
            template._check_room_of_one()

    def _check_room_of_one(self):
        """:raise ValidationError: the pages have less room than the paper needs"""
        base = self._get_base_sudo().get_paperformat()
        own = self.sudo().paperformat_id
        if not own:
            return
        margins = ("margin_top", "margin_bottom", "margin_left", "margin_right")
        if (own.format, own.orientation) != (base.format, base.orientation) or any(
            own[name] > base[name] for name in margins
        ):
            raise ValidationError(
                self.env._(
                    "These margins leave less room than the paper needs: at most "
                    "%(top)s mm above, %(bottom)s mm below, %(left)s mm on the left, "
                    "%(right)s mm on the right, on the same sheet.",
                    top=base.margin_top,
                    bottom=base.margin_bottom,
                    left=base.margin_left,
                    right=base.margin_right,
                )
            )
        above = base.margin_top - own.margin_top
        below = base.margin_bottom - own.margin_bottom
        if (self.logo or self.header) and above < 8:
            raise ValidationError(
                self.env._("A head needs margins that are 8 mm smaller above.")
            )
        if self.footer and below < 6:
            raise ValidationError(
                self.env._("A foot needs margins that are 6 mm smaller below.")
            )

    # ------------------------------------------------------------------
    # The report of its own
    # ------------------------------------------------------------------

    @api.model_create_multi
    def create(self, vals_list):
        templates = super().create(
            [
                {key: value for key, value in vals.items() if key != "own_report_id"}
                for vals in vals_list
            ]
        )
        templates.sudo()._make_reports_sudo()
        return templates

    def write(self, vals):
        if "paper" in vals and any(one.paper != vals["paper"] for one in self):
            raise UserError(
                self.env._("A template stays with its paper; make another one instead.")
            )
        if not self.env.su:
            vals = {key: one for key, one in vals.items() if key != "own_report_id"}
        result = super().write(vals)
        if vals.keys() & {"name", "active", "company_id"}:
            self.sudo()._sync_reports_sudo()
        return result

    def unlink(self):
        reports = self.sudo().own_report_id
        result = super().unlink()
        reports.unlink()
        return result

    def copy_data(self, default=None):
        return [
            {
                **vals,
                "is_default": False,
                "name": self.env._("%(name)s (copy)", name=template.name),
            }
            for template, vals in zip(
                self, super().copy_data(default=default), strict=True
            )
        ]

    def _make_reports_sudo(self):
        """Give templates their entries of the Print menu; a manager was checked."""
        for template in self:
            base = template._get_base_sudo()
            name = f"{OWN}{template.id}"
            report = base.copy(
                {"report_name": name, "report_file": name, "attachment": False}
            )
            template.own_report_id = report
        self._sync_reports_sudo()

    def _sync_reports_sudo(self):
        """Bring names and entries of the Print menu up to date."""
        languages = [code for code, _name in self.env["res.lang"].get_installed()]
        for template in self:
            report = template.own_report_id
            report.update_field_translations(
                "name", dict.fromkeys(languages, template.name)
            )
            model = self.env["ir.model"]._get(report.model)
            report.write(
                {
                    "name": template.name,
                    "binding_model_id": template.active and model.id,
                    "binding_type": "report",
                }
            )
        self.env.registry.clear_cache()

    # ------------------------------------------------------------------
    # Buttons
    # ------------------------------------------------------------------

    def action_preview(self):
        """Print this template's paper of the newest record there is.

        :raise UserError: there is nothing to print yet
        """
        self.ensure_one()
        self.check_access("write")
        report = self.sudo().own_report_id
        Model = self.env[report.model]
        if Model._abstract:
            raise UserError(
                self.env._(
                    "This paper is printed of registers of many kinds. Let it stand "
                    "instead of the ordinary one, and print a register."
                )
            )
        domain = []
        if "company_id" in Model._fields:
            domain = [("company_id", "=", self.company_id.id)]
        if "state" in Model._fields and report.model == "volunteer.certificate":
            domain.append(("state", "=", "issued"))
        record = Model.search(domain, order="id desc", limit=1)
        if not record:
            raise UserError(
                self.env._(
                    "There is nothing yet that this paper could be printed of. Make "
                    "one first."
                )
            )
        return report.report_action(record, config=False)

    def action_load_terms(self):
        """List what the ordinary paper says, to be worded anew."""
        self.ensure_one()
        self.check_access("write")
        known = set(self.wording_ids.mapped("term"))
        self.wording_ids = [
            fields.Command.create({"term": term})
            for term in self._get_paper_terms_sudo()
            if term not in known
        ]
        return True

    def _get_font_family(self):
        self.ensure_one()
        return FONTS.get(self.font, "")
