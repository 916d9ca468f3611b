from odoo import fields, models


class VolunteerRecipient(models.Model):
    # One matter a file keeps the files short.
    _inherit = "volunteer.recipient"  # pylint: disable=consider-merging-classes-inherited

    pairing_ids = fields.One2many(
        "volunteer.pairing", "recipient_id", string="Pairings"
    )


class VolunteerVolunteer(models.Model):
    """The people whom a volunteer visits."""

    # One matter a file keeps the files short.
    _inherit = "volunteer.volunteer"  # pylint: disable=consider-merging-classes-inherited

    pairing_ids = fields.Many2many(
        "volunteer.pairing", string="Pairings", groups="volunteer_base.group_officer"
    )
    visit_ids = fields.Many2many(
        "volunteer.pairing.visit",
        string="Visits",
        groups="volunteer_base.group_officer",
    )

    def _get_own_service_sudo(self):
        people = self._with_merged_sudo()
        return [
            *super()._get_own_service_sudo(),
            self._own_section_sudo(
                "pairings",
                self.env._("Pairings"),
                people.pairing_ids,
                ("recipient_id", "date_from", "date_to", "state"),
            ),
            self._own_section_sudo(
                "visits",
                self.env._("Visits"),
                people.visit_ids,
                ("date", "kind", "state", "log"),
            ),
        ]

    def _get_merge_roles(self):
        return {
            **super()._get_merge_roles(),
            "volunteer.pairing": {"volunteer_ids": [("state", "!=", "ended")]},
            "volunteer.pairing.visit": {"volunteer_ids": [("state", "=", "planned")]},
        }

    def _after_state_change_sudo(self, state):
        """Ask for somebody else where one of a pair no longer serves."""
        result = super()._after_state_change_sudo(state)
        if state not in ("trial", "registered"):
            # A visit at home is not held by who is left alone.
            for visit in self.sudo().visit_ids:
                if visit.state == "planned":
                    visit.volunteer_ids -= self.sudo()
            running = self.sudo().pairing_ids.filtered(
                lambda pairing: pairing.state == "running"
            )
            running._todo_for_office_sudo(
                "pair",
                lambda env: env._(
                    "Somebody of this pair no longer serves: name another"
                ),
            )
        return result

    def _erase_sudo(self):
        # What was agreed and done with the person visited stays, without this name.
        pairings = self.pairing_ids
        result = super()._erase_sudo()
        short = pairings.filtered(
            lambda pairing: (
                pairing.state == "running" and len(pairing.volunteer_ids) < 2
            )
        )
        short._todo_for_office_sudo(
            "pair",
            lambda env: env._("Somebody of this pair no longer serves: name another"),
        )
        return result
