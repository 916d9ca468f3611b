from odoo import fields, models
from odoo.exceptions import AccessError, UserError

from ...tools.evaluation import percent, score
from .volunteer_evaluation_figures import Figures
from .volunteer_evaluation_population import Person


class VolunteerEvaluationRound(models.Model):
    """Figures are taken, and sheets made of them, for everybody at once."""

    # One matter a file keeps the files short.
    _inherit = "volunteer.evaluation.round"  # pylint: disable=consider-merging-classes-inherited

    def action_compute(self):
        """Take the figures: make missing sheets, refresh those not confirmed.

        Opinions that were written stay; confirmed sheets stay as they are. Sheets that
        nobody was sent go when their person is no longer among the people of the
        evaluation (merged with another record, moved to another unit). One that was
        sent out gives way to the sheet of the record with which its person was merged.

        :raise AccessError: not of Human Resources
        :raise UserError: the evaluation is closed
        """
        if not self.env.su and not self.env.user.has_group("volunteer_hours.group_hr"):
            raise AccessError(self.env._("Only Human Resources takes the figures."))
        self.check_access("write")
        for evaluation_round in self:
            if evaluation_round.state == "closed":
                raise UserError(
                    self.env._(
                        "“%(name)s” is closed; its sheets stay as they are.",
                        name=evaluation_round.name,
                    )
                )
        for evaluation_round in self.sudo():
            evaluation_round._compute_sheets_sudo()
        return True

    def _compute_sheets_sudo(self):
        """Make and refresh the sheets of one evaluation; the caller checked rights."""
        self.ensure_one()
        # First, so that a second run at the same moment waits, and sees these sheets.
        self.write({"computed_on": fields.Datetime.now()})
        self.flush_recordset()
        people, figures, spans = self._get_people_with_figures_sudo()
        aims = self._get_aims_sudo(people, spans)
        present = self._index_sheets_sudo()
        scheme = self._freeze_scheme()
        new, found = [], self.env["volunteer.evaluation"]
        for person in people:
            sheet = present.get(("volunteer", person.volunteer_id)) or present.get(
                ("employee", person.employee_id)
            )
            if sheet:
                found |= sheet
                if sheet.state == "confirmed":
                    continue
            vals = self._prepare_sheet_vals(
                person,
                figures.get(person.volunteer_id, Figures()),
                aims[person],
                scheme,
            )
            if sheet:
                sheet._write_changes_sudo(vals)
            else:
                new.append(vals)
        Sheet = self.env["volunteer.evaluation"]
        Sheet.create(new)
        gone = Sheet.browse({sheet.id for sheet in present.values()}) - found
        untouched = gone.filtered(lambda sheet: sheet._is_untouched())
        # Whoever was merged has one sheet: that of the record that was kept.
        kept = found.volunteer_id
        (gone - untouched).filtered(
            lambda sheet: (
                sheet.state != "confirmed" and sheet.volunteer_id.merged_into_id in kept
            )
        ).write({"is_current": False})
        untouched.unlink()

    def _refresh_sheets_sudo(self, sheets):
        """Take the figures of some sheets anew."""
        self.ensure_one()
        people = {sheet: sheet._as_person_sudo() for sheet in sheets}
        figures = self._get_figures_of_sudo(people.values())
        aims = self._get_aims_sudo(people.values())
        scheme = self._freeze_scheme()
        for sheet, person in people.items():
            vals = self._prepare_sheet_vals(
                person,
                figures.get(person.volunteer_id, Figures()),
                aims[person],
                scheme,
            )
            # The record that it was made for, though another one was kept since.
            vals["volunteer_id"] = sheet.volunteer_id.id or person.volunteer_id
            sheet._write_changes_sudo(vals)

    def _get_people_with_figures_sudo(self):
        """Return people, ``{volunteer id: Figures}``, and spans of service."""
        staff, others, quiet, spans = self._get_people_sudo()
        figures = self._get_figures_of_sudo(staff + others + quiet)
        quiet = [person for person in quiet if person.volunteer_id in figures]
        return staff + others + quiet, figures, spans

    def _get_figures_of_sudo(self, people):
        """Return ``{volunteer id: Figures}`` of these people in the period."""
        return self.env["volunteer.evaluation"]._get_figures_sudo(
            [person.volunteer_id for person in people if person.volunteer_id],
            self.date_from,
            self.date_to,
            companies=self._get_own_companies_sudo(),
            count_outside=self.count_outside,
        )

    def _get_own_companies_sudo(self):
        """Return the units whose hours are not “elsewhere”: all of the same head."""
        company = self.company_id.sudo()
        return company.search([("id", "child_of", company.root_id.ids)])

    def _get_aims_sudo(self, people, spans=None):
        """Return ``{Person: hours}``, prorated by time in service.

        :param dict spans: spans of service by employee that are known already
        """
        Employee, Volunteer = self.env["hr.employee"], self.env["volunteer.volunteer"]
        aims = self.env["volunteer.target"]._get_personal_aims_sudo(
            self.date_from,
            self.date_to,
            Employee.browse(one.employee_id for one in people if not one.volunteer_id),
            Volunteer.browse(one.volunteer_id for one in people if one.volunteer_id),
            spans,
        )
        return {
            one: aims.get(
                ("volunteer", one.volunteer_id)
                if one.volunteer_id
                else ("employee", one.employee_id),
                0.0,
            )
            for one in people
        }

    def _index_sheets_sudo(self):
        """Return the current sheets ``{("volunteer" | "employee", id): sheet}``."""
        index = {}
        sheets = self.env["volunteer.evaluation"].search_fetch(
            [("round_id", "=", self.id), ("is_current", "=", True)]
        )
        for sheet in sheets:
            if sheet.volunteer_id:
                index["volunteer", sheet.volunteer_id.id] = sheet
            else:
                index["employee", sheet.employee_id.id] = sheet
        return index

    def _freeze_scheme(self):
        self.ensure_one()
        return self.scheme_id._freeze()

    def _prepare_sheet_vals(self, person, figures, aim, scheme):
        """Return what one sheet holds.

        :param Person person: whose it is
        :param Figures figures: of the period
        :param float aim: hours; 0 for none
        :param dict scheme: frozen rules
        """
        attainment = percent(figures.hours, aim)
        result = score(figures.as_dict(aim, attainment), scheme)
        return {
            "round_id": self.id,
            "company_id": self.company_id.id,
            "volunteer_id": person.volunteer_id or False,
            "employee_id": person.employee_id or False,
            "department_id": person.department_id or False,
            "volunteer_name": person.name,
            "date_from": self.date_from,
            "date_to": self.date_to,
            "minutes_proven": figures.minutes_proven,
            "minutes_claimed": figures.minutes_claimed,
            "hours_proven": float(figures.hours_proven),
            "hours_claimed": float(figures.hours_claimed),
            "hours_elsewhere": figures.minutes_elsewhere / 60,
            "services": figures.services,
            "quality": float(figures.quality or 0),
            "honours": figures.honours,
            "no_shows": figures.no_shows,
            "target_hours": aim,
            "attainment": float(attainment or 0),
            "score": float(result.score),
            "grade": result.grade or False,
            "calculation": result.as_json(),
            "scheme": scheme,
        }


