from datetime import date

from odoo import api, fields, models
from odoo.tools import SQL

from ...tools.points import expired_hundredths, format_points

#: From this month on, people are told what expires at the end of the year.
TOLD_FROM_MONTH = 12


class ResCompany(models.Model):
    """Whether points expire. Off unless a unit decides otherwise."""

    # One matter a file keeps the files short.
    _inherit = "res.company"  # pylint: disable=consider-merging-classes-inherited

    volunteer_point_expiry = fields.Selection(
        [("none", "Never"), ("next_year", "At the end of the next year")],
        string="Points Expire",
        required=True,
        default="none",
        help="Of the year after the one they were credited in. The oldest points are "
        "spent first. Nothing expires in the year in which this is switched on.",
    )
    volunteer_point_expiry_since = fields.Integer(
        string="Points Expire since", readonly=True, default=0
    )

    def write(self, vals):
        expiry = vals.get("volunteer_point_expiry")
        if expiry and expiry != "none":
            for company in self:
                if company.volunteer_point_expiry == "none":
                    super(ResCompany, company).write(
                        {
                            "volunteer_point_expiry_since": (
                                company._get_volunteer_today().year
                            )
                        }
                    )
        return super().write(vals)

    def _get_point_expiry_sudo(self, today):
        """Return the last year whose points are gone on a day, or nothing.

        :param date today: of this unit
        """
        self.ensure_one()
        company = self.sudo()
        if (
            company.volunteer_point_expiry == "none"
            or today.year <= company.volunteer_point_expiry_since
        ):
            return None
        return today.year - 2


class ResConfigSettings(models.TransientModel):
    # One matter a file keeps the files short.
    _inherit = "res.config.settings"  # pylint: disable=consider-merging-classes-inherited

    volunteer_point_expiry = fields.Selection(
        related="company_id.volunteer_point_expiry", readonly=False
    )


class VolunteerPointAccount(models.Model):
    """What was not used in time goes, the oldest first, where a unit says so."""

    # One matter a file keeps the files short.
    _inherit = "volunteer.point.account"  # pylint: disable=consider-merging-classes-inherited

    @api.model
    def _cron_expire(self):
        """Let points expire, and in December tell whose will."""
        companies = self.env["res.company"].search(
            [("volunteer_point_expiry", "!=", "none")]
        )
        Cron = self.env["ir.cron"]
        Cron._commit_progress(remaining=len(companies))
        for done, company in enumerate(companies, 1):
            self.sudo()._expire_sudo(company)
            self.sudo()._tell_expiring_sudo(company)
            if not Cron._commit_progress(1, remaining=len(companies) - done):
                break

    @api.model
    def _expire_sudo(self, company):
        """Take what has expired by today off the accounts of a unit's people.

        :return: the moves
        """
        moves = self.env["volunteer.point.move"]
        last_year = company._get_point_expiry_sudo(company._get_volunteer_today())
        if last_year is None:
            return moves
        accounts = self._get_of_company_sudo(company)
        return self._move_many_sudo(
            [
                {
                    "account_id": account.id,
                    "kind": "expiry",
                    "hundredths": -hundredths,
                    "company_id": company.id,
                }
                for account, hundredths in accounts._get_expired_sudo(last_year).items()
            ]
        )

    @api.model
    def _get_of_company_sudo(self, company):
        return self.sudo().search(
            [("balance", ">", 0), ("volunteer_id.company_id", "=", company.id)]
        )

    @api.model
    def _tell_expiring_sudo(self, company):
        """Tell people once what goes at the end of this year, from December on."""
        today = company._get_volunteer_today()
        if today.month < TOLD_FROM_MONTH:
            return
        last_day = date(today.year, 12, 31)
        if company._get_point_expiry_sudo(date(today.year + 1, 1, 1)) is None:
            return
        expiring = self._get_of_company_sudo(company)._get_expired_sudo(today.year - 1)
        by_person = {account.volunteer_id.id: n for account, n in expiring.items()}
        self.browse().union(*expiring).volunteer_id._notify_sudo(
            "hours",
            lambda person: (
                person.env._("Points expire on %(date)s", date=last_day),
                person.env._(
                    "%(points)s of your points are of the year before and can be spent "
                    "until %(date)s.",
                    points=format_points(by_person[person.id]),
                    date=last_day,
                ),
            ),
            url="/my/volunteer/points",
            key=f"points-expire-{today.year}",
        )

    def _get_expiring_sudo(self):
        """Return what of one account goes at the end of this year, and when.

        :return: ``(hundredths, last day)``; 0 where nothing does
        """
        self.ensure_one()
        company = self.volunteer_id.company_id
        year = company._get_volunteer_today().year
        last_day = date(year, 12, 31)
        if company._get_point_expiry_sudo(date(year + 1, 1, 1)) is None:
            return 0, last_day
        return self._get_expired_sudo(year - 1).get(self, 0), last_day

    def _get_expired_sudo(self, last_year):
        """Return what of these accounts is of that year or before, and not used.

        One query, however many accounts.

        :param int last_year: the last year whose points go
        :return: ``{account: hundredths}``, of those where something goes
        """
        self.env.flush_all()
        rows = self.env.execute_query(
            SQL(
                """
                SELECT a.id, extract(year FROM n.closed_on AT TIME ZONE 'UTC'
                                                AT TIME ZONE c.volunteer_tz)::int,
                       sum(greatest(h.points, 0)), sum(greatest(-h.points, 0))
                  FROM volunteer_point_account a
                  JOIN volunteer_volunteer v
                    ON COALESCE(v.merged_into_id, v.id) = a.volunteer_id
                  JOIN volunteer_hour h ON h.volunteer_id = v.id
                  JOIN volunteer_notice n ON n.id = h.notice_id
                  JOIN res_company c ON c.id = h.company_id
                 WHERE a.id IN %(ids)s AND h.state = 'recorded'
              GROUP BY 1, 2
             UNION ALL
                SELECT account_id, extract(year FROM date)::int,
                       sum(hundredths) FILTER (
                           WHERE hundredths > 0 AND kind != 'refund'),
                       -sum(hundredths) FILTER (
                           WHERE hundredths < 0 OR kind = 'refund')
                  FROM volunteer_point_move
                 WHERE account_id IN %(ids)s
              GROUP BY 1, 2
                """,
                ids=tuple(self.ids) or (0,),
            )
        )
        gains, used = {}, {}
        for account_id, year, gained, left in rows:
            years = gains.setdefault(account_id, {})
            years[year] = years.get(year, 0) + (gained or 0)
            used[account_id] = used.get(account_id, 0) + (left or 0)
        expired = {
            account: expired_hundredths(
                gains.get(account.id, {}), used.get(account.id, 0), last_year
            )
            for account in self
        }
        return {account: points for account, points in expired.items() if points}
