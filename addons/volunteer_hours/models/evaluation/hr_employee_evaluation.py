from odoo import models
from odoo.exceptions import AccessError

from ...tools.evaluation import percent
from .volunteer_evaluation_figures import Figures


class HrEmployee(models.Model):
    """What other modules read about volunteering: the bridge to any appraisal."""

    # One matter a file keeps the files short.
    _inherit = "hr.employee"  # pylint: disable=consider-merging-classes-inherited

    def _get_volunteer_evaluation(self, date_from, date_to):
        """Return what these employees did as volunteers in a period, and the result.

        For appraisals, payroll and papers of other modules. Figures are those of the
        ledger now: recorded lines of the person in the period, reversals taken off,
        in all units. Sheets are those that Human Resources confirmed. The number of
        queries does not depend on the number of employees.

        :param date date_from: first day
        :param date date_to: last day
        :return: ``{employee id: {...}}``, a row for every employee, with:

            ``volunteer_id``
                id of the volunteer record that is kept, or False: never registered
            ``hours``, ``hours_proven``, ``hours_claimed``
                hours with two decimals
            ``services``
                number of recorded services
            ``quality``
                average mark from 1 to 5, False without one
            ``honours``, ``no_shows``
                honours granted; absences without excuse
            ``target_hours``, ``attainment``
                personal aim in hours (0: none), and what was reached of it in percent
                (False without an aim)
            ``sheets``
                confirmed sheets whose period lies within, in their order: dicts of
                ``id``, ``name`` (of the evaluation), ``date_from``, ``date_to``,
                ``version``, ``score`` and ``grade`` (as taken over), ``confirmed_on``,
                ``changed_since``, ``is_being_corrected`` (a newer version is not
                confirmed yet)
            ``score``, ``grade``
                of the sheet for exactly this period; False where none is confirmed
        :rtype: dict[int, dict]
        :raise AccessError: neither Human Resources nor the volunteer office
        """
        user = self.env.user
        if not self.env.su:
            if not (
                user.has_group("volunteer_hours.group_hr")
                or user.has_group("volunteer_base.group_officer")
            ):
                raise AccessError(
                    self.env._(
                        "Only Human Resources and the volunteer office read these "
                        "figures."
                    )
                )
            outside = self.sudo().company_id - self.env.companies
            if outside:
                raise AccessError(
                    self.env._(
                        "These employees are of units that are not yours: %(names)s.",
                        names=outside.mapped("name"),
                    )
                )
        return self.sudo()._get_volunteer_evaluation_sudo(date_from, date_to)

    def _get_volunteer_evaluation_sudo(self, date_from, date_to):
        kept = {
            employee.id: employee.volunteer_id.merged_into_id or employee.volunteer_id
            for employee in self
        }
        people = self.env["volunteer.volunteer"].union(*kept.values())
        Sheet = self.env["volunteer.evaluation"]
        figures = Sheet._get_figures_sudo(people.ids, date_from, date_to)
        aims = self.env["volunteer.target"]._get_personal_aims_sudo(
            date_from,
            date_to,
            self.filtered(lambda employee: not kept[employee.id]),
            people,
        )
        sheets = Sheet._get_confirmed_sudo(self, people, date_from, date_to)
        result = {}
        for employee in self:
            volunteer = kept[employee.id]
            found = figures.get(volunteer.id, Figures())
            aim = aims.get(
                ("volunteer", volunteer.id) if volunteer else ("employee", employee.id),
                0.0,
            )
            own = sheets.get(("volunteer", volunteer.id), []) if volunteer else []
            own = sorted(
                own + sheets.get(("employee", employee.id), []),
                key=lambda sheet: (sheet["date_to"], sheet["id"]),
            )
            exact = [
                sheet
                for sheet in own
                if (sheet["date_from"], sheet["date_to"]) == (date_from, date_to)
            ]
            attainment = percent(found.hours, aim)
            result[employee.id] = {
                "volunteer_id": volunteer.id,
                "hours": float(found.hours),
                "hours_proven": float(found.hours_proven),
                "hours_claimed": float(found.hours_claimed),
                "services": found.services,
                "quality": found.quality is not None and float(found.quality),
                "honours": found.honours,
                "no_shows": found.no_shows,
                "target_hours": aim,
                "attainment": attainment is not None and float(attainment),
                "sheets": own,
                "score": bool(exact) and exact[-1]["score"],
                "grade": bool(exact) and exact[-1]["grade"],
            }
        return result


class VolunteerEvaluation(models.Model):
    # One matter a file keeps the files short.
    _inherit = "volunteer.evaluation"  # pylint: disable=consider-merging-classes-inherited

    def _get_confirmed_sudo(self, employees, volunteers, date_from, date_to):
        """Return confirmed sheets of people, as other modules read them.

        :return: ``{("volunteer" | "employee", id): [dict]}``; a sheet of a volunteer
            stands under the volunteer record that was kept
        """
        sheets = self.sudo().search(
            [
                ("state", "=", "confirmed"),
                ("date_from", ">=", date_from),
                ("date_to", "<=", date_to),
                "|",
                ("volunteer_id", "in", volunteers._with_merged_sudo().ids),
                "&",
                ("volunteer_id", "=", False),
                ("employee_id", "in", employees.ids),
            ]
        )
        # While a correction is under way, what was confirmed before still holds.
        sheets -= sheets.previous_id
        found = {}
        for sheet in sheets:
            volunteer = sheet.volunteer_id.merged_into_id or sheet.volunteer_id
            key = (
                ("volunteer", volunteer.id)
                if volunteer
                else ("employee", sheet.employee_id.id)
            )
            found.setdefault(key, []).append(
                {
                    "id": sheet.id,
                    "name": sheet.round_id.name,
                    "date_from": sheet.date_from,
                    "date_to": sheet.date_to,
                    "version": sheet.version,
                    "score": sheet.final_score,
                    "grade": sheet.final_grade or False,
                    "confirmed_on": sheet.hr_on,
                    "changed_since": sheet.changed_since,
                    "is_being_corrected": not sheet.is_current,
                }
            )
        return found
