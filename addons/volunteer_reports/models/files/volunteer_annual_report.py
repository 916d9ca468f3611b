from datetime import date

from odoo import api, fields, models
from odoo.exceptions import UserError

from odoo.addons.volunteer_base.models.shared.volunteer_confirm_mixin import (
    CONFIRM_STATES,
)
from odoo.addons.volunteer_base.tools.spreadsheet import Column

from ...tools.annual import KEYS, PARTS, show


class VolunteerAnnualReport(models.Model):
    """What a unit hands in once a year: figures from the ledger, and texts.

    Two papers: 年度志愿服务记录与证明出具情况报告 (民政部令第67号, Art. 18) and
    年度工作总结 with 亮点, 存在问题, 整改, 下年计划 (XL, CZ). Figures are recomputed
    until the report is confirmed, and stay as they are from then on.
    """

    _name = "volunteer.annual.report"
    _description = "Annual Report"
    _inherit = ["volunteer.confirm.mixin", "volunteer.register.mixin"]
    _order = "year desc, kind, company_id, id"
    _rec_name = "title"

    _register_across = False
    _guarded_fields = ("figures",)

    kind = fields.Selection(
        [
            ("recording", "Recording and Certificates"),
            ("summary", "Summary of the Year's Work"),
        ],
        string="Paper",
        required=True,
        default="recording",
        help="Recording and certificates: the yearly report that the regulation asks "
        "for. Summary: figures, highlights, problems and next year's plan.",
    )
    company_id = fields.Many2one(
        "res.company",
        string="Unit",
        required=True,
        index=True,
        ondelete="restrict",
        default=lambda self: self.env.company,
    )
    year = fields.Integer(
        required=True,
        aggregator=None,
        default=lambda self: self.env.company._get_volunteer_today().year,
    )
    title = fields.Char(compute="_compute_title")
    state = fields.Selection(
        CONFIRM_STATES, help="Confirmed: figures and texts stay as they are."
    )
    figures = fields.Json(readonly=True, copy=False)
    table_html = fields.Html(
        string="Figures in a Table", compute="_compute_table_html", sanitize=False
    )
    section_ids = fields.One2many(
        "volunteer.annual.report.section", "report_id", string="Texts", copy=False
    )

    _one_a_year = models.UniqueIndex(
        "(company_id, year, kind)", "This report of the unit and year is there already."
    )
    _year_range = models.Constraint(
        "CHECK (year BETWEEN 2000 AND 2200)", "A year has four digits, like 2026."
    )

    @api.depends("kind", "year", "company_id")
    @api.depends_context("lang")
    def _compute_title(self):
        for report in self:
            unit = report.company_id.sudo().name or ""
            if report.kind == "summary":
                report.title = self.env._(
                    "%(unit)s: Summary of Voluntary Service in %(year)s",
                    unit=unit,
                    year=report.year,
                )
            else:
                report.title = self.env._(
                    "%(unit)s: Report on Recording and Certificates in %(year)s",
                    unit=unit,
                    year=report.year,
                )

    @api.depends("title")
    def _compute_display_name(self):
        for report in self:
            report.display_name = report.title

    @api.depends("figures", "state", "kind", "year", "company_id")
    @api.depends_context("lang")
    def _compute_table_html(self):
        for report in self:
            report.table_html = self.env["ir.qweb"]._render(
                "volunteer_reports.annual_report_table",
                {
                    "heads": report._get_heads(),
                    "rows": report._get_figure_rows()
                    if report.company_id and 2000 <= report.year <= 2200
                    else [],
                },
            )

    @api.model_create_multi
    def create(self, vals_list):
        reports = super().create(vals_list)
        reports._draft_sections_sudo()
        return reports

    def write(self, vals):
        if {"kind", "company_id", "year"} & vals.keys():
            raise UserError(
                self.env._("Paper, unit and year stay; make another report instead.")
            )
        return super().write(vals)

    # ------------------------------------------------------------------
    # Actions
    # ------------------------------------------------------------------

    def action_draft(self):
        """Write the texts anew from what is on file; what somebody wrote stays.

        :raise AccessError: not of the volunteer office
        :raise UserError: confirmed already
        """
        self._check_officer()
        self._check_draft()
        self._draft_sections_sudo()
        return True

    def action_confirm(self):
        """Freeze figures and texts.

        :raise AccessError: not of the volunteer office
        :raise UserError: confirmed already, or the year has not begun
        """
        self._check_officer()
        self._check_draft()
        for report in self:
            if date(report.year, 1, 1) > report.company_id._get_volunteer_today():
                raise UserError(self.env._("%(year)s has not begun.", year=report.year))
        for report in self.sudo():
            report.write(
                {
                    **self._prepare_confirmation(),
                    "figures": report._count_figures_sudo(),
                }
            )
        return True

    def action_reopen(self):
        """Make confirmed reports drafts again; their figures are counted anew.

        :raise AccessError: not of the volunteer office
        """
        self._check_officer()
        self.sudo().write(
            {
                "state": "draft",
                "figures": False,
                "confirmed_on": False,
                "confirmed_by_id": False,
            }
        )
        return True

    def action_pdf(self):
        """Print the reports with figures and texts."""
        self.check_access("read")
        return self.env.ref(
            "volunteer_reports.volunteer_annual_report_paper"
        ).report_action(self, config=False)

    # ------------------------------------------------------------------
    # The table, and its spreadsheet
    # ------------------------------------------------------------------

    def _get_current_figures(self):
        """Return ``{key: [this year, last year, aim]}``, frozen or as of now."""
        self.ensure_one()
        if self.state == "confirmed":
            return self.figures or {}
        # Whoever reads the report reads sums of its unit, whatever lines they read.
        return self.sudo()._count_figures_sudo()

    def _get_heads(self):
        return (
            self.env._("Figure"),
            self.env._("This Year"),
            self.env._("Last Year"),
            self.env._("Aim"),
        )

    def _get_figure_rows(self):
        """Return ``[(label, part of the above?, (this year, last year, aim))]``."""
        labels, figures = self._get_annual_labels(), self._get_current_figures()
        return [
            (
                labels[key],
                key in PARTS,
                tuple(
                    show(value, kind) if place < 2 or value is not None else ""
                    for place, value in enumerate(figures.get(key) or (None,) * 3)
                ),
            )
            for key, kind in KEYS[self.kind].items()
        ]

    def _get_register_title(self):
        return self.title

    def _get_register_sheet(self, part):
        # Figures of many kinds below each other have no sum.
        return super()._get_register_sheet(part)._replace(total="")

    def _get_register_columns(self):
        figure, this, last, aim = self._get_heads()
        return [
            Column(figure, 44),
            Column(this, 14, "number"),
            Column(last, 14, "number"),
            Column(aim, 14, "number"),
        ]

    def _iter_register_rows(self):
        labels, figures = self._get_annual_labels(), self._get_current_figures()
        for key in KEYS[self.kind]:
            label = f"    {labels[key]}" if key in PARTS else labels[key]
            values = figures.get(key) or (None,) * 3
            yield (
                label,
                *(value if value is None else round(value, 2) for value in values),
            )
