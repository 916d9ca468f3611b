from odoo import fields, models
from odoo.fields import Domain
from odoo.tools import SQL

from ...tools.ranking import top_share

#: What lines are added up by, for each kind of holder.
HOLDER_SQL = {
    "volunteer": SQL("COALESCE(v.merged_into_id, v.id)"),
    "team": SQL("up.id"),
    "project": SQL("h.project_id"),
}


class VolunteerCommendation(models.Model):
    """Figures of a period from the ledger, and who stands out by them."""

    # One matter a file keeps the files short.
    _inherit = "volunteer.commendation"  # pylint: disable=consider-merging-classes-inherited

    which_hours = fields.Selection(
        [("all", "Proven and claimed"), ("proven", "Proven only")],
        string="Hours That Count",
        required=True,
        default="all",
        help="When nominees are proposed by the figures, and where no jury decides.",
    )
    top_percent = fields.Float(
        string="Best (%)",
        default=5.0,
        digits=(5, 1),
        help="Of all who served in the period. Equals at the border are proposed, too.",
    )
    least_hours = fields.Float(string="Hours at Least", digits=(16, 2))
    least_quality = fields.Float(
        string="Quality at Least",
        digits=(3, 2),
        help="On average, of the services that were rated; 0: it does not matter.",
    )

    _top_percent_range = models.Constraint(
        "CHECK (top_percent > 0 AND top_percent <= 100)",
        "The best are above 0 and up to 100 per cent.",
    )

    def _get_figures_sudo(self, holder_ids=None):
        """Return the figures of the period, in one query.

        Opening balances have no day and stay out; services with other bodies do, too,
        where the unit does not count them. A team's figures hold those of the teams
        below, a person's those of the records merged into it. Services taken back count
        neither as services nor for the quality.

        :param holder_ids: only these; empty: everybody who served
        :return: ``{id of the holder: (proven minutes, claimed minutes, services, mean
            quality or None)}``
        """
        self.ensure_one()
        Hour = self.env["volunteer.hour"].sudo()
        domain = Domain.AND(
            [
                Domain("state", "=", "recorded"),
                Domain("company_id", "=", self.company_id.id),
                Domain("date", ">=", self.date_from),
                Domain("date", "<=", self.date_to),
                Domain(Hour._get_day_domain()),
            ]
        )
        if not self.company_id.volunteer_count_outside:
            domain &= Domain("organiser", "in", (False, ""))
        holder = HOLDER_SQL[self.holder_kind]
        self.env.flush_all()
        rows = self.env.execute_query(
            SQL(
                """
                SELECT %(holder)s,
                       COALESCE(SUM(h.minutes) FILTER (WHERE h.proven), 0),
                       COALESCE(SUM(h.minutes) FILTER (WHERE h.proven IS NOT TRUE), 0),
                       COUNT(*) FILTER (WHERE h.reversed IS NOT TRUE
                                          AND h.reverses_id IS NULL),
                       AVG(h.quality) FILTER (WHERE h.quality > 0
                                                AND h.reversed IS NOT TRUE
                                                AND h.reverses_id IS NULL)
                  FROM volunteer_hour h
                  JOIN volunteer_volunteer v ON v.id = h.volunteer_id
                  %(teams)s
                 WHERE h.id IN %(lines)s AND %(holder)s IS NOT NULL AND %(only)s
                 GROUP BY 1
                """,
                holder=holder,
                teams=SQL(
                    """JOIN volunteer_team t ON t.id = h.team_id
                       JOIN volunteer_team up
                         ON starts_with(t.parent_path, up.parent_path)
                        AND up.company_id = %s""",
                    self.company_id.id,
                )
                if self.holder_kind == "team"
                else SQL(),
                lines=Hour._search(domain).subselect(),
                only=SQL("%s IN %s", holder, tuple(holder_ids))
                if holder_ids
                else SQL("TRUE"),
            )
        )
        return {
            holder_id: (
                int(proven),
                int(claimed),
                services,
                None if quality is None else float(quality),
            )
            for holder_id, proven, claimed, services, quality in rows
        }

    def _get_counted_minutes(self, figures):
        return figures[0] + (figures[1] if self.which_hours == "all" else 0)

    def _find_best_sudo(self):
        """Return the ids of those who stand out by the figures, the best first."""
        self.ensure_one()
        served = {
            holder_id: figures
            for holder_id, figures in self._get_figures_sudo().items()
            if self._get_counted_minutes(figures) > 0
        }
        best = top_share(
            {
                holder_id: self._get_counted_minutes(figures)
                for holder_id, figures in served.items()
                if round((figures[3] or 0), 2) >= round(self.least_quality, 2)
                and self._get_counted_minutes(figures) >= self.least_hours * 60
            },
            self.top_percent,
            len(served),
        )
        return best

    def action_propose(self):
        """Nominate those who stand out by the figures and are not nominated yet.

        The best so many per cent of all who served in the period, with the hours and
        the quality asked for.

        :return: a message with how many
        :raise AccessError: not of the volunteer office
        :raise UserError: not the time for it
        """
        self._check_officer()
        self._check_jury_state("draft", "nomination")
        Nominee = self.env["volunteer.commendation.nominee"].sudo()
        new = Nominee
        for one in self.sudo():
            field = f"{one.holder_kind}_id"
            holders = self.env[f"volunteer.{one.holder_kind}"].sudo()
            known = (
                one.with_context(active_test=False)
                .nominee_ids.filtered(lambda nominee: nominee.state != "withdrawn")
                .mapped(field)
            )
            found = holders.browse(one._find_best_sudo()).exists() - known
            if one.holder_kind == "volunteer":
                found = found._filter_serving().filtered(
                    lambda person, one=one: one.company_id in person.company_ids
                )
            new |= Nominee.create(
                [
                    {"commendation_id": one.id, field: holder.id, "source": "figures"}
                    for holder in found
                ]
            )
        message = (
            self.env._("%(count)s are nominated by their figures.", count=len(new))
            if new
            else self.env._("By the figures, nobody else stands out.")
        )
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {
                "message": message,
                "type": "success" if new else "info",
                "next": {"type": "ir.actions.client", "tag": "soft_reload"},
            },
        }


class VolunteerCommendationNominee(models.Model):
    # One matter a file keeps the files short.
    _inherit = "volunteer.commendation.nominee"  # pylint: disable=consider-merging-classes-inherited

    def _take_figures_sudo(self):
        """Copy the figures of the period from the ledger, one query a commendation."""
        for commendation, nominees in self.grouped("commendation_id").items():
            ids = {nominee: nominee._get_holder().id for nominee in nominees}
            figures = commendation._get_figures_sudo(ids.values())
            today = commendation.company_id._get_volunteer_today()
            for nominee, holder_id in ids.items():
                proven, claimed, services, quality = figures.get(
                    holder_id, (0, 0, 0, None)
                )
                nominee.hours_proven = proven / 60
                nominee.hours_claimed = claimed / 60
                nominee.service_count = services
                nominee.quality = quality or 0.0
                nominee.figures_on = today

    def _get_figure_for_rank(self):
        hours = self.hours_proven
        if self.commendation_id.which_hours == "all":
            hours += self.hours_claimed
        return round(hours * 100)

    def action_refresh(self):
        """Take the figures anew from the ledger.

        :raise AccessError: not of the volunteer office
        :raise UserError: shown to the public already
        """
        self.commendation_id._check_officer()
        self.check_access("write")
        self._check_round("draft", "nomination", "review")
        self.sudo()._take_figures_sudo()
        return True
