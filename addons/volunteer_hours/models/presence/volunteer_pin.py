import hmac

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

from ...tools.pin import (
    check_pin,
    hash_pin,
    is_easy,
    is_pin,
    make_badge,
    new_pin,
)


class VolunteerVolunteer(models.Model):
    """PIN and badge for kiosks: for those without a phone."""

    # One matter a file keeps the files short.
    _inherit = "volunteer.volunteer"  # pylint: disable=consider-merging-classes-inherited

    pin_hash = fields.Char(readonly=True, copy=False, groups=fields.NO_ACCESS)
    pin_date = fields.Date(
        string="PIN since",
        readonly=True,
        copy=False,
        help="For check-in at a kiosk. Empty: there is none yet.",
    )
    # A new badge voids the ones before.
    badge_number = fields.Integer(
        readonly=True, copy=False, default=0, groups=fields.NO_ACCESS
    )

    @api.model
    def _get_guarded_fields(self):
        return (
            *super()._get_guarded_fields(),
            "pin_hash",
            "pin_date",
            "badge_number",
        )

    def action_set_pin(self, pin):
        """Set one's own PIN for kiosks.

        :param str pin: six digits, none of the first that anybody tries
        :raise AccessError: somebody else's
        :raise UserError: no PIN, or an easy one
        """
        self._check_own_pin()
        volunteer = self.sudo()
        if not is_pin(pin):
            raise UserError(self.env._("A PIN has six digits."))
        if is_easy(pin) or pin.lstrip("0") == (volunteer.code or "").lstrip("0"):
            raise UserError(
                self.env._(
                    "This PIN is among the first that anybody tries. Please choose "
                    "another one."
                )
            )
        volunteer._keep_pin_sudo(pin)
        return True

    def action_give_pin(self):
        """Give somebody a new PIN and show it once, as the volunteer office.

        :raise AccessError: not of the volunteer office
        :raise UserError: this person does not serve
        """
        self.ensure_one()
        self._check_officer()
        self.check_access("write")
        if self.state not in ("trial", "registered"):
            raise UserError(
                self.env._("%(name)s does not serve at the moment.", name=self.name)
            )
        pin = new_pin()
        self.sudo()._keep_pin_sudo(pin)
        return self._show_value(self.env._("PIN for kiosks"), pin)

    def action_new_badge(self):
        """Void the badge codes made so far, of oneself or as the volunteer office.

        :raise AccessError: somebody else's
        """
        self.ensure_one()
        if self.sudo().user_id != self.env.user:
            self._check_officer()
            self.check_access("write")
        self.sudo().badge_number += 1
        return True

    def _check_own_pin(self):
        self.ensure_one()
        if self.sudo().user_id != self.env.user:
            raise AccessError(
                self.env._("A PIN is set by its owner, or given by the office.")
            )

    def _keep_pin_sudo(self, pin):
        today = self.company_id._get_volunteer_today()
        self.write({"pin_hash": hash_pin(pin), "pin_date": today})

    def _check_pin_sudo(self, pin):
        """Return whether this is the person's PIN; nobody's takes as long to refuse."""
        return check_pin(pin, self.pin_hash if self else None)

    def _get_badge_sudo(self):
        """Return the text of this person's badge code, as shown to its owner only."""
        self.ensure_one()
        return make_badge(self._get_badge_secret_sudo(), self.code, self.badge_number)

    @api.model
    def _get_badge_secret_sudo(self):
        secret = self.env["ir.config_parameter"].sudo().get_param("database.secret")
        return hmac.digest(secret.encode(), b"volunteer-badge", "sha256")
