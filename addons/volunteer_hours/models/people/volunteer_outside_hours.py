from odoo import api, fields, models


class VolunteerVolunteer(models.Model):
    """Hours that another body organised (民政部令第67号, Art. 26).

    They may count for totals and stars; on certificates they never stand.
    """

    # One matter a file keeps the files short.
    _inherit = "volunteer.volunteer"  # pylint: disable=consider-merging-classes-inherited

    hours_outside = fields.Float(
        string="Hours with Other Bodies",
        digits=(16, 2),
        compute="_compute_hours_outside",
        compute_sudo=True,
        help="Recorded hours that another body organised.",
    )

    @api.depends("hour_ids")
    def _compute_hours_outside(self):
        totals = dict.fromkeys(self.ids, 0.0)
        kept_by_id = {volunteer.id: volunteer.id for volunteer in self}
        for duplicate in self._with_merged_sudo() - self:
            kept_by_id[duplicate.id] = duplicate.merged_into_id.id
        for volunteer, hours in self.env["volunteer.hour"]._read_group(
            self._get_outside_domain(list(kept_by_id)), ["volunteer_id"], ["hours:sum"]
        ):
            totals[kept_by_id[volunteer.id]] += hours
        for volunteer in self:
            volunteer.hours_outside = totals.get(volunteer.id, 0.0)

    @api.model
    def _get_outside_domain(self, volunteer_ids):
        return [
            ("volunteer_id", "in", volunteer_ids),
            ("state", "=", "recorded"),
            ("organiser", "not in", (False, "")),
        ]

    def _get_uncounted_hours_sudo(self, kept_by_id):
        """Return what does not count in some units, to be added to the sums.

        :param dict kept_by_id: ``{volunteer id: id of the record it counts for}``
        :return: ``[(volunteer, proven, year, is opening balance, negative hours)]``;
            without a query where all hours count
        """
        strict = {
            volunteer.id
            for volunteer in self
            if not volunteer.company_id.volunteer_count_outside
        }
        people = [one for one, kept in kept_by_id.items() if kept in strict]
        if not people:
            return []
        return [
            (volunteer, proven, year, is_opening, -hours)
            for volunteer, proven, year, is_opening, hours in self.env[
                "volunteer.hour"
            ]._read_group(
                self._get_outside_domain(people),
                ["volunteer_id", "proven", "date:year", "is_opening"],
                ["hours:sum"],
            )
        ]
