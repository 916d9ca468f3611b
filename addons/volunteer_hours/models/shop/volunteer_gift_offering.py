from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.tools.misc import hash_sign, verify_hash_signed

from ...tools.points import format_points, parse_points
from .volunteer_gift import GIFTS_PAGE, MAX_NOTE

SCOPE = "volunteer-gift-link"
LINK_PAGE = "/volunteer/gift"
#: Names that somebody may try for a number in a day: nobody reads the register so.
LOOKS_A_DAY = 20


class VolunteerGift(models.Model):
    """Offering points: to a volunteer whose number and name one knows, or by a link."""

    # One matter a file keeps the files short.
    _inherit = "volunteer.gift"  # pylint: disable=consider-merging-classes-inherited

    @api.model
    def action_offer(self, points, relation, note=None, code=None, name=None):
        """Offer points of one's own to somebody of the family.

        The volunteer who gets them is never chosen from a list: number and name must be
        typed as they are. Without a number, the gift is offered by a link.

        :param points: how many, with up to two decimals: a number, or text
        :param str relation: a key of ``volunteer.gift.relation``
        :param str note: a word to them, up to 200 characters
        :param str code: the volunteer number of who gets them
        :param str name: their full name
        :return: ``{"id": id or False, "problem": sentence or False}``; a wrong number
            or name is a problem and no error, so that the attempts are counted
        :rtype: dict
        :raise AccessError: the user is no registered volunteer
        :raise UserError: not enough points, over the year's limit, to oneself, …
        """
        giver = self.env["res.users"]._get_current_volunteer_sudo()
        if not giver or giver.state not in ("trial", "registered"):
            raise AccessError(self.env._("Only registered volunteers give points."))
        if not giver.company_id.volunteer_gifts:
            raise UserError(self.env._("Your hospital has no time bank."))
        hundredths = self._read_points(points)
        if relation not in self._fields["relation"].get_values(self.env):
            raise UserError(self.env._("Please say what they are to you."))
        receiver = giver.browse()
        code = code.strip() if isinstance(code, str) else ""
        if code:
            receiver, problem = self._find_receiver_sudo(giver, code, name)
            if problem:
                return {"id": False, "problem": problem}
        gift = self.sudo()._offer_sudo(giver, receiver, hundredths, relation, note)
        return {"id": gift.id, "problem": False}

    @api.model
    def _read_points(self, points):
        """Return points as hundredths.

        :raise UserError: no number, not more than none, or finer than hundredths
        """
        try:
            hundredths = parse_points(float(points))
        except (TypeError, ValueError, OverflowError):
            hundredths = 0
        if hundredths <= 0:
            raise UserError(
                self.env._("Please say how many points, for example 10 or 2.5.")
            )
        return hundredths

    @api.model
    def _find_receiver_sudo(self, giver, code, name):
        """Return ``(volunteer, problem)``; what is wrong is never said more exactly."""
        Throttle = self.env["volunteer.throttle"].sudo()
        if not Throttle._check_throttle_sudo(
            "gift", str(giver.id), LOOKS_A_DAY, 24 * 3600
        ):
            return giver.browse(), self.env._(
                "You have tried many numbers today. Please go on tomorrow."
            )
        name = name.strip() if isinstance(name, str) else ""
        found = giver.search(
            [("code", "=", code), ("state", "in", ("trial", "registered"))]
        )
        if not name or found.name != name:
            return giver.browse(), self.env._(
                "There is no volunteer with this number and name. Both must be typed "
                "as they stand on their page."
            )
        return found, None

    def _offer_sudo(self, giver, receiver, hundredths, relation, note):
        if receiver == giver:
            raise UserError(self.env._("Nobody gives points to themselves."))
        self.env["volunteer.point.account"]._lock_accounts_sudo(giver)
        company = giver.company_id
        today = company._get_volunteer_today()
        self._check_year_sudo(giver, hundredths, today)
        note = note.strip()[:MAX_NOTE] if isinstance(note, str) else ""
        gift = self.create(
            {
                "giver_id": giver.id,
                "receiver_id": receiver.id,
                "by_link": not receiver,
                "relation": relation,
                "hundredths": hundredths,
                "note": note or False,
                "company_id": company.id,
                "offered_on": today,
                "valid_until": fields.Date.add(today, days=company.volunteer_gift_days),
            }
        )
        self.env["volunteer.point.account"]._get_accounts_sudo(giver)._move_sudo(
            "gift_out",
            -hundredths,
            reason=receiver.name or self.env._("Gift by a link"),
            company_id=company.id,
            gift_id=gift.id,
        )
        receiver._notify_sudo(
            "recognition",
            lambda person: (
                person.env._("Somebody gives you points"),
                person.env._(
                    "%(name)s offers you %(points)s points. Accept them on your page.",
                    name=giver.name,
                    points=format_points(hundredths),
                ),
            ),
            url=GIFTS_PAGE,
        )
        return gift

    @api.model
    def _check_year_sudo(self, giver, hundredths, today):
        """Check what one gives away in a year.

        Every gift changes the giver's account afterwards: of two at the same moment the
        second is repeated by Odoo, and then counts the first.

        :raise UserError: this would be more than the unit allows
        """
        limit = giver.company_id.volunteer_gift_limit
        if not limit:
            return
        left = limit * 100 - self._get_given_sudo(giver, today)
        if hundredths > left:
            raise UserError(
                self.env._(
                    "In a year, up to %(limit)s points can be given away; %(left)s are "
                    "left of them this year.",
                    limit=limit,
                    left=format_points(max(left, 0)),
                )
            )

    @api.model
    def _get_given_sudo(self, giver, today):
        """Return hundredths given away or offered in the year of a day."""
        [(given,)] = self.sudo()._read_group(
            [
                ("giver_id", "in", giver._with_merged_sudo().ids),
                ("state", "in", ("offered", "accepted")),
                ("offered_on", ">=", today.replace(month=1, day=1)),
                ("offered_on", "<=", today.replace(month=12, day=31)),
            ],
            aggregates=["hundredths:sum"],
        )
        return given or 0

    # ------------------------------------------------------------------
    # Links
    # ------------------------------------------------------------------

    def action_get_link(self):
        """Return the link with which somebody accepts this gift, once.

        :return: the whole address
        :rtype: str
        :raise AccessError: not one's own gift
        :raise UserError: not offered by a link, or not open any more
        """
        self.ensure_one()
        gift = self._get_decidable_sudo("giver_id")
        gift._check_acceptable_sudo()
        if not gift.by_link:
            raise UserError(self.env._("This gift needs no link."))
        token = hash_sign(gift.env, SCOPE, [gift.id])
        return f"{self.get_base_url()}{LINK_PAGE}/{token}"

    @api.model
    def action_accept_link(self, token):
        """Accept the gift of a link for oneself.

        :param str token: the last part of the link
        :return: the id of the gift
        :rtype: int
        :raise AccessError: the user is no registered volunteer
        :raise UserError: no such gift, one's own, or not open any more
        """
        receiver = self.env["res.users"]._get_current_volunteer_sudo()
        if not receiver or receiver.state not in ("trial", "registered"):
            raise AccessError(
                self.env._(
                    "Only registered volunteers have an account of points. Please "
                    "register first, then open the link again."
                )
            )
        gift = self._find_by_link_sudo(token)
        if not gift:
            raise UserError(self.env._("This link belongs to no gift."))
        if receiver == gift.giver_id._get_canonical_sudo():
            raise UserError(self.env._("Nobody gives points to themselves."))
        gift._check_acceptable_sudo()
        self.env["volunteer.point.account"]._lock_accounts_sudo(receiver)
        gift._accept_sudo(receiver)
        return gift.id

    @api.model
    def _find_by_link_sudo(self, token):
        """Return the gift of a link as superuser, or none."""
        gifts = self.sudo()
        try:
            said = verify_hash_signed(gifts.env, SCOPE, token)
        # Anything may come as a link; decoding it raises all sorts of errors.
        except Exception:
            said = None
        match said:
            case [int(gift_id)]:
                return gifts.browse(gift_id).exists().filtered("by_link")
        return gifts.browse()
