from odoo import models


class VolunteerActivitySlot(models.Model):
    """Papers before the first service."""

    # One matter a file keeps the files short.
    _inherit = "volunteer.activity.slot"  # pylint: disable=consider-merging-classes-inherited

    def _get_unmet_requirements_sudo(self, volunteers):
        unmet = super()._get_unmet_requirements_sudo(volunteers)
        slots = self.filtered(
            lambda slot: slot.sudo().company_id.volunteer_requirements
        )
        if not slots or not volunteers:
            return unmet
        missing = volunteers._get_open_papers_by_unit_sudo(slots.sudo().company_id)
        for slot in slots:
            for volunteer in volunteers:
                papers = missing[volunteer, slot.sudo().company_id]
                unmet[slot, volunteer] += papers.mapped("name")
        return unmet


class VolunteerVolunteer(models.Model):
    # One matter a file keeps the files short.
    _inherit = "volunteer.volunteer"  # pylint: disable=consider-merging-classes-inherited

    def _get_open_papers_by_unit_sudo(self, companies):
        """Return ``{(volunteer, company): required texts not yet accepted}``.

        A fixed number of queries, however many people and units.

        :param companies: ``res.company``
        """
        required = {
            company: documents.filtered("required")
            for company, documents in self.env["volunteer.document"]
            ._get_in_force_sudo(companies)
            .items()
        }
        audiences = self._get_audiences_sudo()
        accepted = self._get_accepted_ids_sudo()
        return {
            (volunteer, company): documents.filtered(
                lambda doc, volunteer=volunteer: (
                    doc._is_for(audiences[volunteer])
                    and doc.id not in accepted[volunteer.id]
                )
            )
            for company, documents in required.items()
            for volunteer in self
        }
