from decimal import Decimal
from typing import NamedTuple

from odoo import api, models
from odoo.tools import SQL

from ...tools.evaluation import mean

#: What a line of the ledger adds to a person's figures. A reversal takes back what its
#: line gave: minutes and the service; a mark counts while its line stands.
SUMS = SQL(
    """
    sum(h.minutes) FILTER (WHERE h.proven) AS proven,
    sum(h.minutes) - COALESCE(sum(h.minutes) FILTER (WHERE h.proven), 0) AS claimed,
    count(h.id) - 2 * count(h.reverses_id) AS services,
    sum(h.quality) FILTER (WHERE h.reversed IS NOT TRUE) AS marks,
    count(NULLIF(h.quality, 0)) FILTER (WHERE h.reversed IS NOT TRUE) AS marked
    """
)
#: From how many people on all lines of a period are summed up.
MANY = 1000
RECORDED = SQL("h.state = 'recorded' AND h.is_opening IS NOT TRUE")


class Figures(NamedTuple):
    """What one person did in a period: minutes are whole, a mark is to the cent."""

    minutes_proven: int = 0
    minutes_claimed: int = 0
    #: Among both: in units outside the evaluating one, or organised by other bodies.
    minutes_elsewhere: int = 0
    services: int = 0
    quality: Decimal | None = None
    honours: int = 0
    no_shows: int = 0

    @property
    def hours_proven(self):
        return Decimal(self.minutes_proven) / 60

    @property
    def hours_claimed(self):
        return Decimal(self.minutes_claimed) / 60

    @property
    def hours(self):
        return Decimal(self.minutes_proven + self.minutes_claimed) / 60

    def as_dict(self, target_hours=None, attainment=None):
        """Return the figures by the keys that rules of schemes name."""
        return {
            "hours": self.hours,
            "hours_proven": self.hours_proven,
            "hours_claimed": self.hours_claimed,
            "services": self.services,
            "quality": self.quality,
            "honours": self.honours,
            "no_shows": self.no_shows,
            "target_hours": target_hours,
            "attainment": attainment,
        }


