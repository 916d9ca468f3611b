from odoo import api, models
from odoo.fields import Domain

from ...tools.phone import is_mobile, normal_mobile


class VolunteerVolunteer(models.Model):
    """Mobile numbers as logins: who has which."""

    # One matter a file keeps the files short.
    _inherit = "volunteer.volunteer"  # pylint: disable=consider-merging-classes-inherited

    @api.model
    def _search_logins_sudo(self, numbers):
        """Return who has one of these mobile numbers and a login, the oldest first.

        :param numbers: in their normal form
        :return: the volunteers, as superuser
        """
        return self.sudo().search(
            Domain("identity_ids.mobile", "in", numbers)
            & Domain("user_id.active", "=", True),
            order="id",
        )

    def _report_shared_numbers_sudo(self):
        """Tell the office whose mobile number opens an older record's login.

        The older record was looked at before: its login goes on working, and nobody
        closes it by giving the same number.
        """
        numbers = {
            number for number in self.sudo().identity_ids.mapped("mobile") if number
        }
        first = {}
        for person in self._search_logins_sudo(sorted(numbers)) if numbers else ():
            first.setdefault(person.identity_ids[:1].mobile, person)
        later = self.sudo().filtered(
            lambda person: first.get(person.identity_ids[:1].mobile, person) != person
        )
        if later:
            later._todo_for_office_sudo(
                "shared-mobile",
                lambda env: env._("Mobile number is on another record, too"),
                note=lambda env: env._(
                    "Somebody else logs in with this mobile number already, and goes "
                    "on doing so. This person needs the login that stands on the slip. "
                    "Check whose number it is."
                ),
            )


class ResUsers(models.Model):
    _inherit = "res.users"  # pylint: disable=consider-merging-classes-inherited

    def _login(self, credential, user_agent_env):
        """Let volunteers log in with their mobile number, however they type it."""
        if login := self._find_login_sudo(credential.get("login")):
            credential = {**credential, "login": login}
        return super()._login(credential, user_agent_env)

    @api.model
    def _find_login_sudo(self, text):
        """Return the login for which a mobile number stands, or None.

        Here only, and not in the domain of logins: that one also answers strangers who
        have forgotten a password. A login that is written like the number comes first.
        """
        number = normal_mobile(text) if isinstance(text, str) else ""
        users = self.sudo()
        if not is_mobile(number) or users.search_count(
            self._get_login_domain(text), limit=1
        ):
            return None
        if users.search_count(self._get_login_domain(number), limit=1):
            return number
        people = self.env["volunteer.volunteer"]._search_logins_sudo([number])
        return people[:1].user_id.login or None


class ResPartner(models.Model):
    _inherit = "res.partner"  # pylint: disable=consider-merging-classes-inherited

    def _get_login_date(self):
        """Sign links to set a password also with how many were made here."""
        date = super()._get_login_date()
        volunteers = self.env["volunteer.volunteer"].sudo()
        person = volunteers.with_context(active_test=False).search(
            [("account_user_id", "in", self.sudo().user_ids.ids)], limit=1
        )
        return f"{date}/{person.access_round}" if person.access_round else date
