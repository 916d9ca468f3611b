from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.fields import Domain

#: Every request sends a message to somebody.
REQUESTS_A_DAY = 20


class VolunteerSignup(models.Model):
    """Asking somebody to take over."""

    # One matter a file keeps the files short.
    _inherit = "volunteer.signup"  # pylint: disable=consider-merging-classes-inherited

    def action_ask_substitute(self, colleague):
        """Ask a member of one's teams to take over this service.

        :param str colleague: volunteer number or full name
        :return: id of the ``volunteer.signup.swap``
        :rtype: int
        :raise AccessError: somebody else's sign-up
        :raise UserError: not allowed here, too late, or nobody of that name
        """
        self._check_may_swap()
        return self._ask_sudo(self._find_colleague_sudo(colleague)).id

    def action_ask_exchange(self, colleague, activity_id):
        """Ask a member of one's teams to exchange two services.

        :param str colleague: volunteer number or full name
        :param int activity_id: what that person is signed up for
        :return: id of the ``volunteer.signup.swap``
        :rtype: int
        :raise AccessError: somebody else's sign-up
        :raise UserError: as above, or the colleague does not serve there
        """
        self._check_may_swap()
        other = self._find_colleague_sudo(colleague)
        activity = self.env["volunteer.activity"].search([("id", "=", activity_id)])
        theirs = other.signup_ids.filtered(
            lambda signup: (
                signup.activity_id.id == activity.id
                and signup.state == "confirmed"
                and signup.start > fields.Datetime.now()
                and signup.company_id == self.sudo().company_id
            )
        )
        if not theirs:
            raise UserError(
                self.env._(
                    "%(name)s is not signed up for that activity.", name=other.name
                )
            )
        return self._ask_sudo(other, theirs).id

    def _check_may_swap(self):
        """:raise AccessError: somebody else's
        :raise UserError: the unit does not allow it, or it is too late"""
        self.ensure_one()
        if not self._get_own_sudo():
            raise AccessError(self.env._("This sign-up is not among yours."))
        if not self._can_swap():
            raise UserError(
                self.env._("This service can no longer be handed over to anybody.")
            )

    def _can_swap(self):
        """Return whether somebody may take this service over."""
        self.ensure_one()
        signup = self.sudo()
        return (
            signup.state == "confirmed"
            and signup.activity_id.state == "published"
            and signup.start > fields.Datetime.now()
            and signup.company_id.volunteer_swap != "off"
        )

    def _find_colleague_sudo(self, text):
        """Return the team member whom a number or a full name means.

        Members of the person's own teams, or of the activity's: nobody learns from here
        who else is a volunteer.

        :raise UserError: nobody, or several people
        """
        signup = self.sudo()
        text = text.strip() if isinstance(text, str) else ""
        Member = self.env["volunteer.team.member"].sudo()
        today = signup.company_id._get_volunteer_today()
        current = Member._domain_on(today)
        teams = (
            signup.activity_id.team_id
            | Member.search(
                current & Domain("volunteer_id", "=", signup.volunteer_id.id)
            ).team_id
        )
        found = Member.search(
            current
            & Domain("team_id", "in", teams.ids)
            & Domain("volunteer_id", "!=", signup.volunteer_id.id)
            & Domain("volunteer_id.state", "in", ("trial", "registered"))
            & (
                Domain("volunteer_id.code", "=", text)
                | Domain("volunteer_id.name", "=", text)
            )
        ).volunteer_id
        if not text or not found:
            raise UserError(
                self.env._("Nobody of your teams has this name or volunteer number.")
            )
        if len(found) > 1:
            raise UserError(
                self.env._(
                    "Several people of your teams have this name. Please type the "
                    "volunteer number."
                )
            )
        return found

    def _ask_sudo(self, other, theirs=None):
        """Create the request and tell who is asked.

        :raise UserError: somebody is asked already, or too many requests in a day
        """
        signup = self.sudo()
        Swap = self.env["volunteer.signup.swap"].sudo()
        if Swap.search_count(
            [("signup_id", "=", signup.id), ("state", "in", ("asked", "agreed"))]
        ):
            raise UserError(
                self.env._("Somebody has been asked already; withdraw that first.")
            )
        Throttle = self.env["volunteer.throttle"].sudo()
        if not Throttle._check_throttle_sudo(
            "swap", signup.volunteer_id.id, REQUESTS_A_DAY, 24 * 3600
        ):
            raise UserError(
                self.env._("You have asked many people today. Please ask your leader.")
            )
        swap = Swap.create(
            {
                "volunteer_id": signup.volunteer_id.id,
                "other_id": other.id,
                "signup_id": signup.id,
                "other_signup_id": theirs.id if theirs else False,
                "activity_id": signup.activity_id.id,
                "other_activity_id": theirs.activity_id.id if theirs else False,
                "company_id": signup.company_id.id,
            }
        )
        swap._tell_sudo(
            other,
            lambda env: env._(
                "%(name)s asks you to take over", name=signup.volunteer_id.name
            ),
        )
        return swap

    @api.model
    def _cron_waitlist(self):
        self.env["volunteer.signup.swap"]._end_late_swaps_sudo()
        return super()._cron_waitlist()


class VolunteerVolunteer(models.Model):
    # One matter a file keeps the files short.
    _inherit = "volunteer.volunteer"  # pylint: disable=consider-merging-classes-inherited

    def _get_swaps_sudo(self):
        """Return all requests that these people made or were asked, merged ones too."""
        people = self._with_merged_sudo().ids
        return (
            self.env["volunteer.signup.swap"]
            .sudo()
            .search(["|", ("volunteer_id", "in", people), ("other_id", "in", people)])
        )

    def _get_own_service_sudo(self):
        return [
            *super()._get_own_service_sudo(),
            self._own_section_sudo(
                "swaps",
                self.env._("Substitutes and Exchanges"),
                self._get_swaps_sudo(),
                ("create_date", "activity_id", "other_activity_id", "state", "reason"),
            ),
        ]

    def _get_merge_stays(self):
        return {
            **super()._get_merge_stays(),
            "volunteer.signup.swap": {"volunteer_id", "other_id"},
        }

    def _erase_details_sudo(self):
        self._get_swaps_sudo().filtered("reason").write({"reason": False})
        return super()._erase_details_sudo()


class VolunteerHome(models.AbstractModel):
    # One matter a file keeps the files short.
    _inherit = "volunteer.home"  # pylint: disable=consider-merging-classes-inherited

    @api.model
    def _get_tile_definitions(self):
        return [
            *super()._get_tile_definitions(),
            {
                "key": "swaps_to_decide",
                "title": self.env._("Substitutes to decide"),
                "hint": self.env._("Two volunteers have agreed; you decide."),
                "model": "volunteer.signup.swap",
                "domain": Domain("state", "=", "agreed"),
                "action": "volunteer_base.volunteer_signup_swap_action",
                "group": "volunteer_base.group_leader",
            },
        ]
