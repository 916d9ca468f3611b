from odoo import models


class VolunteerVolunteer(models.Model):
    """Inspections in a person's own copy; what erasing and merging do with them."""

    # One matter a file keeps the files short.
    _inherit = "volunteer.volunteer"  # pylint: disable=consider-merging-classes-inherited

    def _get_merge_moves(self):
        return {**super()._get_merge_moves(), "volunteer.claim.bar": ("id",)}

    def _get_own_data_sudo(self):
        """Add what inspections found about own hours, and bars on own claims."""
        groups = super()._get_own_data_sudo()
        people = self._with_merged_sudo()
        groups["service"] += [
            self._own_section_sudo(
                "inspections",
                self.env._("Spot Checks of Own Hours"),
                people._get_inspected_sudo(),
                (
                    "ledger_no",
                    "date",
                    "result",
                    "finding",
                    "evidence_name",
                    "state",
                    "decision_note",
                    "date_decided",
                ),
            ),
            self._own_section_sudo(
                "claim_bars",
                self.env._("Bars on Own Claims"),
                self.env["volunteer.claim.bar"].search(
                    [("volunteer_id", "in", people.ids)]
                ),
                ("date_from", "date_until", "reason", "date_lifted", "lift_reason"),
            ),
        ]
        return groups

    def _get_inspected_sudo(self):
        """Return the drawn lines about these people."""
        return (
            self.env["volunteer.inspection.line"]
            .sudo()
            .search([("hour_id.volunteer_id", "in", self.ids)])
        )

    def _erase_sudo(self):
        """Empty what was written about them; what was found and decided stays."""
        result = super()._erase_sudo()
        self._get_inspected_sudo().write(
            {
                "finding": False,
                "decision_note": False,
                "evidence": False,
                "evidence_name": False,
            }
        )
        bars = self.env["volunteer.claim.bar"].search(
            [("volunteer_id", "in", self.ids)]
        )
        bars.write({"reason": "–"})
        bars.filtered("lift_reason").write({"lift_reason": "–"})
        return result
