from odoo import models

from odoo.addons.volunteer_base.tools.paper import format_day

#: Named as being in front, and never more than half.
FRONT = 3


class VolunteerLeague(models.TransientModel):
    """通报: a text drafted from a league. It names units, never persons."""

    # One matter a file keeps the files short.
    _inherit = "volunteer.league"  # pylint: disable=consider-merging-classes-inherited

    def _draft_circular(self):
        """Return the draft: what was reached, who is ahead, who is behind."""
        self.ensure_one()
        lines = self.line_ids
        if not lines:
            return False
        aims = set(lines.mapped("aim"))
        parts = [
            self.env._(
                "Service by volunteers in %(year)s, as of %(date)s.",
                year=self.year,
                date=format_day(self.date_to, self.env.lang),
            )
        ]
        served = lines.filtered(lambda line: line.place and line.hours > 0)
        front = served[: min(FRONT, (len(lines) + 1) // 2)]
        if front:
            parts.append(
                self.env._(
                    "In front: %(names)s.", names=self._list_units(front, per_head=True)
                )
            )
        reached = lines.filtered(lambda line: line.status == "reached")
        if reached:
            parts.append(
                self.env._(
                    "The aim is reached by: %(names)s.", names=self._list_units(reached)
                )
            )
        behind = lines.filtered("is_laggard")
        if behind and len(aims) == 1:
            parts.append(
                self.env._(
                    "Behind what is due by now, of an aim of %(aim)s hours a head: "
                    "%(names)s.",
                    aim=self._show_number(aims.pop()),
                    names=self._list_units(behind),
                )
            )
        elif behind:
            parts.append(
                self.env._(
                    "Behind what is due by now: %(names)s.",
                    names=self._list_units(behind),
                )
            )
        if behind:
            parts.append(
                self.env._(
                    "Those behind plan with the volunteer office how their service can "
                    "be made up."
                )
            )
        return "\n".join(parts)

    def _list_units(self, lines, per_head=False):
        names = [
            self.env._(
                "%(unit)s (%(hours)s hours a head)",
                unit=line.name,
                hours=self._show_number(line.hours_per_head),
            )
            if per_head
            else line.name
            for line in lines
        ]
        between = "、" if (self.env.lang or "").startswith("zh") else ", "
        return between.join(names)

    def _show_number(self, value):
        return f"{value:.2f}".rstrip("0").rstrip(".")
