from collections import defaultdict
from typing import NamedTuple

from odoo import api, models

from ...tools.indicators import ratio, rounded
from .volunteer_indicator_sources import SOURCES

SCOPES = {
    "company": "res.company",
    "department": "hr.department",
    "team": "volunteer.team",
}


class Figure(NamedTuple):
    """A figure rounded to two decimals, None where unknown, and what it is made of."""

    value: float | None
    part: float | None = None
    whole: float | None = None


def share(part, whole, times=1):
    """Return the figure of a ratio."""
    return Figure(rounded(ratio(part, whole, times)), part, whole)


class VolunteerIndicator(models.Model):
    """What is counted, formula by formula, for all in constant queries."""

    # One matter a file keeps the files short.
    _inherit = "volunteer.indicator"  # pylint: disable=consider-merging-classes-inherited

    @api.model
    def _get_values_sudo(self, scope, records, spans):
        """Return the figures of all formulas, for all records and periods.

        From recorded lines of this unit's own service; teams, departments and units
        below are counted in, each person once.

        :param str scope: ``company``, ``department`` or ``team``
        :param records: units, departments or teams
        :param spans: periods of two days, oldest first, the last the one that runs
        :return: ``{(id, number of the period): {formula: Figure}}``; at most thirty
            queries, however many records and periods
        """
        records = records.sudo()
        if not records or not spans:
            return {}
        self.env.flush_all()
        tree = self._get_tree_sudo(records)
        sources = {
            name: self._read_source_sudo(name, scope, tree, spans) for name in SOURCES
        }
        density = self.env["volunteer.coverage.base"]._get_density_sudo(
            scope, records, tree, spans
        )
        heads = self._read_heads_sudo(scope, records, spans)
        staff = self._read_staff_sudo(scope, tree)
        result = {}
        for record in records:
            for number in range(len(spans)):
                key = record.id, number
                figures = self._put_together(
                    {name: rows.get(key) for name, rows in sources.items()},
                    density.get(key, {}),
                )
                figures["hours_per_head"] = heads[key]
                # Who is registered is known of today alone.
                if number == len(spans) - 1 and record.id in staff:
                    figures["registered"] = share(*staff[record.id], 100)
                result[key] = figures
        return result

    @api.model
    def _put_together(self, rows, density):
        """Return ``{formula: Figure}`` of one record and period."""
        minutes, proven, on_time, due, people = rows["lines"] or (0, 0, 0, 0, 0)
        held, served, key_groups = rows["activities"] or (0, 0, 0)
        seats, taken = rows["needs"] or (0, 0)
        came, expected = rows["presence"] or (0, 0)
        passed, trained = rows["training"] or (0, 0)
        satisfied, answers = rows["opinions"] or (0, 0)
        praise, complaints = rows["incidents"] or (0, 0)
        [spent] = rows["money"] or (None,)
        visits, beds = density.get("visits"), density.get("beds")
        return {
            "activities": Figure(float(held)),
            "served": Figure(float(served)),
            "praise": Figure(float(praise)),
            "complaints": Figure(float(complaints)),
            "publicity": Figure(float((rows["publicity"] or (0,))[0])),
            "proven_share": self._share_of_hours(proven, minutes, 100),
            "trained": share(passed, trained, 100),
            "seats_filled": share(taken, seats, 100),
            "came": share(came, expected, 100),
            "served_per_hour": share(served, ratio(max(minutes, 0), 60)),
            "on_time": share(on_time, due, 100),
            "cost_per_head": share(spent, people),
            "satisfaction": share(satisfied, answers, 100),
            "key_groups": share(key_groups, served, 100),
            "coverage_visits": self._cover(visits, 1000),
            "coverage_beds": self._cover(beds, 100),
        }

    @api.model
    def _share_of_hours(self, part, whole, times):
        figure = share(part, whole, times)
        return Figure(figure.value, rounded(ratio(part, 60)), rounded(ratio(whole, 60)))

    @api.model
    def _cover(self, known, times):
        if not known:
            return Figure(None)
        return share(ratio(known[0], 60), known[1], times)

    @api.model
    def _read_heads_sudo(self, scope, records, spans):
        """Return ``{(id, number): hours a head}``, as targets count them."""
        Target = self.env["volunteer.target"].sudo()
        targets = {}
        for record in records:
            unit = record if scope == "company" else record.company_id
            for number, (since, until) in enumerate(spans):
                targets[record.id, number] = Target.new(
                    {
                        "company_id": (unit or self.env.company).id,
                        "scope": scope,
                        "metric": "hours_per_head",
                        "counted": (unit or self.env.company).volunteer_target_hours,
                        "date_from": since,
                        "date_to": until,
                        "value": 1,
                        **({f"{scope}_id": record.id} if scope != "company" else {}),
                    }
                )
        found = Target.union(*targets.values())._get_figures_sudo()
        return {
            key: Figure(found[target.id][0], None, found[target.id][1])
            for key, target in targets.items()
        }

    @api.model
    def _read_staff_sudo(self, scope, tree):
        """Return ``{id: (staff who confirmed, staff)}`` as of today."""
        if scope == "team":
            return {}
        counts = defaultdict(lambda: (0, 0))
        for node, confirmed, staff in (
            self.env["volunteer.staff.coverage"]
            .sudo()
            ._read_group(
                [("is_current", "=", True)],
                [f"{scope}_id"],
                ["confirmed_count:sum", "__count"],
            )
        ):
            counts[node.id] = (confirmed, staff)
        return {
            top: tuple(map(sum, zip(*(counts[node] for node in nodes), strict=True)))
            for top, nodes in tree.items()
        }
