from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

#: How somebody may be named; who has not said anything is named by a mask.
CHOICES = ("full", "masked", "none")


class VolunteerVolunteer(models.Model):
    """How somebody is named on the honour wall: as they said themselves."""

    # One matter a file keeps the files short.
    _inherit = "volunteer.volunteer"  # pylint: disable=consider-merging-classes-inherited

    wall_name = fields.Selection(
        [
            ("full", "In full"),
            ("masked", "Masked name"),
            ("none", "Not at all"),
        ],
        string="Name on the Honour Wall",
        readonly=True,
        copy=False,
        help="The person says so on the phone; empty: by a masked name. A full name "
        "needs the consent to publicity, too, of minors their guardian's.",
    )

    @api.model
    def _get_guarded_fields(self):
        return (*super()._get_guarded_fields(), "wall_name")

    def action_set_wall_name(self, choice):
        """Say how one is named on the honour wall.

        The volunteer office may take somebody's name off or mask it, since people ask
        for that by telephone; a full name is up to the person alone.

        :param str choice: ``full``, ``masked`` or ``none``
        :raise AccessError: neither one's own record nor of the office, or a full name
            for somebody else
        :raise UserError: no such choice, or no consent to publicity yet
        """
        if choice not in CHOICES:
            raise UserError(self.env._("Choose how the name is shown."))
        self.check_access("read")
        own = self.env["res.users"]._get_current_volunteer_sudo()
        people = self.sudo()
        if people != own and (
            choice == "full"
            or not self.env.user.has_group("volunteer_base.group_officer")
        ):
            raise AccessError(
                self.env._("How the name is shown is for each person to say.")
            )
        if choice == "full" and not people._may_be_shown_sudo():
            raise UserError(
                self.env._(
                    "A full name needs the consent to publicity. Read and accept it "
                    "under “What I have agreed to”; for a minor the guardian does."
                )
            )
        people.write({"wall_name": choice})
        return True

    def _get_wall_names_sudo(self):
        """Return ``{volunteer: how the person is named in public}``.

        Left out: who wants no name there, who no longer serves, and minors whose
        guardian has not agreed. A fixed number of queries.
        """
        people = self.sudo().filtered(
            lambda person: (
                person.active
                and person.state in ("registered", "trial")
                and person.wall_name != "none"
            )
        )
        agreed = people._may_be_shown_sudo()
        minors = people._get_minors_sudo()
        return {
            person: person.name
            if person.wall_name == "full" and person in agreed
            else person.name_masked
            for person in people - (minors - agreed)
        }

    def _merge_into_sudo(self, kept):
        """Of several wishes the most careful one holds."""
        said = set((self | kept).mapped("wall_name"))
        result = super()._merge_into_sudo(kept)
        careful = [choice for choice in reversed(CHOICES) if choice in said]
        if careful:
            kept.sudo().write({"wall_name": careful[0]})
        return result

    def _get_own_data_sudo(self):
        groups = super()._get_own_data_sudo()
        groups["basic"].append(
            self._own_section_sudo(
                "wall", self.env._("Honour Wall"), self, ("wall_name",)
            )
        )
        return groups
