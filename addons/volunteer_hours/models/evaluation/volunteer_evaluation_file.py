from odoo import models

from odoo.addons.volunteer_base.tools.spreadsheet import (
    Column,
    Sheet,
    write_register,
)

PAGE = 1000


class VolunteerEvaluationRound(models.Model):
    """The register of an evaluation as .xlsx, which comes back with the results."""

    # One matter a file keeps the files short.
    _inherit = "volunteer.evaluation.round"  # pylint: disable=consider-merging-classes-inherited

    def action_download(self):
        """Download the register; HR edits its last columns, and loads it back.

        :raise AccessError: neither of Human Resources nor of the volunteer office
        """
        self.ensure_one()
        self._check_may_download()
        return {
            "type": "ir.actions.act_url",
            "url": f"/volunteer/evaluation/{self.id}.xlsx",
            "target": "download",
        }

    def _check_may_download(self):
        """:raise AccessError: the register is not theirs to take away"""
        self.check_access("read")
        user = self.env.user
        if not user.has_group("volunteer_base.group_officer"):
            self._check_hr()

    def _get_filename(self):
        return f"{self.name}.xlsx".replace("/", "-")

    def _get_result_headings(self):
        """Return the headings that are read back: ``{heading: target}``."""
        return {
            self.env._("Sheet No."): "sheet",
            self.env._("Employee No."): "number",
            self.env._("Full Name"): "name",
            self.env._("Points into the Appraisal"): "points",
            self.env._("Grade"): "grade",
            self.env._("Opinion of Human Resources"): "text",
        }

    def _get_file_columns(self):
        """Return the columns, always the same ones in the same order."""
        return [
            Column(self.env._("Sheet No."), 9, "integer"),
            Column(self.env._("Employee No."), 13),
            Column(self.env._("Volunteer No."), 14),
            Column(self.env._("Full Name"), 12),
            Column(self.env._("Department"), 18),
            Column(self.env._("Waits for"), 18),
            Column(self.env._("Version"), 8, "integer"),
            Column(self.env._("Proven Hours"), 11, "hours"),
            Column(self.env._("Claimed Hours"), 11, "hours"),
            Column(self.env._("Services"), 9, "integer"),
            Column(self.env._("Average Quality"), 9, "decimal"),
            Column(self.env._("Honours"), 8, "integer"),
            Column(self.env._("Absences"), 8, "integer"),
            Column(self.env._("Aim (hours)"), 9, "decimal"),
            Column(self.env._("Attained (%)"), 10, "decimal"),
            Column(self.env._("Score"), 9, "decimal"),
            Column(self.env._("Proposed Grade"), 12),
            Column(self.env._("Points into the Appraisal"), 13, "decimal"),
            Column(self.env._("Grade"), 12),
            Column(self.env._("Opinion of Human Resources"), 30),
            Column(self.env._("Own Remark"), 30),
            Column(self.env._("Opinion of the Department"), 24),
            Column(self.env._("Opinion of the Committee"), 24),
        ]

    def _write_file_sudo(self, stream):
        """Write the newest versions as .xlsx; the caller has checked rights.

        :param stream: a binary file opened for writing
        :return: ``(number of sheets, minutes)``
        """
        self.ensure_one()
        sheet = Sheet(
            name=self.env._("Evaluation"),
            title=self.name,
            caption=self.env._(
                "%(unit)s · %(date_from)s – %(date_to)s · Fill in points, grade and "
                "opinion, and load the file again.",
                unit=self.company_id.name,
                date_from=self.date_from,
                date_to=self.date_to,
            ),
            total=self.env._("Total"),
        )
        return write_register(
            stream, sheet, self._get_file_columns(), self._iter_file_rows_sudo()
        )

    def _iter_file_rows_sudo(self):
        """Yield the rows by pages, so that memory stays flat."""
        Evaluation = self.env["volunteer.evaluation"]
        turns = dict(Evaluation._fields["waits_for"]._description_selection(self.env))
        ids = Evaluation.search(
            [("round_id", "=", self.id), ("is_current", "=", True)],
            order="department_id, volunteer_name, id",
        ).ids
        for start in range(0, len(ids), PAGE):
            page = Evaluation.browse(ids[start : start + PAGE])
            for one in page:
                given = one.state == "confirmed" or one.is_result_given
                yield (
                    one.id,
                    one.employee_id.barcode or "",
                    one.volunteer_id.code or "",
                    one.volunteer_name,
                    one.department_id.name or "",
                    turns[one.waits_for],
                    one.version,
                    one.minutes_proven,
                    one.minutes_claimed,
                    one.services,
                    one.quality or None,
                    one.honours,
                    one.no_shows,
                    one.target_hours,
                    one.attainment,
                    one.score,
                    one.grade or "",
                    one.final_score if given else None,
                    one.final_grade or "",
                    one.hr_text or "",
                    one.self_text or "",
                    one.department_text or "",
                    one.committee_text or "",
                )
            page.invalidate_recordset()
