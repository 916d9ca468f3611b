from odoo import fields, models
from odoo.exceptions import UserError


class VolunteerAward(models.Model):
    """The way of a star or an honour: confirmed, shown to the public, granted."""

    # One matter a file keeps the files short.
    _inherit = "volunteer.award"  # pylint: disable=consider-merging-classes-inherited

    notice_id = fields.Many2one(
        "volunteer.award.notice",
        string="Publication",
        readonly=True,
        copy=False,
        index=True,
        ondelete="restrict",
    )
    closes_on = fields.Date(
        string="Shown until",
        related="notice_id.closes_on",
        help="From this day on it may be granted.",
    )

    def action_review(self):
        """Confirm what was proposed.

        :raise AccessError: not of the volunteer office, or an honour of one's own
        :raise UserError: not proposed
        """
        self._check_officer()
        self._check_not_own()
        self._check_state("proposed")
        self._decide_sudo("reviewed")
        return True

    def action_reject(self, reason):
        """Reject what was proposed or confirmed.

        :param str reason: why
        :raise AccessError: not of the volunteer office
        :raise UserError: no reason, or shown to the public already
        """
        self._check_officer()
        self._check_state("proposed", "reviewed")
        self._decide_sudo("rejected", self._clean_reason(reason))
        return True

    def action_publish(self):
        """Show what is confirmed to the public, on one page a unit.

        What is published on one day stands in one publication.

        :raise AccessError: not of the volunteer office
        :raise UserError: not confirmed
        """
        self._check_officer()
        self._check_state("reviewed")
        self.env["volunteer.award.notice"]._publish_sudo(self.sudo())
        return True

    def action_grant(self):
        """Grant what was shown to the public for its days, and tell the holders.

        Where a unit shows honours for 0 days, what is confirmed is granted, too.

        :raise AccessError: not of the volunteer office
        :raise UserError: neither, or the days are not over
        """
        self._check_officer()
        awards = self.sudo()
        short = awards.filtered(
            lambda award: (
                award.state == "reviewed" and not award.company_id.volunteer_award_days
            )
        )
        (awards - short)._check_state("published")
        for company, group in (awards - short).grouped("company_id").items():
            today = company._get_volunteer_today()
            early = group.filtered(lambda award, day=today: award.closes_on > day)
            if early:
                raise UserError(
                    self.env._(
                        "“%(name)s” is shown until %(date)s and cannot be granted "
                        "before.",
                        name=early[0].name,
                        date=early[0].closes_on,
                    )
                )
        awards._grant_sudo()
        return True

    def action_withdraw(self, reason):
        """Withdraw what is confirmed, shown or granted; it stays to be seen.

        :param str reason: why
        :raise AccessError: not of the volunteer office
        :raise UserError: no reason, or rejected or withdrawn already
        """
        self._check_officer()
        self._check_state("proposed", "reviewed", "published", "granted")
        reason = self._clean_reason(reason)
        known = self.sudo().filtered(lambda award: award._is_told_sudo())
        self._decide_sudo("withdrawn", reason)
        self.notice_id.sudo()._conclude_sudo()
        known._tell_withdrawn_sudo(reason)
        return True

    def action_propose_again(self):
        """Take up again what was rejected or withdrawn.

        :raise AccessError: not of the volunteer office
        :raise UserError: neither, or the same star is proposed already
        """
        self._check_officer()
        self._check_state("rejected", "withdrawn")
        self.sudo().write(
            {
                "state": "proposed",
                "notice_id": False,
                "date": False,
                "fell_below": False,
                "decided_by": self.env.uid,
                "decided_on": fields.Date.context_today(self),
                "decision_note": False,
            }
        )
        return True

    # ------------------------------------------------------------------

    def _check_state(self, *states):
        wrong = self.filtered(lambda award: award.state not in states)
        if wrong:
            raise UserError(
                self.env._(
                    "“%(name)s” of %(holder)s is in another state: %(state)s.",
                    name=wrong[0].name,
                    holder=wrong[0].holder_name,
                    state=dict(wrong._fields["state"]._description_selection(self.env))[
                        wrong[0].state
                    ],
                )
            )

    def _decide_sudo(self, state, note=False, **vals):
        """Set a state with who did it and when; the caller has checked both."""
        self.sudo().write(
            {
                "state": state,
                "decided_by": self.env.uid,
                "decided_on": fields.Date.context_today(self),
                "decision_note": note,
                **vals,
            }
        )

    def _grant_sudo(self):
        """Grant, on the day it is in each unit, and tell who holds it."""
        for company, group in self.grouped("company_id").items():
            group._decide_sudo("granted", date=company._get_volunteer_today())
        self.notice_id._conclude_sudo()
        self._tell_granted_sudo()
