from datetime import date

from odoo import api, fields, models
from odoo.fields import Domain

#: From this month on, the days of the next year should be known.
KNOWN_FROM_MONTH = 12


class VolunteerWorkingDay(models.Model):
    """Years without public holidays: dates counted in working days are guesses."""

    # One matter a file keeps the files short.
    _inherit = "volunteer.working.day"  # pylint: disable=consider-merging-classes-inherited

    @api.model
    def _get_years_sudo(self):
        """Return the set of years that have days in the table, in one query."""
        years = self.sudo()._read_group([], ["date:year"])
        return {first.year for (first,) in years}

    @api.model
    def _get_missing_years_sudo(self, today):
        """Return the years that should be in the table by now, and are not.

        :param date today: the next year is expected from December on
        """
        expected = {today.year}
        if today.month >= KNOWN_FROM_MONTH:
            expected.add(today.year + 1)
        return sorted(expected - self._get_years_sudo())

    @api.model
    def _cron_warn_of_missing_years(self):
        """Give the office of each unit a to-do, once a year that is missing.

        Also takes back to-dos of years that have been entered since.
        """
        Activity = self.env["mail.activity"].sudo()
        missing = self._get_missing_years_sudo(fields.Date.context_today(self))
        matters = {f"working_days_{year}": year for year in missing}
        Activity.search(
            [
                ("volunteer_matter", "=like", r"working\_days\_%"),
                ("volunteer_matter", "not in", list(matters)),
            ]
        ).unlink()
        if not missing:
            return
        serving = (
            self.env["volunteer.volunteer"]
            .sudo()
            ._read_group([("state", "in", ("trial", "registered"))], ["company_id"])
        )
        companies = self.env["res.company"].union(*(company for (company,) in serving))
        officers = self.env["res.users"].union(
            *companies.filtered("active")._get_volunteer_officers_sudo().values()
        )
        told = {
            (todo.volunteer_matter, todo.user_id)
            for todo in Activity.with_context(active_test=False).search(
                [("volunteer_matter", "in", list(matters))]
            )
        }
        kind = self.env.ref("mail.mail_activity_data_todo")
        vals_list = []
        for matter, year in matters.items():
            for user in officers:
                if (matter, user) in told:
                    continue
                env = self.with_context(lang=user.lang).env
                vals_list.append(
                    {
                        "activity_type_id": kind.id,
                        "user_id": user.id,
                        "volunteer_matter": matter,
                        "summary": env._(
                            "Public holidays of %(year)s are missing", year=year
                        ),
                        "note": env._(
                            "Import them under Configuration – Working Days. Until "
                            "then every Monday to Friday of %(year)s counts as a "
                            "working day, and due dates may be wrong.",
                            year=year,
                        ),
                        "date_deadline": date(year, 1, 1),
                    }
                )
        Activity.with_context(mail_activity_quick_update=True).create(vals_list)


class VolunteerHome(models.AbstractModel):
    # One matter a file keeps the files short.
    _inherit = "volunteer.home"  # pylint: disable=consider-merging-classes-inherited

    @api.model
    def _get_tile_definitions(self):
        tiles = super()._get_tile_definitions()
        today = fields.Date.context_today(self)
        years = self.env["volunteer.working.day"]._get_missing_years_sudo(today)
        for year in years:
            tiles.append(
                {
                    "key": f"working_days_{year}",
                    "title": self.env._("Working days %(year)s", year=year),
                    "hint": self.env._(
                        "Public holidays are missing; due dates may be wrong."
                    ),
                    "model": "volunteer.working.day",
                    "domain": Domain("date", ">=", f"{year}-01-01")
                    & Domain("date", "<=", f"{year}-12-31"),
                    "count": 1,
                    "action": "volunteer_base.volunteer_working_day_action",
                    "group": "volunteer_base.group_officer",
                }
            )
        return tiles
