from odoo import api, fields, models
from odoo.fields import Domain

from odoo.addons.volunteer_base.tools.spreadsheet import Column

from ..models.bureau.volunteer_report_filing import OWED

#: Filings in memory at a time.
PAGE = 1000


class VolunteerFilingBook(models.TransientModel):
    """The filing register (报备台账), and the list of who is to be reminded (催报名单).

    Columns: domain rules, section 8.
    """

    _name = "volunteer.filing.book"
    _inherit = "volunteer.register.wizard.mixin"
    _description = "Filing Register"

    kind = fields.Selection(
        [("book", "Filing register"), ("missing", "Who has not handed in")],
        required=True,
        default="book",
    )
    company_id = fields.Many2one(string="Bureau")
    material_ids = fields.Many2many(
        "volunteer.report.material", string="Materials", help="Empty: all of them."
    )

    @api.depends("kind", "material_ids")
    def _compute_line_count(self):
        return super()._compute_line_count()

    def _get_register_domain(self):
        domain = (
            Domain("company_id", "=", self.company_id.id)
            & Domain("due_on", ">=", self.date_from)
            & Domain("due_on", "<=", self.date_to)
        )
        if self.material_ids:
            domain &= Domain("material_id", "in", self.material_ids.ids)
        if self.kind == "missing":
            domain &= Domain("state", "in", OWED)
        return domain

    def _get_register_totals(self):
        Filing = self.env["volunteer.report.filing"]
        return Filing.search_count(self._get_register_domain()), 0

    def _get_register_title(self):
        if self.kind == "missing":
            return self.env._("Reports Not Handed In")
        return self.env._("Filing Register")

    def _get_register_columns(self):
        shared = [
            Column(self.env._("Unit"), 26),
            Column(self.env._("Material"), 18),
            Column(self.env._("Period Reported"), 10),
            Column(self.env._("Due"), 12, "date"),
        ]
        if self.kind == "missing":
            return [
                *shared,
                Column(self.env._("Days Late"), 8, "integer"),
                Column(self.env._("Contact"), 12),
                Column(self.env._("Telephone"), 16),
                Column(self.env._("Reminded on"), 12, "date"),
                Column(self.env._("Remark"), 26),
            ]
        return [
            *shared,
            Column(self.env._("Handed in on"), 12, "date"),
            Column(self.env._("Handed in Late"), 8),
            Column(self.env._("Opinion of the Review"), 34),
            Column(self.env._("Score"), 8, "decimal"),
        ]

    def _iter_register_rows(self):
        Filing = self.env["volunteer.report.filing"]
        filings = Filing.search(
            self._get_register_domain(), order="due_on, unit_id, id"
        )
        states = dict(Filing._fields["state"]._description_selection(self.env))
        prepare = (
            self._prepare_missing if self.kind == "missing" else self._prepare_filing
        )
        for start in range(0, len(filings), PAGE):
            for filing in filings[start : start + PAGE]:
                yield prepare(filing, states)

    def _prepare_filing(self, filing, states):
        late = filing.was_late if filing.filed_on else filing.is_overdue
        review = "" if filing.state in ("expected", "filed") else states[filing.state]
        return (
            filing.unit_id.name,
            filing.material_id.name,
            filing.period_name,
            filing.due_on,
            filing.filed_on or None,
            self.env._("Yes") if late else self.env._("No"),
            ": ".join(filter(None, (review, filing.opinion))),
            filing.score if filing.is_scored else None,
        )

    def _prepare_missing(self, filing, states):
        unit = filing.unit_id
        remark = filing.state == "returned" and states["returned"]
        return (
            unit.name,
            filing.material_id.name,
            filing.period_name,
            filing.due_on,
            filing.days_late or None,
            unit.contact or "",
            unit.phone or "",
            filing.reminded_on or None,
            ": ".join(filter(None, (remark, remark and filing.opinion))),
        )
