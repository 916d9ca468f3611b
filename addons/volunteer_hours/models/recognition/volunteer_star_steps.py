from odoo import models


class VolunteerVolunteer(models.Model):
    """What a volunteer reads about own stars: reached and granted apart."""

    # One matter a file keeps the files short.
    _inherit = "volunteer.volunteer"  # pylint: disable=consider-merging-classes-inherited

    def _get_star_steps_sudo(self):
        """Return what became of every star of the unit's table, for one volunteer.

        :return: a list of dicts of ``level``, ``name``, ``hours``, ``state`` (that of
            the award, ``reached`` where none is proposed yet, or ``open``),
            ``reached_on``, ``granted_on`` and ``paper_id``, the award of which there
            is a certificate
        """
        self.ensure_one()
        stars = {}
        for award in (
            self.env["volunteer.award"]
            .sudo()
            .search(
                [
                    ("volunteer_id", "in", self._with_merged_sudo().ids),
                    ("kind", "=", "star"),
                    ("state", "not in", ("rejected", "withdrawn")),
                ],
                order="id desc",
            )
        ):
            known = stars.get(award.star_level)
            if not known or award.state == "granted":
                stars[award.star_level] = award
        steps = []
        for star in self.company_id._get_star_thresholds_sudo()[self.company_id]:
            award = stars.get(star.level, self.env["volunteer.award"])
            reached = "reached" if star.level <= self.star_level else "open"
            steps.append(
                {
                    "level": star.level,
                    "name": award.name if award else star.name,
                    "hours": star.hours,
                    "state": award.state if award else reached,
                    "reached_on": award.reached_on if award else False,
                    "granted_on": award.date if award else False,
                    "paper_id": award.id if award.state == "granted" else False,
                }
            )
        return steps
