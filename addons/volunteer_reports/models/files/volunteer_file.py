from odoo import models


class VolunteerVolunteer(models.Model):
    """The volunteer's file on paper (志愿服务档案): who may print it."""

    # One matter a file keeps the files short.
    _inherit = "volunteer.volunteer"  # pylint: disable=consider-merging-classes-inherited

    def action_print_file(self, full=False, date_from=None, date_to=None):
        """Print the files of volunteers: all five groups of information on each.

        Allowed to the person and to the volunteer office of units in which they serve;
        numbers are masked unless the office asks for them in full, which is logged.

        :param bool full: ID and mobile numbers in full
        :param date_from: first day of what is shown as ``YYYY-MM-DD``; or nothing
        :param date_to: last day, or nothing
        :raise AccessError: neither the person nor the volunteer office
        :raise UserError: no such period
        """
        self._check_file_access()
        days = self.env["volunteer.certificate"]._check_period(date_from, date_to)
        return self.env.ref("volunteer_reports.volunteer_file_report").report_action(
            self,
            data={
                "ids": self.ids,
                "full": bool(full),
                "date_from": days[0] and days[0].isoformat(),
                "date_to": days[1] and days[1].isoformat(),
            },
            config=False,
        )

    def _check_file_access(self):
        """:raise AccessError: neither the person nor the volunteer office"""
        own = self.env["res.users"]._get_current_volunteer_sudo()
        if self.sudo() != own:
            self._check_officer()

    def action_ask_for_file(self):
        """Open the questions that come before files are printed."""
        self._check_file_access()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "volunteer_reports.volunteer_file_print_action"
        )
        return {**action, "context": {"default_volunteer_ids": self.ids}}