class VolunteerEvaluation(models.Model):
    """Figures of people in a period, from the ledger and what lies beside it.

    By canonical volunteer: lines of merged records count for the record that was kept.
    All of a person's recorded lines in the period count, in whatever unit of this
    database they were made, so that nobody who changed unit in the year loses hours;
    what other units or bodies organised is shown apart, and left out where the
    evaluation says so. Balances carried over are of no period. Local dates decide.
    """

    # One matter a file keeps the files short.
    _inherit = "volunteer.evaluation"  # pylint: disable=consider-merging-classes-inherited

    @api.model
    def _get_figures_sudo(
        self, volunteer_ids, date_from, date_to, *, companies=None, count_outside=True
    ):
        """Return what people did from ``date_from`` to ``date_to``, in three queries.

        :param volunteer_ids: ids of canonical volunteers
        :param companies: the units whose hours are not “elsewhere”; None: all
        :param bool count_outside: whether hours elsewhere count
        :return: ``{volunteer id: Figures}``, without those who have none
        """
        ids = list(set(volunteer_ids))
        if not ids:
            return {}
        self._flush_figures()
        ledger = self._read_ledger_sudo(ids, date_from, date_to, companies)
        honours = self._count_honours_sudo(ids, date_from, date_to)
        no_shows = self._count_no_shows_sudo(ids, date_from, date_to)
        figures = {}
        for volunteer_id in ledger.keys() | honours.keys() | no_shows.keys():
            inside, outside = ledger.get(volunteer_id, ((0,) * 5, (0,) * 5))
            counted = (
                [a + b for a, b in zip(inside, outside, strict=True)]
                if count_outside
                else inside
            )
            proven, claimed, services, marks, marked = counted
            figures[volunteer_id] = Figures(
                proven,
                claimed,
                outside[0] + outside[1] if count_outside else 0,
                services,
                mean(marks, marked),
                honours.get(volunteer_id, 0),
                no_shows.get(volunteer_id, 0),
            )
        return figures

    @api.model
    def _flush_figures(self):
        """Write what the statements below read."""
        for model in (
            "volunteer.hour",
            "volunteer.award",
            "volunteer.signup",
            "volunteer.activity",
            "volunteer.volunteer",
        ):
            self.env[model].flush_model()

    @api.model
    def _read_ledger_sudo(self, volunteer_ids, date_from, date_to, companies=None):
        """Return ``{volunteer id: (sums inside, sums elsewhere)}`` in one pass.

        Sums are those of :data:`SUMS`, in their order.
        """
        elsewhere = (
            SQL(
                "(h.company_id NOT IN %s OR h.organiser <> '') IS TRUE",
                tuple(companies.ids),
            )
            if companies
            else SQL("(h.organiser <> '') IS TRUE")
        )
        # Of a whole hospital, to look at each line's person costs more than it saves.
        among = (
            SQL("TRUE")
            if len(volunteer_ids) >= MANY
            else SQL(
                """
                h.volunteer_id IN (SELECT id FROM volunteer_volunteer
                                    WHERE COALESCE(merged_into_id, id) = ANY(%s))
                """,
                list(volunteer_ids),
            )
        )
        rows = self.env.execute_query(
            SQL(
                """
                SELECT COALESCE(v.merged_into_id, v.id), line.elsewhere,
                       COALESCE(sum(line.proven), 0)::bigint,
                       COALESCE(sum(line.claimed), 0)::bigint,
                       sum(line.services)::bigint,
                       COALESCE(sum(line.marks), 0)::bigint,
                       sum(line.marked)::bigint
                  FROM (SELECT h.volunteer_id, %(elsewhere)s AS elsewhere, %(sums)s
                          FROM volunteer_hour h
                         WHERE %(recorded)s
                           AND h.date BETWEEN %(date_from)s AND %(date_to)s
                           AND %(among)s
                      GROUP BY 1, 2) AS line
                  JOIN volunteer_volunteer v ON v.id = line.volunteer_id
                 WHERE COALESCE(v.merged_into_id, v.id) = ANY(%(ids)s)
              GROUP BY 1, 2
                """,
                elsewhere=elsewhere,
                sums=SUMS,
                recorded=RECORDED,
                date_from=date_from,
                date_to=date_to,
                ids=list(volunteer_ids),
                among=among,
            )
        )
        found = {}
        for volunteer_id, is_elsewhere, *sums in rows:
            both = found.setdefault(volunteer_id, [(0,) * 5, (0,) * 5])
            both[is_elsewhere] = tuple(sums)
        return found

    @api.model
    def _count_honours_sudo(self, volunteer_ids, date_from, date_to):
        """Return ``{volunteer id: honours granted in the period}``."""
        return dict(
            self.env.execute_query(
                SQL(
                    """
                    SELECT COALESCE(v.merged_into_id, v.id), count(*)
                      FROM volunteer_award a
                      JOIN volunteer_volunteer v ON v.id = a.volunteer_id
                     WHERE a.state = 'granted' AND a.kind = 'honour'
                       AND a.date BETWEEN %s AND %s
                       AND COALESCE(v.merged_into_id, v.id) = ANY(%s)
                  GROUP BY 1
                    """,
                    date_from,
                    date_to,
                    list(volunteer_ids),
                )
            )
        )

    @api.model
    def _count_no_shows_sudo(self, volunteer_ids, date_from, date_to):
        """Return ``{volunteer id: absences without excuse}`` by date of activity."""
        return dict(
            self.env.execute_query(
                SQL(
                    """
                    SELECT COALESCE(v.merged_into_id, v.id), count(*)
                      FROM volunteer_signup s
                      JOIN volunteer_activity a ON a.id = s.activity_id
                      JOIN volunteer_volunteer v ON v.id = s.volunteer_id
                     WHERE s.state = 'absent' AND s.excused IS NOT TRUE
                       AND a.date BETWEEN %s AND %s
                       AND COALESCE(v.merged_into_id, v.id) = ANY(%s)
                  GROUP BY 1
                    """,
                    date_from,
                    date_to,
                    list(volunteer_ids),
                )
            )
        )
