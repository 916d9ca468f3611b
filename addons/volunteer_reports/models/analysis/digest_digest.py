from datetime import date

from odoo import fields, models
from odoo.exceptions import AccessError
from odoo.fields import Domain

OFFICE = "volunteer_base.group_officer"
READERS = (OFFICE, "volunteer_base.group_leader", "volunteer_hours.group_hr")


class DigestDigest(models.Model):
    """What a week brought, in Odoo's digest mail.

    Everybody gets the figures of what they may read: the office and HR those of the
    unit, leaders those of their teams. Others get none of them.
    """

    _inherit = "digest.digest"

    kpi_volunteer_hours = fields.Boolean(string="Service Hours Recorded")
    kpi_volunteer_hours_value = fields.Float(
        compute="_compute_kpi_volunteer_hours_value"
    )
    kpi_volunteer_proven = fields.Boolean(string="Of These, Proven (%)")
    kpi_volunteer_proven_value = fields.Float(
        compute="_compute_kpi_volunteer_proven_value"
    )
    kpi_volunteer_year = fields.Boolean(string="Person-times × Hours This Year")
    kpi_volunteer_year_value = fields.Float(compute="_compute_kpi_volunteer_year_value")
    kpi_volunteer_activities = fields.Boolean(string="Volunteer Activities Held")
    kpi_volunteer_activities_value = fields.Integer(
        compute="_compute_kpi_volunteer_activities_value"
    )
    kpi_volunteer_served = fields.Boolean(string="People Served by Volunteers")
    kpi_volunteer_served_value = fields.Integer(
        compute="_compute_kpi_volunteer_served_value"
    )
    kpi_volunteer_new = fields.Boolean(string="New Volunteers")
    kpi_volunteer_new_value = fields.Integer(compute="_compute_kpi_volunteer_new_value")

    # Odoo asks for one figure of one period after the other and empties the cache of
    # that one field between: each has a method of its own.

    def _compute_kpi_volunteer_hours_value(self):
        figures = self._get_volunteer_recorded()
        for digest in self:
            hours, _proven = figures.get(digest._get_volunteer_company(), (0, 0))
            digest.kpi_volunteer_hours_value = hours

    def _compute_kpi_volunteer_proven_value(self):
        figures = self._get_volunteer_recorded()
        for digest in self:
            hours, proven = figures.get(digest._get_volunteer_company(), (0, 0))
            digest.kpi_volunteer_proven_value = 100 * proven / hours if hours else 0

    def _compute_kpi_volunteer_year_value(self):
        """What stood in the ledger at the end of the period, of our own services.

        Hours of another body never count for the 4000 (民政部令第67号, Art. 26).
        """
        self._check_volunteer_readers(*READERS)
        _start, end, companies = self._get_kpi_compute_parameters()
        last = self._get_volunteer_day(end)
        domain = self._get_volunteer_lines_domain(companies)
        domain &= Domain("organiser", "in", (False, ""))
        domain &= Domain("date", ">=", date(last.year, 1, 1))
        domain &= Domain("date", "<=", date(last.year, 12, 31))
        domain &= Domain("notice_id.closed_on", "<", end)
        sums = dict(
            self.env["volunteer.hour"]._read_group(
                domain, ["company_id"], ["hours:sum"]
            )
        )
        for digest in self:
            company = digest._get_volunteer_company()
            digest.kpi_volunteer_year_value = sums.get(company, 0)

    def _compute_kpi_volunteer_activities_value(self):
        sums = self._get_volunteer_held("activities:count_distinct")
        for digest in self:
            company = digest._get_volunteer_company()
            digest.kpi_volunteer_activities_value = sums.get(company, 0)

    def _compute_kpi_volunteer_served_value(self):
        sums = self._get_volunteer_held("people_served:sum")
        for digest in self:
            company = digest._get_volunteer_company()
            digest.kpi_volunteer_served_value = sums.get(company, 0)

    def _compute_kpi_volunteer_new_value(self):
        self._check_volunteer_readers(OFFICE)
        companies, period = self._get_volunteer_days("date_registered")
        counts = dict(
            self.env["volunteer.volunteer"]._read_group(
                Domain("company_id", "in", companies.ids)
                & Domain("merged_into_id", "=", False)
                & period,
                ["company_id"],
                ["__count"],
            )
        )
        for digest in self:
            digest.kpi_volunteer_new_value = counts.get(
                digest._get_volunteer_company(), 0
            )

    def _compute_kpis_actions(self, company, user):
        analysis = "volunteer_reports.volunteer_hour_analysis_action"
        return {
            **super()._compute_kpis_actions(company, user),
            "kpi_volunteer_hours": analysis,
            "kpi_volunteer_proven": analysis,
            "kpi_volunteer_year": "volunteer_hours.volunteer_target_action",
            "kpi_volunteer_activities": "volunteer_base.volunteer_activity_action",
            "kpi_volunteer_served": analysis,
            "kpi_volunteer_new": "volunteer_base.volunteer_volunteer_action",
        }

    # ------------------------------------------------------------------
    # What and for whom
    # ------------------------------------------------------------------

    def _check_volunteer_readers(self, *groups):
        """:raise AccessError: leaves a figure out of the mail, as Odoo does"""
        if not any(map(self.env.user.has_group, groups)):
            raise AccessError(
                self.env._("These figures are for those who look after volunteers.")
            )

    def _get_volunteer_company(self):
        """Return the unit of a digest; without one, each reader's own."""
        return self.company_id or self.env.company

    def _get_volunteer_lines_domain(self, companies):
        return Domain(
            [
                ("company_id", "in", companies.ids),
                ("state", "=", "recorded"),
                *self.env["volunteer.hour"]._get_day_domain(),
            ]
        )

    def _get_volunteer_days(self, name):
        """Return the units, and a domain of whole days that have ended."""
        start, end, companies = self._get_kpi_compute_parameters()
        since, until = map(self._get_volunteer_day, (start, end))
        return companies, Domain(name, ">=", since) & Domain(name, "<", until)

    def _get_volunteer_day(self, moment):
        """Return the day that a moment in UTC is in, by the clock of the unit."""
        company = self[:1]._get_volunteer_company()
        return company._get_volunteer_date(fields.Datetime.to_datetime(moment))

    def _get_volunteer_recorded(self):
        """Return ``{unit: (hours, proven hours)}`` recorded in the period.

        By the day of recording: what was served last week is still in notice.
        """
        self._check_volunteer_readers(*READERS)
        start, end, companies = self._get_kpi_compute_parameters()
        domain = self._get_volunteer_lines_domain(companies)
        domain &= Domain("notice_id.closed_on", ">=", start)
        domain &= Domain("notice_id.closed_on", "<", end)
        figures = {}
        for company, proven, hours in self.env["volunteer.hour"]._read_group(
            domain, ["company_id", "proven"], ["hours:sum"]
        ):
            every, of_these = figures.get(company, (0, 0))
            figures[company] = (every + hours, of_these + (hours if proven else 0))
        return figures

    def _get_volunteer_held(self, spec):
        """Return ``{unit: figure}`` of the activities held in the period."""
        self._check_volunteer_readers(*READERS)
        companies, period = self._get_volunteer_days("date")
        domain = Domain("company_id", "in", companies.ids)
        # A row of an activity, none of a line.
        domain &= Domain("hour_id", "=", False)
        return dict(
            self.env["volunteer.hour.analysis"]._read_group(
                domain & period, ["company_id"], [spec]
            )
        )
