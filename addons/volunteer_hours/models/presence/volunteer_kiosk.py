import logging

from odoo import api, models

from ...tools.pin import check_badge, read_badge

_logger = logging.getLogger(__name__)
#: Wrong tries with one number, and at one device, until it has to wait; seconds.
NUMBER_TRIES, NUMBER_SECONDS = 5, 900
DEVICE_TRIES, DEVICE_SECONDS = 30, 600
#: Badges that hold less are soon guessed, or known, as staff numbers with a year are:
#: they need a PIN. Those that Odoo gives to employees by chance have twelve digits.
LONG_ENOUGH = 12
LONGEST = 64


class VolunteerDevice(models.Model):
    """Who stands at a kiosk: by number and PIN, or by badge. Wrong tries are few.

    Nothing here lists or searches people by anything a caller gives but one number or
    one badge, and every refusal of a number or PIN reads the same.
    """

    # One matter a file keeps the files short.
    _inherit = "volunteer.device"  # pylint: disable=consider-merging-classes-inherited

    def _identify_number_sudo(self, number, pin):
        """Return ``(volunteer, refusal)``, one of them empty.

        :param str number: volunteer number, leading zeros may be missing
        :param str pin: what was typed as PIN
        """
        number = number.strip()[:LONGEST] if isinstance(number, str) else ""
        volunteer = self._find_number_sudo(number)
        # Somebody merged has two numbers, and no more tries for that.
        key = (volunteer.code or number).lstrip("0")
        return self._check_tries_sudo(key, volunteer, pin)

    def _identify_badge_pin_sudo(self, volunteer, pin):
        """Return ``(volunteer, refusal)`` of who has shown a badge and types a PIN."""
        return self._check_tries_sudo(volunteer.code.lstrip("0"), volunteer, pin)

    def _check_tries_sudo(self, key, volunteer, pin):
        Throttle = self.env["volunteer.throttle"]
        # Guesses sent at once take turns, so that each sees the ones before it.
        Throttle._take_turn_sudo("kiosk-pin", [key])
        if self._is_slowed_sudo():
            return self._refuse_sudo("slowed_device", volunteer)
        if Throttle._is_throttled_sudo(
            "kiosk-number", key, NUMBER_TRIES, NUMBER_SECONDS
        ):
            return self._refuse_sudo("slowed_number", volunteer)
        if volunteer._check_pin_sudo(pin):
            return volunteer, None
        Throttle._check_throttle_sudo("kiosk-number", key, NUMBER_TRIES, NUMBER_SECONDS)
        self._count_try_sudo()
        known = volunteer and volunteer.pin_date
        return self._refuse_sudo("pin" if known else "number", volunteer)

    def _identify_badge_sudo(self, badge):
        """Return ``(volunteer, whether a PIN is asked for, refusal)``.

        :param str badge: what a scanner or camera has read
        """
        if self._is_slowed_sudo():
            return None, False, self._refuse_sudo("slowed_device")[1]
        badge = badge.strip() if isinstance(badge, str) else ""
        volunteer, strong = self._find_badge_sudo(badge[:LONGEST])
        if volunteer:
            return volunteer, not (strong and self.badge_alone), None
        self._count_try_sudo()
        return None, False, self._refuse_sudo("badge")[1]

    def _is_slowed_sudo(self):
        return self.env["volunteer.throttle"]._is_throttled_sudo(
            "kiosk-device", str(self.id), DEVICE_TRIES, DEVICE_SECONDS
        )

    def _count_try_sudo(self):
        self.env["volunteer.throttle"]._check_throttle_sudo(
            "kiosk-device", str(self.id), DEVICE_TRIES, DEVICE_SECONDS
        )

    def _refuse_sudo(self, reason, volunteer=None):
        """Log a refusal and return ``(None, answer)``."""
        number = volunteer.code if volunteer else False
        # Who goes on while having to wait does not fill the log.
        if not reason.startswith("slowed") or self.env[
            "volunteer.throttle"
        ]._check_throttle_sudo("kiosk-log", str(self.id), DEVICE_TRIES, DEVICE_SECONDS):
            self._log_refusal_sudo(reason, number)
        _logger.info("Device %s refused: %s, number %s", self.id, reason, number)
        sentences = {
            "slowed_device": self.env._(
                "Too many wrong tries at this device. Please wait ten minutes, or ask "
                "who leads."
            ),
            "slowed_number": self.env._(
                "Too many wrong tries with this number. Please wait a quarter of an "
                "hour, or ask who leads."
            ),
            "badge": self.env._(
                "This badge is not known here. Please use number and PIN, or ask who "
                "leads."
            ),
        }
        wrong = self.env._(
            "Number and PIN do not belong together. The volunteer office gives you a "
            "new PIN."
        )
        return None, self.env["volunteer.presence"]._answer(
            "red", self.env._("Not checked in"), sentences.get(reason, wrong)
        )

    def _log_refusal_sudo(self, reason, number):
        self.env["volunteer.device.refusal"].sudo().create(
            {
                "device_id": self.id,
                "company_id": self.company_id.id,
                "reason": reason,
                "number": number,
            }
        )

    # ------------------------------------------------------------------
    # Finding one person
    # ------------------------------------------------------------------

    @api.model
    def _find_number_sudo(self, number):
        People = self.env["volunteer.volunteer"].sudo().with_context(active_test=False)
        if not number or "\0" in number:
            return People
        codes = {number, number.zfill(5), number.lstrip("0")} - {""}
        found = People.search([("code", "in", list(codes))], limit=2)
        exact = found.filtered(lambda person: person.code == number) or found
        return exact[:1]._get_canonical_sudo().with_context(active_test=True)

    def _find_badge_sudo(self, badge):
        """Return ``(volunteer, whether nobody could have guessed this badge)``."""
        nobody = self.env["volunteer.volunteer"].sudo()
        if not badge or "\0" in badge:
            return nobody, False
        own = read_badge(badge)
        if own:
            code, signature = own
            volunteer = self._find_number_sudo(code)
            secret = nobody._get_badge_secret_sudo()
            number = volunteer.badge_number if volunteer else 0
            valid = check_badge(secret, code, number, signature)
            return (volunteer, True) if volunteer and valid else (nobody, False)
        employee = (
            self.env["hr.employee"].sudo().search([("barcode", "=", badge)], limit=1)
        )
        if employee.volunteer_id:
            return employee.volunteer_id, len(badge) >= LONG_ENOUGH
        issues = (
            self.env["volunteer.item.issue"]
            .sudo()
            .search(
                [
                    ("number", "=", badge),
                    ("item_id.numbered", "=", True),
                    ("company_id", "=", self.company_id.id),
                    ("date_back", "=", False),
                    ("is_lost", "=", False),
                ],
                limit=2,
            )
        )
        if len(issues) != 1:
            return nobody, False
        return issues.volunteer_id, len(badge) >= LONG_ENOUGH
