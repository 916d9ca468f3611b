from odoo import models

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

    def _after_state_change_sudo(self, state):
        result = super()._after_state_change_sudo(state)
        # Before the other matters remind of what follows from the new state.
        self._end_office_todos_sudo("trial", "no_show")
        if state != "applied":
            self._end_office_todos_sudo("application")
        if state in GONE_STATES:
            self._end_office_todos_sudo("employment", "staff_unit")
        return result

    def write(self, vals):
        result = super().write(vals)
        if vals.get("kind", "staff") != "staff":
            self._end_office_todos_sudo("employment")
        return result
