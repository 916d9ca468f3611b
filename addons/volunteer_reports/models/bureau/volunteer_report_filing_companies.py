from odoo import fields, models
from odoo.exceptions import UserError


class VolunteerReportFiling(models.Model):
    """Units of this database: what they submit is on the desk at once.

    Handing in, accepting and giving back is one act, whoever sees it from which side.
    """

    # One matter a file keeps the files short.
    _inherit = "volunteer.report.filing"  # pylint: disable=consider-merging-classes-inherited

    report_id = fields.Many2one(
        "volunteer.monthly.report",
        string="Monthly Report",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="restrict",
        groups="volunteer_base.group_officer",
    )

    def _get_guarded_fields(self):
        return (*super()._get_guarded_fields(), "report_id")

    def _fill_from_companies_sudo(self):
        result = super()._fill_from_companies_sudo()
        monthly = self.filtered(
            lambda one: one.kind == "monthly" and one.unit_id.reporting_company_id
        )
        if monthly:
            reports = self.env["volunteer.monthly.report"].sudo()
            monthly._take_reports_sudo(
                reports.search(
                    [
                        (
                            "company_id",
                            "in",
                            monthly.unit_id.reporting_company_id.ids,
                        ),
                        ("month", "in", monthly.mapped("period")),
                        ("state", "in", ("submitted", "accepted")),
                    ]
                )
            )
        return result

    def _take_reports_sudo(self, reports):
        """Hand in what these reports say, where their units report to a desk.

        :param reports: monthly reports as superuser, submitted or accepted
        """
        by_key = {(report.company_id, report.month): report for report in reports}
        for filing in self:
            report = by_key.get((filing.unit_id.reporting_company_id, filing.period))
            if not report:
                continue
            filing._hand_in_sudo(
                {
                    "report_id": report.id,
                    "received_on": False,
                    "filed_on": report.handed_in_on,
                    "figures": {
                        "values": (report.figures or {}).get("values") or {},
                        "texts": report._get_texts(),
                    },
                }
            )
            if report.state == "accepted":
                filing._decide_sudo("accepted")

    def action_open_report(self):
        """Open the monthly report behind this filing.

        :raise AccessError: not of the volunteer office
        :raise UserError: the unit sent a file
        """
        self.ensure_one()
        self.check_access("read")
        if not self.report_id:
            raise UserError(self.env._("This unit sends files; there is no report."))
        return {
            "type": "ir.actions.act_window",
            "res_model": "volunteer.monthly.report",
            "res_id": self.sudo().report_id.id,
            "view_mode": "form",
            "views": [(False, "form")],
        }

    # ------------------------------------------------------------------
    # One act with the report
    # ------------------------------------------------------------------

    def _check_has_figures(self):
        linked = self.filtered(
            lambda one: one.kind == "monthly" and one.unit_id.reporting_company_id
        )
        if linked:
            raise UserError(
                self.env._(
                    "%(unit)s hands in its monthly report in this database itself.",
                    unit=linked[0].unit_id.name,
                )
            )
        return super()._check_has_figures()

    def _decide_by_desk_sudo(self, state, **vals):
        linked = self.filtered("report_id")
        others = super(VolunteerReportFiling, self - linked)
        result = others._decide_by_desk_sudo(state, **vals)
        # The answer comes back from the report, see below.
        linked.report_id._answer_sudo(
            state, self.env.user, reason=vals.get("opinion") or ""
        )
        return result

    def _get_monthly_of_sudo(self, reports):
        """Return the filings of these reports, and make those that are missing."""
        Unit = self.env["volunteer.reporting.unit"].sudo()
        units = Unit.search([("reporting_company_id", "in", reports.company_id.ids)])
        if not units:
            return self.browse()
        desks = units.company_id
        materials = self.env["volunteer.report.material"]._get_materials_sudo(desks)
        monthly = {
            desk: found.filtered(lambda one: one.kind == "monthly")[:1]
            for desk, found in materials.items()
        }
        for month, group in reports.grouped("month").items():
            here = units.filtered(
                lambda unit, group=group: unit.reporting_company_id in group.company_id
            )
            self._expect_sudo(
                [
                    (desk, monthly[desk], month)
                    for desk in here.company_id
                    if monthly[desk]
                ],
                here,
            )
        return self.sudo().search(
            [
                ("unit_id", "in", units.ids),
                ("material_id.kind", "=", "monthly"),
                ("period", "in", reports.mapped("month")),
            ]
        )


class VolunteerMonthlyReport(models.Model):
    # One matter a file keeps the files short.
    _inherit = "volunteer.monthly.report"  # pylint: disable=consider-merging-classes-inherited

    filing_ids = fields.One2many(
        "volunteer.report.filing",
        "report_id",
        string="On the Desks",
        groups="volunteer_base.group_officer",
    )

    def _get_receivers_sudo(self):
        receivers = super()._get_receivers_sudo()
        units = (
            self.env["volunteer.reporting.unit"]
            .sudo()
            .search([("reporting_company_id", "in", self.sudo().company_id.ids)])
        )
        for report, companies in receivers.items():
            receivers[report] = (
                companies
                | units.filtered(
                    lambda unit, own=report.company_id: unit.reporting_company_id == own
                ).company_id
            )
        return receivers

    def _after_submit_sudo(self, versions):
        result = super()._after_submit_sudo(versions)
        Filing = self.env["volunteer.report.filing"].sudo()
        Filing._get_monthly_of_sudo(self)._take_reports_sudo(self)
        return result

    def _after_answer_sudo(self, state):
        result = super()._after_answer_sudo(state)
        filings = self.env["volunteer.report.filing"].sudo()
        filings = filings.search([("report_id", "in", self.ids)])
        for reason, group in filings.grouped(
            lambda one: one.report_id.return_reason or False
        ).items():
            if state == "returned":
                group._decide_sudo(
                    state, opinion=reason, score=0, is_scored=False, received_on=False
                )
            else:
                group._decide_sudo(state)
        return result
