from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

from odoo.addons.volunteer_base.models.shared.volunteer_confirm_mixin import (
    CONFIRM_STATES,
)

from ...tools.year_end import year_to_close

MAKERS = ("volunteer_base.group_officer", "volunteer_hours.group_hr")
#: What stands once the figures were taken; the rest may still be put right.
FIXED = {"company_id", "subject", "date_from", "date_to", "scheme_id"}


class VolunteerTeamAssessment(models.Model):
    """A year of teams or departments by the rules of a scheme (绩效考核)."""

    _name = "volunteer.team.assessment"
    _description = "Assessment of Teams and Departments"
    _inherit = ["volunteer.confirm.mixin", "mail.activity.mixin"]
    _order = "date_to desc, id desc"
    _check_company_auto = True

    _guarded_fields = ("computed_on",)

    name = fields.Char(required=True, tracking=True)
    company_id = fields.Many2one(
        "res.company",
        string="Unit",
        required=True,
        index=True,
        ondelete="restrict",
        default=lambda self: self.env.company,
    )
    subject = fields.Selection(
        [("team", "Teams"), ("department", "Departments")],
        string="Assessed Are",
        required=True,
        default="team",
    )
    date_from = fields.Date(
        string="From",
        required=True,
        default=lambda self: self._default_period().date_from,
    )
    date_to = fields.Date(
        string="Until",
        required=True,
        default=lambda self: self._default_period().date_to,
    )
    scheme_id = fields.Many2one(
        "volunteer.evaluation.scheme",
        required=True,
        index=True,
        ondelete="restrict",
        domain="[('subject', '=', subject), ('company_id', 'in', (False, company_id))]",
    )
    state = fields.Selection(CONFIRM_STATES)
    computed_on = fields.Datetime(string="Figures of", readonly=True, copy=False)
    line_ids = fields.One2many(
        "volunteer.team.assessment.line", "assessment_id", string="Assessed"
    )
    line_count = fields.Integer(compute="_compute_line_count")

    _period = models.Constraint(
        "CHECK (date_to > date_from)", "A period ends after it begins."
    )

    @api.model
    def _default_period(self):
        """Return the assessment year that is about to be closed, or was just over."""
        company = self.env.company
        return year_to_close(
            company._get_volunteer_today(), int(company.sudo().volunteer_year_start)
        )

    def _compute_line_count(self):
        counts = dict(
            self.env["volunteer.team.assessment.line"]._read_group(
                [("assessment_id", "in", self.ids)], ["assessment_id"], ["__count"]
            )
        )
        for assessment in self:
            assessment.line_count = counts.get(assessment, 0)

    @api.onchange("subject")
    def _onchange_subject(self):
        """A scheme is for teams or for departments."""
        if self.scheme_id.subject != self.subject:
            self.scheme_id = self.scheme_id.search(
                [
                    ("subject", "=", self.subject),
                    ("company_id", "in", (False, self.company_id.id)),
                ],
                limit=1,
            )

    @api.constrains("subject", "scheme_id")
    def _check_scheme(self):
        for assessment in self:
            if assessment.scheme_id.subject != assessment.subject:
                raise UserError(
                    self.env._(
                        "“%(scheme)s” is not a scheme for what is assessed here.",
                        scheme=assessment.scheme_id.name,
                    )
                )

    def write(self, vals):
        if vals.keys() - {"message_main_attachment_id"}:
            self._check_draft()
        if FIXED & vals.keys() and self.sudo().line_ids and not self.env.su:
            raise UserError(
                self.env._(
                    "Figures were taken already; make another assessment for another "
                    "period or scheme."
                )
            )
        return super().write(vals)

    # ------------------------------------------------------------------
    # Deeds
    # ------------------------------------------------------------------

    def _check_maker(self):
        """:raise AccessError: neither of the volunteer office nor of HR"""
        if not self.env.su and not any(
            self.env.user.has_group(group) for group in MAKERS
        ):
            raise AccessError(
                self.env._("Only the volunteer office and HR assess teams.")
            )
        self.check_access("write")

    def action_compute(self):
        """Take the figures of all teams or departments, or take them anew.

        Opinions that were written stay.

        :raise AccessError: neither of the volunteer office nor of HR
        :raise UserError: confirmed already, or nothing to assess
        """
        self._check_maker()
        self._check_draft()
        for assessment in self.sudo():
            assessment._take_figures_sudo()
        return True

    def action_confirm(self):
        """Settle the scores and grades; from then on nothing changes.

        :raise AccessError: neither of the volunteer office nor of HR
        :raise UserError: no figures yet, or confirmed already
        """
        self._check_maker()
        self._check_draft()
        for assessment in self:
            if not assessment.sudo().line_ids:
                raise UserError(
                    self.env._(
                        "Please take the figures first: %(names)s.",
                        names=assessment.name,
                    )
                )
        # What was written about rows goes before the lock falls.
        self.env.flush_all()
        self.sudo().write(self._prepare_confirmation())
        return True

    def action_open_lines(self):
        """Open the rows as a list of their own."""
        self.ensure_one()
        self.check_access("read")
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "volunteer_hours.volunteer_team_assessment_line_action"
        )
        return {**action, "domain": [("assessment_id", "=", self.id)], "context": {}}

    def action_download(self):
        """Download the rows as an .xlsx file.

        :raise AccessError: no access to the assessment
        """
        self.ensure_one()
        self.check_access("read")
        return {
            "type": "ir.actions.act_url",
            "url": f"/volunteer/assessment/{self.id}.xlsx",
            "target": "download",
        }
