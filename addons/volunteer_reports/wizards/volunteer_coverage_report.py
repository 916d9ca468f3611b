from odoo import api, fields, models
from odoo.exceptions import AccessError

from odoo.addons.volunteer_base.tools.spreadsheet import Column

from ..tools.indicators import ratio, rounded


class VolunteerCoverageReport(models.TransientModel):
    """How much service each department gets, against patients and staff (覆盖密度)."""

    _name = "volunteer.coverage.report"
    _inherit = ["volunteer.register.wizard.mixin"]
    _description = "Coverage by Department"

    line_ids = fields.One2many("volunteer.coverage.line", "report_id", readonly=True)

    def action_show(self):
        """Show the departments with their densities as a list.

        :raise AccessError: neither of the volunteer office nor of HR, or another unit
        :raise UserError: the period ends before it begins
        """
        self.ensure_one()
        self._check_register()
        self.line_ids.unlink()
        self.env["volunteer.coverage.line"].create(
            [{"report_id": self.id, **vals} for vals in self._count_sudo()]
        )
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "volunteer_reports.volunteer_coverage_line_action"
        )
        return {**action, "domain": [("report_id", "=", self.id)], "target": "current"}

    def _check_register(self):
        result = super()._check_register()
        if not self.env["volunteer.coverage.base"].has_access("read"):
            raise AccessError(
                self.env._("Only the volunteer office and HR see all departments.")
            )
        return result

    @api.depends("company_id", "date_from", "date_to")
    def _compute_line_count(self):
        return super()._compute_line_count()

    def _get_register_totals(self):
        # A department holds those below it: hours of rows do not add up.
        return len(self._count_sudo()), 0

    def _count_sudo(self):
        """Return a row for each department with staff, service or patients.

        Departments below count in their own row only where they stand alone: each row
        holds its department and all below it. At most six queries.
        """
        self.ensure_one()
        Indicator = self.env["volunteer.indicator"].sudo()
        Base = self.env["volunteer.coverage.base"].sudo()
        departments = (
            self.env["hr.department"]
            .sudo()
            .search([("company_id", "=", self.company_id.id)])
            .sorted("complete_name")
        )
        if not departments:
            return []
        self.env.flush_all()
        span = [(self.date_from, self.date_to)]
        tree = Indicator._get_tree_sudo(departments)
        served = Base._read_served_sudo("department", tree, span)
        density = Base._get_density_sudo("department", departments, tree, span)
        staff = Indicator._read_staff_sudo("department", tree)
        rows = []
        for department in departments:
            [minutes] = served.get((department.id, 0), (0,))
            known = density.get((department.id, 0), {})
            heads = staff[department.id][1]
            if not (minutes or known or heads):
                continue
            rows.append(
                {
                    "department_id": department.id,
                    "name": department.complete_name,
                    "minutes": minutes,
                    "hours": minutes / 60,
                    "staff": heads,
                    "per_head": rounded(ratio(ratio(minutes, 60), heads)),
                    **self._describe(known, "visits", 1000),
                    **self._describe(known, "beds", 100),
                }
            )
        return rows

    def _describe(self, known, kind, times):
        minutes, count = known.get(kind, (0, 0))
        return {
            kind: count,
            f"per_{kind}": rounded(ratio(ratio(minutes, 60), count, times)),
        }

    # ------------------------------------------------------------------
    # As a register
    # ------------------------------------------------------------------

    def _get_register_title(self):
        return self.env._("Service Hours against Patients and Staff, by Department")

    def _get_register_name(self):
        return self.env._("Coverage")

    def _get_register_columns(self):
        return [
            Column(self.env._("No."), 6, "integer"),
            Column(self.env._("Department"), 30),
            Column(self.env._("Hours Served for It"), 14, "hours", False),
            Column(self.env._("Visits"), 12, "integer"),
            Column(self.env._("Hours for 1,000 Visits"), 16, "decimal"),
            Column(self.env._("Bed Days"), 12, "integer"),
            Column(self.env._("Hours for 100 Bed Days"), 16, "decimal"),
            Column(self.env._("Staff Today"), 10, "integer"),
            Column(self.env._("Hours a Head of Staff"), 14, "decimal"),
        ]

    def _iter_register_rows(self):
        for number, row in enumerate(self._count_sudo(), start=1):
            yield (
                number,
                row["name"],
                row["minutes"],
                row["visits"] or None,
                row["per_visits"],
                row["beds"] or None,
                row["per_beds"],
                row["staff"] or None,
                row["per_head"],
            )

    def _get_register_notes(self):
        return (
            self.env._(
                "Each department with those below it, so that rows do not add up. For "
                "a department serves who follows its request, else its team, else its "
                "own staff. Densities count the months whose visits or bed days are "
                "entered."
            ),
        )


class VolunteerCoverageLine(models.TransientModel):
    """One department on the screen of its density."""

    _name = "volunteer.coverage.line"
    _description = "Coverage of a Department"
    _order = "id"

    report_id = fields.Many2one(
        "volunteer.coverage.report", required=True, index=True, ondelete="cascade"
    )
    department_id = fields.Many2one("hr.department", readonly=True, ondelete="cascade")
    name = fields.Char(string="Department in Full", readonly=True)
    minutes = fields.Integer(readonly=True, aggregator=None)
    hours = fields.Float(
        string="Hours Served for It", digits=(16, 2), readonly=True, aggregator=None
    )
    visits = fields.Integer(readonly=True, aggregator=None)
    per_visits = fields.Float(
        string="Hours for 1,000 Visits",
        digits=(16, 2),
        readonly=True,
        aggregator="avg",
    )
    beds = fields.Integer(string="Bed Days", readonly=True, aggregator=None)
    per_beds = fields.Float(
        string="Hours for 100 Bed Days",
        digits=(16, 2),
        readonly=True,
        aggregator="avg",
    )
    staff = fields.Integer(string="Staff Today", readonly=True, aggregator=None)
    per_head = fields.Float(
        string="Hours a Head of Staff", digits=(16, 2), readonly=True, aggregator="avg"
    )
