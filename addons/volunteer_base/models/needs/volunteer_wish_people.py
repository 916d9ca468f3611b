from odoo import fields, models


class VolunteerVolunteer(models.Model):
    """The wishes that a volunteer fulfils."""

    # One matter a file keeps the files short.
    _inherit = "volunteer.volunteer"  # pylint: disable=consider-merging-classes-inherited

    wish_ids = fields.One2many("volunteer.wish", "claimed_by_id", string="Wishes")

    def _is_party_member_sudo(self):
        """Return whether this person is a member of the Party, as far as is on file."""
        self.ensure_one()
        return bool(
            self.env["volunteer.branch.member"]
            .sudo()
            .search_count([("id", "=", self.id), ("party_member", "=", True)], limit=1)
        )

    def _get_own_service_sudo(self):
        return [
            *super()._get_own_service_sudo(),
            self._own_section_sudo(
                "wishes",
                self.env._("Wishes"),
                self._with_merged_sudo().wish_ids,
                ("name", "date_claimed", "state", "date_done", "proof_note"),
            ),
        ]

    def _get_merge_roles(self):
        # Who keeps a wish goes on; what was fulfilled stays as it was noted.
        return {
            **super()._get_merge_roles(),
            "volunteer.wish": {"claimed_by_id": [("state", "=", "claimed")]},
        }

    def _after_state_change_sudo(self, state):
        result = super()._after_state_change_sudo(state)
        if state not in ("trial", "registered"):
            self.sudo().wish_ids.filtered(
                lambda wish: wish.state == "claimed"
            )._release_sudo()
        return result

    def _erase_details_sudo(self):
        self.wish_ids.write({"proof_note": False, "proof": False})
        return super()._erase_details_sudo()
