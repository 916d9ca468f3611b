from odoo import api, models

from ...tools.filing import start_of_period
from .volunteer_report_filing import OWED


class VolunteerReportFiling(models.Model):
    """Many filled-in forms at once; each says itself of which unit and month it is."""

    # One matter a file keeps the files short.
    _inherit = "volunteer.report.filing"  # pylint: disable=consider-merging-classes-inherited

    @api.model
    def _match_forms_sudo(self, company, files):
        """Say what each of some files is; nothing is changed.

        :param company: whose desk it is
        :param files: ``[(name, bytes)]``
        :return: a dict a file: ``name``, ``data``, ``form`` (or None), ``unit``,
            ``material``, ``period``, ``filing`` (maybe none yet) and ``problems``
            (sentences)
        """
        materials = self.env["volunteer.report.material"]._get_materials_sudo(company)
        material = materials[company].filtered(lambda one: one.kind == "monthly")[:1]
        units = (
            self.env["volunteer.reporting.unit"]
            .sudo()
            .search([("company_id", "=", company.id)])
        )
        found = []
        for name, data in files:
            form, problems = self._read_form(data, name)
            found.append(
                {
                    "name": name,
                    "data": data,
                    "form": form,
                    "unit": units.filtered(
                        lambda unit, form=form: form and unit._is_named(form)
                    )[:1],
                    "material": material,
                    "period": form and form.month,
                    "problems": problems,
                }
            )
        rows = self.sudo().search(
            [
                ("unit_id", "in", units.ids),
                ("material_id.kind", "=", "monthly"),
                ("period", "in", [one["period"] for one in found if one["period"]]),
            ]
        )
        by_key = {(row.unit_id, row.period): row for row in rows}
        taken = {}
        for one in found:
            key = one["unit"], one["period"]
            one["filing"] = by_key.get(key, self.browse())
            if one["form"]:
                one["problems"] += self._check_match(company, one, taken.get(key))
                if not one["problems"]:
                    taken[key] = one["name"]
        return found

    def _check_match(self, company, one, twin):
        """Return sentences of why a form that was read cannot be taken over."""
        form, unit, filing = one["form"], one["unit"], one["filing"]
        if not one["material"]:
            return [self.env._("This desk asks for no monthly reports.")]
        if not unit:
            return [
                self.env._(
                    "“%(unit)s” is no reporting unit of this desk. Compare the name.",
                    unit=form.unit,
                )
            ]
        if unit.reporting_company_id:
            return [
                self.env._(
                    "%(unit)s hands in its reports in this database.", unit=unit.name
                )
            ]
        today = company._get_volunteer_today()
        if form.month and form.month > start_of_period(
            one["material"]._get_rule(), today
        ):
            return [self.env._("This month has not begun.")]
        if filing and filing.state not in OWED:
            return [
                self.env._("It was handed in already. Give the former one back first.")
            ]
        if twin:
            return [self.env._("“%(file)s” is of the same unit and month.", file=twin)]
        return []

    @api.model
    def _take_forms_sudo(self, company, matches):
        """Hand in forms that were matched without a problem; the caller checked.

        Rows that nobody asked for yet are made.

        :param matches: of ``_match_forms_sudo``
        :return: the filings
        """
        wanted = {
            (company, one["material"], one["period"])
            for one in matches
            if not one["filing"]
        }
        units = self.env["volunteer.reporting.unit"].union(
            *(one["unit"] for one in matches if not one["filing"])
        )
        made = {
            (row.unit_id, row.period): row
            for row in (self._expect_sudo(list(wanted), units) if wanted else [])
        }
        filings = self.sudo().browse()
        for one in matches:
            filing = (one["filing"] or made[one["unit"], one["period"]]).sudo()
            filing.write(
                {
                    "file": self._encode_file(one["data"]),
                    "filename": one["name"],
                    "figures": self._prepare_figures(one["form"]),
                }
            )
            filings |= filing
        filings._hand_in_sudo()
        return self.browse(filings.ids)
