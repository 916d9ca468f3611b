from odoo import api, fields, models
from odoo.fields import Domain

from odoo.addons.volunteer_base.tools.spreadsheet import Column

from ..models.bureau.volunteer_report_filing import HANDED_IN
from ..tools.filing import period_text
from ..tools.monthly import INDICATORS, STOCKS, add_months, first_day

#: Indicators of a table on paper: more are not readable across a sheet.
PAPER_COLUMNS = 12


class VolunteerFilingSummary(models.TransientModel):
    """The table of all units (汇总表): unit × indicators of a month, with totals.

    People are counted within each unit; nobody knows who is in two, so that heads are
    not added up.
    """

    _name = "volunteer.filing.summary"
    _inherit = "volunteer.register.wizard.mixin"
    _description = "Table of All Units"

    company_id = fields.Many2one(string="Bureau")
    month = fields.Date(
        required=True,
        default=lambda self: add_months(
            first_day(self.env.company._get_volunteer_today()), -1
        ),
        help="Any day of it.",
    )
    basis = fields.Selection(
        [
            ("month", "This month"),
            ("year", "This year so far"),
            ("last_year", "Same month last year"),
        ],
        string="Figures of",
        required=True,
        default="month",
    )
    only_accepted = fields.Boolean(
        string="Accepted Reports Only",
        help="Otherwise those that wait for a review are counted too.",
    )
    date_from = fields.Date(required=False, default=None)
    date_to = fields.Date(required=False, default=None)

    @api.depends("month", "only_accepted")
    def _compute_line_count(self):
        return super()._compute_line_count()

    def _is_period_valid(self):
        self.ensure_one()
        return bool(self.month)

    def _get_register_domain(self):
        return (
            Domain("company_id", "=", self.company_id.id)
            & Domain("material_id.kind", "=", "monthly")
            & Domain("period", "=", first_day(self.month))
        )

    def _get_register_totals(self):
        Filing = self.env["volunteer.report.filing"]
        return Filing.search_count(self._get_register_domain()), 0

    def _get_register_title(self):
        return self.env._("Monthly Reports of All Units")

    def _get_register_period(self):
        basis = dict(self._fields["basis"]._description_selection(self.env))
        return f"{period_text('monthly', self.month)} {basis[self.basis]}"

    def _get_register_columns(self):
        return self._get_columns(INDICATORS)

    def _get_columns(self, indicators):
        labels = self.env["volunteer.monthly.report"]._get_monthly_labels()
        return [
            Column(self.env._("Unit"), 24),
            *(
                Column(
                    labels[one.key],
                    11,
                    "integer" if one.kind == "integer" else "decimal",
                    one.adds_up and one.key not in STOCKS,
                )
                for one in indicators
            ),
            Column(self.env._("State"), 12),
        ]

    def _iter_register_rows(self):
        return self._iter_rows(INDICATORS)

    def _iter_rows(self, indicators):
        """Yield a row a unit; who has not handed in has no figures."""
        Filing = self.env["volunteer.report.filing"]
        states = dict(Filing._fields["state"]._description_selection(self.env))
        counted = ("accepted",) if self.only_accepted else HANDED_IN
        for filing in Filing.search(self._get_register_domain(), order="unit_id, id"):
            found = filing.figures if filing.state in counted else None
            values = (found or {}).get("values") or {}
            yield (
                filing.unit_id.name,
                *((values.get(one.key) or {}).get(self.basis) for one in indicators),
                states[filing.state],
            )

    def _get_register_notes(self):
        Filing = self.env["volunteer.report.filing"]
        domain = self._get_register_domain()
        counted = ("accepted",) if self.only_accepted else HANDED_IN
        return (
            self.env._(
                "Reports of %(count)s of %(all)s units are in this table.",
                count=Filing.search_count(domain & Domain("state", "in", counted)),
                all=Filing.search_count(domain),
            ),
            self.env._(
                "People are counted within each unit. Whoever is registered with two "
                "units is counted by both, so that people are not added up here; nor "
                "are rates and averages."
            ),
        )

    def _get_register_parts(self):
        """Return one table for the sheet, and several that fit across for paper."""
        [whole] = super()._get_register_parts()
        if not self.env.context.get("volunteer_on_paper"):
            return [whole]
        groups = [
            INDICATORS[start : start + PAPER_COLUMNS]
            for start in range(0, len(INDICATORS), PAPER_COLUMNS)
        ]
        return [
            whole._replace(
                columns=self._get_columns(group),
                rows=self._iter_rows(group),
                notes=whole.notes if group is groups[-1] else (),
            )
            for group in groups
        ]

    def _get_register_paper(self):
        across = self.with_context(volunteer_on_paper=True)
        return super(VolunteerFilingSummary, across)._get_register_paper()
