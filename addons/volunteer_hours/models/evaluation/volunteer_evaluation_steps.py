import math

from odoo import fields, models
from odoo.exceptions import AccessError, UserError

from ...tools.evaluation import to_cent
from .volunteer_evaluation_turns import OFFICER

#: No scheme gives more; a slip of the keyboard does.
MOST_POINTS = 100_000


class VolunteerEvaluation(models.Model):
    """What each of the four does with a sheet; all of it on many sheets at once."""

    # One matter a file keeps the files short.
    _inherit = "volunteer.evaluation"  # pylint: disable=consider-merging-classes-inherited

    correction_reason = fields.Text(readonly=True, copy=False)
    is_result_given = fields.Boolean(
        string="Points Given by Human Resources",
        readonly=True,
        copy=False,
        help="Typed or loaded from a file, instead of the score.",
    )

    def action_remark(self, text):
        """Write one's own remark (本人自评); the sheet goes to the department.

        :param str text: the remark
        :raise AccessError: the sheet is about somebody else
        :raise UserError: no text, or not waiting for it (any more)
        """
        self.check_access("read")
        text = self._clean_text(text)
        if not all(sheet._is_own_of(self.env.user) for sheet in self):
            raise AccessError(self.env._("Only the person writes here."))
        self._check_turn("self")
        sheets = self.sudo()
        sheets.write(
            {
                "self_text": text,
                "self_on": fields.Datetime.now(),
                "return_reason": False,
            }
        )
        sheets._move_on_sudo("self")
        return True

    def action_department(self, text):
        """Write the opinion of the department (科室意见); the committee goes on.

        :param str text: the opinion, the same on every sheet
        :raise AccessError: not at the head of the department, or the own sheet
        :raise UserError: no text, or not waiting for it (any more)
        """
        self.check_access("read")
        text = self._clean_text(text)
        self._check_not_own()
        headed = self.env.user._get_headed_departments_sudo()
        if self.sudo().department_id - headed:
            raise AccessError(
                self.env._("Only the head of the department writes here.")
            )
        if any(not sheet.department_id for sheet in self.sudo()):
            raise AccessError(self.env._("This person belongs to no department."))
        self._check_turn("department")
        sheets = self.sudo()
        sheets.write(
            {
                "department_text": text,
                "department_by_id": self.env.uid,
                "department_on": fields.Datetime.now(),
                "return_reason": False,
            }
        )
        sheets._move_on_sudo("department")
        return True

    def action_committee(self, text):
        """Write the opinion of the committee (团委/志愿服务工作委员会审核意见).

        The sheet then waits for Human Resources.

        :param str text: the opinion, the same on every sheet
        :raise AccessError: not of the volunteer office, or the own sheet
        :raise UserError: no text, or not waiting for it (any more)
        """
        self.check_access("read")
        text = self._clean_text(text)
        if not self.env.su and not self.env.user.has_group(OFFICER):
            raise AccessError(self.env._("Only the volunteer office does this."))
        self._check_not_own()
        self._check_turn("committee")
        self.sudo().write(
            {
                "committee_text": text,
                "committee_by_id": self.env.uid,
                "committee_on": fields.Datetime.now(),
                "return_reason": False,
            }
        )
        return True

    def action_confirm(self, text=None, points=None, grade=None):
        """Confirm sheets (人力资源部意见): from now on nothing of them changes.

        :param str text: the opinion of Human Resources, if any
        :param float points: into the appraisal (计入医德考评加分), to the cent; empty:
            what was typed or loaded before, else the score
        :param str grade: empty: what was typed or loaded before, else the proposed one
        :raise AccessError: not of Human Resources, or the own sheet
        :raise UserError: not waiting for it, or points that are no number
        """
        self._check_hr()
        self._check_not_own()
        self._check_turn("hr")
        points = self._clean_points(points)
        sheets = self.sudo()
        grade = grade.strip() if isinstance(grade, str) else ""
        sheets._settle_results_sudo(points, grade or None)
        text = text.strip() if isinstance(text, str) else ""
        sheets.write(
            {
                **({"hr_text": text} if text else {}),
                "hr_by_id": self.env.uid,
                "hr_on": fields.Datetime.now(),
                "state": "confirmed",
            }
        )
        return True

    def _clean_points(self, points):
        """Return points rounded to the cent, or None where none are given.

        :raise UserError: no number, or out of all bounds
        """
        if points is None or points is False:
            return None
        number = (
            points
            if isinstance(points, (int, float)) and not isinstance(points, bool)
            else math.nan
        )
        if not math.isfinite(number) or abs(number) > MOST_POINTS:
            raise UserError(self.env._("Points are a number, such as 12.5."))
        return float(to_cent(number))

    def action_skip(self):
        """Go on without the remark or the opinion that is missing.

        :raise AccessError: not of Human Resources, or the own sheet
        :raise UserError: waits neither for the person nor for the department
        """
        self._check_hr()
        self._check_not_own()
        self._check_turn("self", "department")
        self.sudo()._skip_sudo()
        return True

    def action_send_back(self, reason):
        """Send sheets one step back, to whoever wrote last.

        The head of the department sends back to the person; committee and Human
        Resources to who acted before them. What was written stays until it is
        written anew.

        :param str reason: what to write anew
        :raise AccessError: the turn is somebody else's, or the own sheet
        :raise UserError: no reason, or nobody acted before
        """
        self.check_access("read")
        reason = self._clean_reason(reason)
        self._check_not_own()
        self._check_turn("department", "committee", "hr")
        others = self.filtered(lambda sheet: not sheet.my_turn)
        if others and not self.env.su:
            raise AccessError(
                self.env._(
                    "“%(name)s” does not wait for you.",
                    name=others[0].sudo().volunteer_name,
                )
            )
        buckets = {}
        for sheet in self.sudo():
            state = sheet._get_state_before_sudo()
            buckets.setdefault(state, []).append(sheet.id)
        for state, ids in buckets.items():
            self.sudo().browse(ids).write(
                {
                    "state": state,
                    "committee_on": False,
                    "return_reason": reason,
                    "returned_by_id": self.env.uid,
                }
            )
        self.sudo().browse(buckets.get("self"))._tell_people_sudo()
        return True

    def _get_state_before_sudo(self):
        """Return the state one step back.

        :raise UserError: nobody can act before
        """
        self.ensure_one()
        if self.waits_for == "hr":
            return "committee"
        if self.waits_for == "committee" and self._get_head_sudo():
            return "department"
        if self._get_person_user_sudo():
            return "self"
        raise UserError(
            self.env._(
                "“%(name)s”: nobody acts before you, so there is nobody to send it "
                "back to.",
                name=self.volunteer_name,
            )
        )

    def action_correct(self, reason):
        """Make a new version of confirmed sheets, which stay as they are.

        Opinions come along; figures are taken anew, by the scheme as it is now. The
        new version waits for Human Resources, who may send it back or confirm it.

        :param str reason: why; stands on the new version
        :return: ids of the new versions
        :raise AccessError: not of Human Resources, or the own sheet
        :raise UserError: no reason, not confirmed, or replaced by a newer version
        """
        self._check_hr()
        self._check_not_own()
        reason = self._clean_reason(reason)
        self._check_turn("nobody")
        sheets = self.sudo()
        sheets.write({"is_current": False})
        versions = sheets._create_versions_sudo(reason)
        versions._take_figures_sudo()
        return versions.ids

    def _create_versions_sudo(self, reason):
        """Return a new version of each of these sheets, waiting for HR."""
        vals_list = self.copy_data()
        for sheet, vals in zip(self, vals_list, strict=True):
            vals.update(
                {
                    "version": sheet.version + 1,
                    "previous_id": sheet.id,
                    "is_current": True,
                    "state": "committee",
                    "correction_reason": reason,
                    "hr_text": False,
                    "hr_by_id": False,
                    "hr_on": False,
                    "final_score": 0,
                    "is_result_given": False,
                    "final_grade": False,
                }
            )
        return self.create(vals_list)