class VolunteerEvaluation(models.Model):
    # One matter a file keeps the files short.
    _inherit = "volunteer.evaluation"  # pylint: disable=consider-merging-classes-inherited

    hours_elsewhere = fields.Float(
        digits=(16, 2),
        help="Among the hours: those in other units, or organised by other bodies.",
    )

    def _take_figures_sudo(self):
        """Take the figures of these sheets anew, by the scheme as it is now.

        For corrections: person and department stay those of the sheet. What is
        confirmed already stays too. The caller has checked rights.
        """
        for evaluation_round, sheets in self.grouped("round_id").items():
            evaluation_round._refresh_sheets_sudo(
                sheets.filtered(lambda sheet: sheet.state != "confirmed")
            )

    def _as_person_sudo(self):
        """Return whose sheet this is, by the volunteer record that was kept."""
        self.ensure_one()
        # Staff may have registered since.
        volunteer = self.volunteer_id or self.employee_id.volunteer_id
        volunteer = volunteer.merged_into_id or volunteer
        return Person(
            self.volunteer_name,
            volunteer.id or None,
            self.employee_id.id or None,
            self.department_id.id or None,
        )

    def _write_changes_sudo(self, vals):
        """Write what differs from what a sheet holds; nothing if nothing does.

        Always the same columns, so that all sheets go out in a few statements.
        """
        self.ensure_one()
        for name, value in vals.items():
            old = self[name]
            if ((old.id if name.endswith("_id") else old) or False) != (value or False):
                self.write(vals)
                return

    def _is_untouched(self):
        """Return whether nobody was sent this sheet, or wrote on it."""
        self.ensure_one()
        return self.state == "draft" and not self.previous_id
