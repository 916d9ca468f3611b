from collections import defaultdict
from fractions import Fraction

from odoo import fields, models
from odoo.tools import SQL

from ...tools.evaluation import mean, percent, score
from ...tools.service_time import share_of_year, to_cents

#: Which figures the machinery of targets counts here.
COUNTED = {
    "team": ("hours", "services", "activities", "served", "hours_per_head"),
    "department": (
        "hours",
        "services",
        "activities",
        "served",
        "hours_per_head",
        "registered",
    ),
}


class VolunteerTeamAssessment(models.Model):
    """Where the figures of an assessment come from, for all rows together."""

    # One matter a file keeps the files short.
    _inherit = "volunteer.team.assessment"  # pylint: disable=consider-merging-classes-inherited

    def _get_assessed_sudo(self):
        """Return the teams with members, or the departments with staff, of the unit.

        :raise UserError: there are none
        """
        self.ensure_one()
        if self.subject == "team":
            return self.env["volunteer.team"].search(
                [
                    ("company_id", "=", self.company_id.id),
                    ("kind", "!=", "committee"),
                    ("member_ids.date_from", "<=", self.date_to),
                    "|",
                    ("member_ids.date_to", "=", False),
                    ("member_ids.date_to", ">=", self.date_from),
                ]
            )
        staffed = self.env["hr.employee"]._read_group(
            [("company_id", "=", self.company_id.id)], ["department_id"]
        )
        return self.env["hr.department"].union(*(row[0] for row in staffed))

    def _take_figures_sudo(self):
        """Write a row for each team or department; opinions of earlier rows stay."""
        self.ensure_one()
        subjects = self._get_assessed_sudo()
        field = f"{self.subject}_id"
        figures = self._count_figures_sudo(subjects)
        scheme = self.scheme_id._freeze()
        present = {line[field].id: line for line in self.line_ids}
        new = []
        for subject in subjects:
            vals = self._prepare_line_vals(figures[subject.id], scheme)
            vals["name"] = subject.display_name
            line = present.pop(subject.id, None)
            if line:
                line.write(vals)
            else:
                new.append(
                    {
                        "assessment_id": self.id,
                        "company_id": self.company_id.id,
                        field: subject.id,
                        **vals,
                    }
                )
        self.line_ids.browse(line.id for line in present.values()).unlink()
        self.line_ids.create(new)
        self.computed_on = fields.Datetime.now()

    def _prepare_line_vals(self, figures, scheme):
        result = score(figures, scheme)
        names = self.line_ids._fields
        return {
            **{
                name: float(value or 0)
                for name, value in figures.items()
                if name in names
            },
            "score": float(result.score),
            "grade": result.grade or False,
            "calculation": result.as_json(),
            "scheme": scheme,
        }

    def _count_figures_sudo(self, subjects):
        """Return ``{team or department id: {figure: number, None if unknown}}``.

        A figure nobody knows neither gives nor takes points.
        """
        metrics = COUNTED[self.subject]
        targets = {}
        Target = self.env["volunteer.target"]
        for subject in subjects:
            for metric in metrics:
                targets[subject.id, metric] = Target.new(
                    {
                        "company_id": self.company_id.id,
                        "scope": self.subject,
                        f"{self.subject}_id": subject.id,
                        "metric": metric,
                        "counted": "all",
                        "date_from": self.date_from,
                        "date_to": self.date_to,
                        "value": 1,
                    }
                )
        counted = Target.union(*targets.values())._get_figures_sudo()
        quality = self._read_line_figures_sudo(subjects)
        inspected = self._read_inspections_sudo(subjects)
        aims = self._get_unit_aims_sudo(subjects)
        result = {}
        for subject in subjects:
            row = {
                metric: counted[targets[subject.id, metric].id][0] for metric in metrics
            }
            row["heads"] = counted[targets[subject.id, "hours_per_head"].id][1]
            row.update(quality[subject.id], inspection=inspected.get(subject.id))
            if row["hours_per_head"] is not None and aims[subject.id]:
                row["attainment"] = percent(row["hours_per_head"], aims[subject.id])
            result[subject.id] = row
        return result

    def _get_unit_aims_sudo(self, subjects):
        """Return ``{id: hours a head that are aimed at in the period}``.

        The target of the team or department, else the unit's, for the part of a year.
        """
        targets = self.env["volunteer.target"].search(
            [
                ("company_id", "=", self.company_id.id),
                ("metric", "=", "hours_per_head"),
                ("scope", "in", ("company", self.subject)),
                ("date_from", "<=", self.date_to),
                ("date_to", ">=", self.date_from),
            ],
            order="date_from, id",
        )
        of_unit, own = 0, {}
        for target in targets:
            if target.scope == "company":
                of_unit = target.value
            else:
                own[target[f"{self.subject}_id"].id] = target.value
        share = share_of_year(self.date_from, self.date_to)
        return {
            subject.id: to_cents(
                Fraction(str(own.get(subject.id, of_unit) or 0)) * share
            )
            for subject in subjects
        }

    def _read_line_figures_sudo(self, subjects):
        """Return ``{id: hours proven and claimed, quality, share on time}``.

        On time: recorded by the day that the ministry's rule gives (民政部令第67号,
        Art. 11). Teams and departments below are counted in.
        """
        nodes, top = self._get_nodes_sudo(subjects)
        self.env["volunteer.hour"].flush_model()
        self.env["volunteer.notice"].flush_model(["closed_on"])
        rows = self.env.execute_query(
            SQL(
                """
                SELECT %(column)s,
                       SUM(h.minutes) FILTER (WHERE h.proven),
                       SUM(h.minutes) FILTER (WHERE NOT h.proven),
                       SUM(h.quality) FILTER (WHERE h.quality > 0 AND %(stands)s),
                       COUNT(*) FILTER (WHERE h.quality > 0 AND %(stands)s),
                       COUNT(*) FILTER (WHERE h.due_date IS NOT NULL AND %(stands)s
                           AND %(recorded)s <= h.due_date),
                       COUNT(*) FILTER (WHERE h.due_date IS NOT NULL AND %(stands)s)
                  FROM volunteer_hour h
             LEFT JOIN volunteer_notice n ON n.id = h.notice_id
                 WHERE h.state = 'recorded' AND h.is_opening IS NOT TRUE
                   AND h.date BETWEEN %(since)s AND %(until)s
                   AND %(column)s IN %(nodes)s
              GROUP BY 1
                """,
                column=SQL.identifier("h", f"{self.subject}_id"),
                stands=SQL("h.reverses_id IS NULL AND h.reversed IS NOT TRUE"),
                recorded=SQL(
                    "(n.closed_on AT TIME ZONE 'UTC' AT TIME ZONE %s)::date",
                    self.company_id.volunteer_tz,
                ),
                since=self.date_from,
                until=self.date_to,
                nodes=tuple(nodes) or (0,),
            )
        )
        sums = defaultdict(lambda: [0] * 6)
        for node, *values in rows:
            for above in top[node]:
                sums[above] = [
                    total + (value or 0)
                    for total, value in zip(sums[above], values, strict=True)
                ]
        return {
            subject.id: {
                "hours_proven": to_cents(Fraction(sums[subject.id][0], 60)),
                "hours_claimed": to_cents(Fraction(sums[subject.id][1], 60)),
                "quality": mean(*sums[subject.id][2:4]),
                "on_time": percent(*sums[subject.id][4:6]),
            }
            for subject in subjects
        }

    def _get_nodes_sudo(self, subjects):
        """Return the ids of these and all below, and ``{id: those it counts for}``."""
        top = defaultdict(list)
        wanted = set(subjects.ids)
        for node in subjects.with_context(active_test=False).search_fetch(
            [("id", "child_of", subjects.ids)], ["parent_path"]
        ):
            path = map(int, node.parent_path.split("/")[:-1])
            top[node.id] = [above for above in path if above in wanted]
        return list(top), top

    def _read_inspections_sudo(self, subjects):
        """Return ``{id: average mark in per cent}`` of published inspections."""
        marks = self.env["volunteer.inspection.subject"]._read_group(
            [
                (f"{self.subject}_id", "in", subjects.ids),
                ("max_score", ">", 0),
                ("inspection_id.state", "in", ("published", "closed")),
                ("inspection_id.date_published", ">=", self.date_from),
                ("inspection_id.date_published", "<=", self.date_to),
            ],
            [f"{self.subject}_id"],
            ["score:sum", "max_score:sum"],
        )
        return {subject.id: percent(points, most) for subject, points, most in marks}
