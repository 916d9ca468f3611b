from odoo import fields, models

OFFICE = "volunteer_base.group_officer"


class DigestDigest(models.Model):
    """A digest that goes to the volunteer office, whoever that is by then."""

    # One matter a file keeps the files short.
    _inherit = "digest.digest"  # pylint: disable=consider-merging-classes-inherited

    to_volunteer_office = fields.Boolean(
        string="To the Volunteer Office",
        help="Whoever joins the volunteer office gets this mail with the next one. "
        "Whoever unsubscribes, or is taken off the list, stays off it.",
    )
    volunteer_left_ids = fields.Many2many(
        "res.users", "volunteer_digest_left_rel", string="Taken off the List"
    )

    def write(self, vals):
        """Remember who was taken off, so that the next mail does not put them back."""
        if "user_ids" not in vals:
            return super().write(vals)
        before = {digest: digest.sudo().user_ids for digest in self}
        result = super().write(vals)
        for digest, users in before.items():
            kept = digest.sudo().volunteer_left_ids - digest.sudo().user_ids
            left = kept | (users - digest.sudo().user_ids)
            if left != digest.sudo().volunteer_left_ids:
                digest.sudo().volunteer_left_ids = left
        return result

    def _action_send(self, update_periodicity=True):
        self._add_volunteer_office_sudo()
        return super()._action_send(update_periodicity=update_periodicity)

    def _check_daily_logs(self):
        # Where nobody is to get it, nobody stayed away: it keeps its rhythm.
        return super()._check_daily_logs() - self.filtered(
            lambda digest: digest.to_volunteer_office and not digest.user_ids
        )

    def _add_volunteer_office_sudo(self):
        """Put on the list who belongs to the office and did not leave the list."""
        digests = self.sudo().filtered("to_volunteer_office")
        office = self.env.ref(OFFICE).sudo().all_user_ids if digests else ()
        for digest in digests:
            new = office - digest.user_ids - digest.volunteer_left_ids
            new = new.filtered(
                lambda user, unit=digest.company_id: (
                    user.active
                    and user.email
                    and (not unit or unit in user.company_ids)
                )
            )
            if new:
                digest.user_ids |= new
