from odoo import models

from odoo.addons.volunteer_base.tools.paper import format_hours


class VolunteerEvaluation(models.Model):
    """The sheet on paper (年度志愿服务考核表), one or a whole batch."""

    # One matter a file keeps the files short.
    _inherit = "volunteer.evaluation"  # pylint: disable=consider-merging-classes-inherited

    def _get_paper_sudo(self):
        """Return what the paper of one sheet shows, all of it texts.

        As superuser, since a head of department reads no volunteers' numbers; whoever
        prints the sheet reads it.
        """
        self.check_access("read")
        self.ensure_one()
        sheet = self.sudo()
        show = self._show_number
        return {
            "unit": sheet.company_id.name,
            "title": sheet.round_id.name,
            "kind": sheet.round_id.period,
            "name": sheet.volunteer_name,
            "code": sheet.volunteer_id.code or "–",
            "number": sheet.employee_id.barcode or "–",
            "department": sheet.department_id.name or "–",
            "figures": self._get_paper_figures(),
            "rows": self._describe_calculation(),
            "score": " · ".join(filter(None, (show(sheet.score), sheet.grade))),
            "opinions": [
                {
                    "title": self.env._("Own Remark"),
                    "text": sheet.self_text or "",
                    "by": sheet.volunteer_name if sheet.self_on else "",
                    "on": self._get_paper_day(sheet.self_on),
                },
                {
                    "title": self.env._("Opinion of the Department"),
                    "text": sheet.department_text or "",
                    "by": sheet.department_by_id.name or "",
                    "on": self._get_paper_day(sheet.department_on),
                },
                {
                    "title": self.env._("Opinion of the Committee"),
                    "text": sheet.committee_text or "",
                    "by": sheet.committee_by_id.name or "",
                    "on": self._get_paper_day(sheet.committee_on),
                    "seal": True,
                },
                {
                    "title": self.env._("Opinion of Human Resources"),
                    "text": sheet.hr_text or "",
                    "by": sheet.hr_by_id.name or "",
                    "on": self._get_paper_day(sheet.hr_on),
                    "seal": True,
                },
            ],
            "is_confirmed": sheet.state == "confirmed",
            "final_score": show(sheet.final_score),
            "final_grade": sheet.final_grade or "",
            "scheme": sheet.scheme_name or "–",
            "version": sheet.version,
        }

    def _get_paper_figures(self):
        """Return ``[(label, value)]`` of the figures, two of them a line."""
        show = self._show_number
        return [
            (self.env._("Proven Hours"), format_hours(self.minutes_proven)),
            (self.env._("Claimed Hours"), format_hours(self.minutes_claimed)),
            (self.env._("Services"), str(self.services)),
            (self.env._("Average Quality"), show(self.quality or None, missing="–")),
            (self.env._("Absences"), str(self.no_shows)),
            (self.env._("Honours"), str(self.honours)),
            (self.env._("Aim (hours)"), show(self.target_hours or None, missing="–")),
            (
                self.env._("Attained (%)"),
                show(self.attainment, missing="–") if self.target_hours else "–",
            ),
        ]

    def _get_paper_day(self, moment):
        """Return the unit's day of a moment as text."""
        if not moment:
            return ""
        day = self.company_id._get_volunteer_date(moment)
        return self.env["ir.qweb.field.date"].value_to_html(day, {})
