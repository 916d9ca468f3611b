from odoo import api, models


class ResCompany(models.Model):
    """Whom the to-dos of a unit's volunteer office go to."""

    # One matter a file keeps the files short.
    _inherit = "res.company"  # pylint: disable=consider-merging-classes-inherited

    def _get_volunteer_officers_sudo(self):
        """Return who gets the to-dos of each unit, in two queries.

        Somebody of the office before an administrator of the module, and people of the
        unit itself before those of a unit that merely may see it.

        :return: ``{company: user}``; the user is empty where the unit has no office
        """
        office = self.env.ref("volunteer_base.group_officer").sudo()
        managers = self.env.ref("volunteer_base.group_manager").sudo().all_user_ids
        officers = office.all_user_ids.filtered("active").sorted(
            lambda user: (user in managers, user._is_superuser(), user.id)
        )
        result = {}
        for company in self.sudo():
            able = officers.filtered(
                lambda user, company=company: company in user.company_ids
            )
            home = able.filtered(
                lambda user, company=company: user.company_id == company
            )
            result[company] = (home or able)[:1]
        return result


class VolunteerVolunteer(models.Model):
    # One matter a file keeps the files short.
    _inherit = "volunteer.volunteer"  # pylint: disable=consider-merging-classes-inherited

    @api.model
    def _get_office_context(self):
        """One to-do a person and no e-mail about each: a batch may be large."""
        return {"mail_activity_quick_update": True, "mail_notify_force_send": False}

    def _remind_office_sudo(self, summary, note=""):
        """Give the office of each home unit a to-do for each of these volunteers.

        Who has an open to-do with the same summary gets no second one.

        :param str summary: what is to be done
        :param str note: why
        :return: the volunteers that got a to-do
        """
        volunteers = self.sudo()
        Activity = self.env["mail.activity"].sudo()
        waiting = Activity.search(
            [
                ("res_model", "=", self._name),
                ("res_id", "in", self.ids),
                ("summary", "=", summary),
            ]
        )
        volunteers -= self.browse(waiting.mapped("res_id"))
        officers = volunteers.company_id._get_volunteer_officers_sudo()
        for company, group in volunteers.grouped("company_id").items():
            group.with_context(**self._get_office_context()).activity_schedule(
                "mail.mail_activity_data_todo",
                summary=summary,
                note=note,
                user_id=officers[company].id,
            )
        return volunteers
