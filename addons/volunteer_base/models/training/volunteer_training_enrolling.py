from odoo import fields, models
from odoo.exceptions import AccessError, UserError


class VolunteerTraining(models.Model):
    """Volunteers put themselves on the list of an announced session."""

    # One matter a file keeps the files short.
    _inherit = "volunteer.training"  # pylint: disable=consider-merging-classes-inherited

    def action_enrol(self):
        """Put the current user on the list of an announced session.

        :return: the attendance's id
        :rtype: int
        :raise AccessError: the user is no volunteer
        :raise UserError: the session is not open, or has begun
        """
        self.ensure_one()
        volunteer = self._get_own_volunteer_sudo()
        training = self._check_enrolment_open(volunteer)
        training._check_audience(volunteer)
        attendance = training.attendance_ids.filtered(
            lambda line: line.volunteer_id == volunteer
        )
        if not attendance:
            attendance = attendance.create(
                {"training_id": training.id, "volunteer_id": volunteer.id}
            )
        return attendance.id

    def action_withdraw(self):
        """Take the current user off the list again.

        :raise AccessError: the user is no volunteer
        :raise UserError: the session is not open, or has begun
        """
        self.ensure_one()
        volunteer = self._get_own_volunteer_sudo()
        training = self._check_enrolment_open(volunteer)
        training.attendance_ids.filtered(
            lambda line: line.volunteer_id == volunteer
        ).unlink()
        return True

    def _get_own_volunteer_sudo(self):
        volunteer = self.env["res.users"]._get_current_volunteer_sudo()
        if not volunteer or volunteer.state in ("left", "rejected"):
            raise AccessError(
                self.env._("Only volunteers can enrol. Please register first.")
            )
        return volunteer

    def _check_enrolment_open(self, volunteer):
        """Return the session as superuser.

        Where somebody serves decides, not which units the login may work in.

        :raise UserError: it is not announced, has begun, or is another unit's; the
            sentence is the same, so that nothing is told about other units
        """
        training = self.sudo().exists()
        if (
            training.state != "announced"
            or training.start <= fields.Datetime.now()
            or training.company_id not in volunteer.company_ids
        ):
            raise self._error_closed()
        return training

    def _check_audience(self, volunteer):
        """:raise UserError: the course is archived, or is for others; the same words"""
        course = self.course_id
        audience = volunteer._get_audiences_sudo()[volunteer]
        if not course.active or not course._is_for(audience):
            raise self._error_closed()

    def _error_closed(self):
        return UserError(
            self.env._("This session is no longer open. Please choose another one.")
        )
