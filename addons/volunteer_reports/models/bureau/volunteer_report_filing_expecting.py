from odoo import api, models

from ...tools.filing import periods_to_list, start_of_period
from .volunteer_report_material import OUR_KINDS


class VolunteerReportFiling(models.Model):
    """Rows for what units owe, made before anybody hands it in."""

    # One matter a file keeps the files short.
    _inherit = "volunteer.report.filing"  # pylint: disable=consider-merging-classes-inherited

    @api.model
    def _cron_expect(self):
        """Ask every unit for what is to be handed in these days; once a period."""
        Unit = self.env["volunteer.reporting.unit"].sudo()
        desks = [desk for (desk,) in Unit._read_group([], ["company_id"])]
        companies = self.env["res.company"].union(*desks).sudo()
        self._expect_current_sudo(companies.filtered("active"))

    @api.model
    def _expect_current_sudo(self, companies):
        """Make the rows that these desks should have today, and return the new ones."""
        materials = self.env["volunteer.report.material"]._get_materials_sudo(companies)
        wanted = []
        for company in companies:
            today = company._get_volunteer_today()
            wanted += [
                (company, material, period)
                for material in materials[company]
                for period in periods_to_list(material._get_rule(), today)
            ]
        return self._expect_sudo(wanted)

    @api.model
    def _expect_sudo(self, wanted, units=None):
        """Make the rows that are missing, in a number of queries that does not grow.

        :param wanted: ``[(company, material, first day of the period)]``
        :param units: of which units; empty: all active ones of the desks
        :return: the new rows
        """
        Unit = self.env["volunteer.reporting.unit"].sudo()
        companies = self.env["res.company"].union(*(row[0] for row in wanted))
        if units is None:
            units = Unit.search([("company_id", "in", companies.ids)])
        by_company = units.sudo().grouped("company_id")
        there = {
            (unit.id, self._get_matter(material), period)
            for unit, material, period in self.sudo()._read_group(
                [
                    ("unit_id", "in", units.ids),
                    ("period", "in", [row[2] for row in wanted]),
                ],
                ["unit_id", "material_id", "period:day"],
            )
        }
        vals_list = [
            self._prepare_expected_vals(unit, material, period)
            for company, material, period in wanted
            for unit in by_company.get(company, ())
            if (unit.id, self._get_matter(material), period) not in there
        ]
        # A note "created" in every row would tell nobody anything.
        quiet = self.sudo().with_context(
            mail_create_nolog=True, mail_create_nosubscribe=True, tracking_disable=True
        )
        filings = self.sudo().browse(quiet.create(vals_list).ids)
        filings._fill_from_companies_sudo()
        return filings

    @api.model
    def _get_matter(self, material):
        """Return what a unit owes once a period: a kind of ours, or this material.

        A bureau that gets a monthly report of its own in the middle of a month asks
        nobody twice, and no unit is added up twice.
        """
        return material.kind if material.kind in OUR_KINDS else material.id

    def _fill_from_companies_sudo(self):
        """Hand in what units of this database have submitted already."""

    @api.model
    def action_expect(self, material_id, date, unit_ids=None):
        """Ask units for a material of the period in which a day is.

        :param int material_id: the material
        :param str date: a day of the period, ISO
        :param list unit_ids: of which units; empty: all active ones of this desk
        :return: ids of the new rows; units that were asked already get no second one
        :rtype: list
        :raise AccessError: not of the volunteer office
        """
        self.check_access("write")
        company = self.env.company
        material = self.env["volunteer.report.material"].browse(material_id)
        material.check_access("read")
        Unit = self.env["volunteer.reporting.unit"]
        units = (
            Unit.browse(unit_ids)
            if unit_ids
            else Unit.search([("company_id", "=", company.id)])
        )
        units.check_access("write")
        period = start_of_period(material._get_rule(), self._to_date(date))
        wanted = [(desk, material.sudo(), period) for desk in units.company_id]
        return self._expect_sudo(wanted, units).ids
