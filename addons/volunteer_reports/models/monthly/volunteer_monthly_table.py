from odoo import api, fields, models
from odoo.tools import format_datetime

from ...tools.monthly import COLUMNS, INDICATORS, show
from .volunteer_monthly_report import AT_WORK


class VolunteerMonthlyReport(models.Model):
    """The table of a report as screens and papers show it."""

    # One matter a file keeps the files short.
    _inherit = "volunteer.monthly.report"  # pylint: disable=consider-merging-classes-inherited

    table_html = fields.Html(
        string="Figures", compute="_compute_table_html", sanitize=False
    )
    hours_recorded = fields.Float(
        digits=(16, 2),
        compute="_compute_main_figures",
        help="Of services in the month, as handed in, or as of now.",
    )
    hours_pending = fields.Float(digits=(16, 2), compute="_compute_main_figures")
    hours_supplement = fields.Float(
        string="Reported Later", digits=(16, 2), compute="_compute_main_figures"
    )
    person_times = fields.Integer(compute="_compute_main_figures")

    def _get_current_figures(self):
        """Return the figures of these reports: frozen, or of the ledger now.

        :return: ``{report: {"values": …, "as_of": moment as text}}``
        :raise AccessError: a report is not the user's to read
        """
        self.check_access("read")
        found, fresh = {}, self.browse()
        for report in self:
            if kept := report._get_kept_figures():
                found[report] = kept
            elif report.month and report.company_id:
                fresh |= report
        if not fresh:
            return found
        months = sorted(set(fresh.mapped("month")))
        figures = self._get_month_figures_sudo(
            fresh.company_id, [month.replace(day=1) for month in months]
        )
        now = fields.Datetime.to_string(fields.Datetime.now())
        for report in fresh:
            values = figures[report.company_id, report.month.replace(day=1)]
            found[report] = {"values": values, "as_of": now}
        return found

    def _get_kept_figures(self):
        """Return the figures as handed in, or nothing where they are the ledger's.

        Of a report that came back the unit sees the ledger again; who is above sees
        what was handed in until it is handed in anew.
        """
        self.ensure_one()
        own = self.env.su or self.company_id in self.env.user.company_ids
        if self.figures and (self.state not in AT_WORK or not own):
            return self.figures
        return {}

    @api.depends("month", "company_id", "state", "figures")
    @api.depends_context("uid", "su")
    def _compute_main_figures(self):
        figures = self._get_current_figures()
        for report in self:
            values = figures.get(report, {}).get("values", {})
            for name in (
                "hours_recorded",
                "hours_pending",
                "hours_supplement",
                "person_times",
            ):
                report[name] = values.get(name, {}).get("month") or 0

    @api.depends("month", "company_id", "state", "figures")
    @api.depends_context("lang", "tz", "uid", "su")
    def _compute_table_html(self):
        figures = self._get_current_figures()
        for report in self:
            found = figures.get(report)
            report.table_html = found and self.env["ir.qweb"]._render(
                "volunteer_reports.monthly_table",
                {
                    "rows": self._prepare_rows(found["values"]),
                    "as_of": format_datetime(self.env, found["as_of"]),
                    "frozen": bool(report._get_kept_figures()),
                },
            )

    @api.model
    def _prepare_rows(self, values):
        """Return the rows of the table as texts.

        :param values: ``{key: {column: number or None}}``
        :return: dicts ``label``, ``is_part``, ``cells`` (three texts)
        """
        labels = self._get_monthly_labels()
        return [
            {
                "key": indicator.key,
                "label": labels[indicator.key],
                "is_part": bool(indicator.part_of),
                "cells": [
                    show(indicator.key, values.get(indicator.key, {}).get(column))
                    for column in COLUMNS
                ],
            }
            for indicator in INDICATORS
        ]

    @api.model
    def _get_monthly_labels(self):
        """Return the words of the form, by key of the row, in the reader's language."""
        return {
            "volunteers": self.env._("Registered volunteers"),
            "volunteers_staff": self.env._("Permanent staff"),
            "volunteers_contract": self.env._("Contract staff"),
            "volunteers_community": self.env._("Volunteers who are not staff"),
            "volunteers_party": self.env._("Party members"),
            "staff_rate": self.env._("Staff registered (%)"),
            "activities": self.env._("Activities held"),
            "activities_inside": self.env._("Inside the hospital"),
            "activities_outside": self.env._("Outside the hospital"),
            "activities_online": self.env._("Online"),
            "person_times": self.env._("Person-times of volunteers"),
            "person_times_party": self.env._("of them party members"),
            "hours_recorded": self.env._(
                "Service hours (person-times × hours), recorded"
            ),
            "hours_proven": self.env._("Presence proven"),
            "hours_claimed": self.env._("Claimed"),
            "hours_pending": self.env._("Service hours, not recorded yet"),
            "hours_supplement": self.env._(
                "Service hours of earlier months, recorded since the last report"
            ),
            "hours_per_head": self.env._("Hours a head of staff"),
            "people_served": self.env._("People Served"),
            "claims_claimed": self.env._("Projects claimed by party members"),
            "claims_done": self.env._("Projects of party members done"),
            "wishes_claimed": self.env._("Wishes claimed"),
            "wishes_done": self.env._("Wishes fulfilled"),
            "publicity": self.env._("Reports in the media"),
            "title": self.env._("Monthly Report on Voluntary Service"),
            "sheet": self.env._("Monthly Report"),
            "activities_sheet": self.env._("Activities"),
            "unit": self.env._("Reporting unit (seal)"),
            "credit_code": self.env._("Unified credit code"),
            "month": self.env._("Month"),
            "columns": self.env._("Indicator"),
            "month_column": self.env._("This month"),
            "year_column": self.env._("This year so far"),
            "last_year_column": self.env._("Same month last year"),
            "experience": self.env._("What went well"),
            "problems": self.env._("Problems met"),
            "next_plan": self.env._("Plan for the next month"),
            "signatory": self.env._("Head of the unit (signature)"),
            "filled_by": self.env._("Filled in by"),
            "phone": self.env._("Telephone"),
            "filled_on": self.env._("Filled in on"),
        }
