from odoo import api, models

from ..teams.volunteer_item_issue import GONE_STATES


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

    def _remind_office_sudo(self, matter, summary, note=None):
        """Give the office of each home unit a to-do for each of these volunteers.

        Who has an open to-do about the same matter gets no second one. The texts are
        made in the language of whom the to-do is for, whoever's act it follows from.

        :param str matter: what it is about, in one word that is never translated
        :param summary: function of an environment, returns what is to be done
        :param note: function of an environment, returns why
        :return: the volunteers that got a to-do
        """
        waiting = self._get_reminders_sudo(matter)
        volunteers = self.sudo() - self.sudo().browse(waiting.mapped("res_id"))
        officers = volunteers.company_id._get_volunteer_officers_sudo()
        spoken = self.env["res.lang"]._get_code("zh_CN") or "en_US"
        for company, group in volunteers.grouped("company_id").items():
            officer = officers[company]
            group = group.with_context(
                **self._get_office_context(), lang=officer.lang or spoken
            )
            group.activity_schedule(
                "mail.mail_activity_data_todo",
                summary=summary(group.env),
                note=note(group.env) if note else "",
                user_id=officer.id,
                volunteer_matter=matter,
            )
        return volunteers

    def _get_reminders_sudo(self, *matters):
        """Return the open to-dos of the office about these people and matters."""
        return (
            self.env["mail.activity"]
            .sudo()
            .search(
                [
                    ("volunteer_matter", "in", matters),
                    ("res_model", "=", self._name),
                    ("res_id", "in", self.ids),
                ]
            )
        )

    def _end_reminders_sudo(self, *matters):
        """Take back to-dos that have nothing left to do."""
        self._get_reminders_sudo(*matters).unlink()

    def _after_state_change_sudo(self, state):
        result = super()._after_state_change_sudo(state)
        # Before the other matters remind of what follows from the new state.
        self._end_reminders_sudo("trial", "no_show")
        if state != "applied":
            self._end_reminders_sudo("application")
        if state in GONE_STATES:
            self._end_reminders_sudo("employment", "staff_unit")
        return result

    def write(self, vals):
        result = super().write(vals)
        if vals.get("kind", "staff") != "staff":
            self._end_reminders_sudo("employment")
        return result
