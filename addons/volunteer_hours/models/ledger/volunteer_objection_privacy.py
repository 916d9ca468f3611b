from odoo import models


class VolunteerVolunteer(models.Model):
    """Objections in a person's own copy, and what erasure takes from them."""

    # One matter a file keeps the files short.
    _inherit = "volunteer.volunteer"  # pylint: disable=consider-merging-classes-inherited

    def _get_own_data_sudo(self):
        """Add what one told, and the answers about one's hours.

        What others told about one's hours is answered there; who told it is theirs.
        """
        groups = super()._get_own_data_sudo()
        people = self._with_merged_sudo()
        Objection = self.env["volunteer.objection"]
        told = Objection.search([("user_id", "in", people.user_id.ids)])
        about = Objection.search([("hour_id.volunteer_id", "in", people.ids)])
        answered = ("code", "create_date", "kind", "state", "answer", "answered_on")
        groups["service"] += [
            self._own_section_sudo(
                "objections",
                self.env._("Objections and Error Reports of Mine"),
                told,
                (*answered, "text"),
            ),
            self._own_section_sudo(
                "objections_about",
                self.env._("Objections to My Hours"),
                about - told,
                answered,
            ),
        ]
        return groups

    def _erase_sudo(self):
        """Empty what was said by and about these people; that it was said stays."""
        result = super()._erase_sudo()
        Objection = self.env["volunteer.objection"]
        told = Objection.search(
            [("user_id", "in", self._with_merged_sudo().user_id.ids)]
        )
        about = Objection.search([("hour_id.volunteer_id", "in", self.ids)])
        (told | about)._erase_texts_sudo()
        return result


class VolunteerObjection(models.Model):
    # One matter a file keeps the files short.
    _inherit = "volunteer.objection"  # pylint: disable=consider-merging-classes-inherited

    def _erase_texts_sudo(self):
        """Empty texts, names and photos; an open one is answered by its state alone."""
        self.evidence_ids.unlink()
        self.write({"text": "–", "objector": False, "contact": False})
        self.filtered("answer").write({"answer": "–"})
