from odoo import api, models
from odoo.exceptions import AccessError, UserError
from odoo.tools import SQL

from ...tools.points import format_points, parse_points


class VolunteerPointAccount(models.Model):
    """Moves in batches, and what the volunteer office puts right."""

    # One matter a file keeps the files short.
    _inherit = "volunteer.point.account"  # pylint: disable=consider-merging-classes-inherited

    @api.model
    def _clean_reason(self, reason):
        return self.env["volunteer.guard.mixin"]._clean_reason(reason)

    @api.model
    def _check_office(self, people):
        """Check that one may decide on the points of these people.

        :param people: ``volunteer.volunteer``
        :raise AccessError: not of the volunteer office, not one's volunteers, or one
            of them is whoever asks
        """
        if not self.env.user.has_group("volunteer_base.group_officer"):
            raise AccessError(self.env._("Only the volunteer office does this."))
        people.check_access("read")
        if self.env.user in people._get_owner_users_sudo():
            raise AccessError(
                self.env._(
                    "These are your own points; somebody else of the office does this."
                )
            )

    def action_correct(self, points, reason):
        """Give these people points, or take some back; the moves stay on record.

        :param float points: with a sign, at most two decimals
        :param str reason: why; they read it
        :raise AccessError: not of the volunteer office, not one's volunteers, or one's
            own account
        :raise UserError: no reason, or no such number of points
        """
        self.check_access("read")
        self._check_office(self.sudo().volunteer_id.with_env(self.env))
        reason = self._clean_reason(reason)
        hundredths = self._parse_points(points)
        accounts = self._lock_accounts_sudo(self.sudo().volunteer_id)
        self._move_many_sudo(
            [
                {
                    "account_id": account.id,
                    "kind": "correction",
                    "hundredths": hundredths,
                    "reason": reason,
                }
                for account in accounts
            ]
        )
        accounts.volunteer_id._notify_sudo(
            "hours",
            lambda person: (
                person.env._("Your points were corrected"),
                person.env._(
                    "%(points)s points: %(reason)s",
                    points=format_points(hundredths),
                    reason=reason,
                ),
            ),
            url="/my/volunteer/points",
        )
        return True

    @api.model
    def _parse_points(self, points):
        """Return typed points in hundredths, other than none.

        :raise UserError: no such number of points
        """
        try:
            hundredths = parse_points(points)
        except (TypeError, ValueError):
            hundredths = 0
        if not hundredths:
            raise UserError(
                self.env._(
                    "Please type how many points: a number with at most two decimals, "
                    "with a minus to take points away."
                )
            )
        return hundredths

    @api.model
    def _move_many_sudo(self, vals_list):
        """Put moves on many accounts, and change their balances by one statement.

        For what gives points, and for what may take more than there are; what is spent
        goes through ``_move_sudo``.

        :param vals_list: values of ``volunteer.point.move``
        :return: the moves, as superuser
        """
        moves = self.env["volunteer.point.move"].sudo().create(vals_list)
        self.env.flush_all()
        self.env.cr.execute(
            SQL(
                """
                UPDATE volunteer_point_account account
                   SET balance = account.balance + moved.hundredths
                  FROM (SELECT account_id, sum(hundredths)::int AS hundredths
                          FROM volunteer_point_move
                         WHERE id IN %s
                      GROUP BY account_id) moved
                 WHERE account.id = moved.account_id
                """,
                tuple(moves.ids) or (0,),
            ),
            log_exceptions=False,
        )
        moves.account_id.invalidate_recordset(["balance"], flush=False)
        return moves
