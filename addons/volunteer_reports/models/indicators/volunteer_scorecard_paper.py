from odoo import api, models

from odoo.addons.volunteer_base.tools.paper import paginate_table

from ...tools.indicators import attainment
from ...tools.radar import draw_radar

#: Widths of the columns of the paper, in per cent.
SHARES = (6, 22, 34, 7, 11, 11, 9)


class VolunteerScorecard(models.Model):
    """A scorecard as a picture and on paper."""

    # One matter a file keeps the files short.
    _inherit = "volunteer.scorecard"  # pylint: disable=consider-merging-classes-inherited

    @api.depends(
        "name",
        "value_ids.name",
        "value_ids.attainment",
        "value_ids.is_measured",
        "value_ids.history",
    )
    @api.depends_context("lang")
    def _compute_radar(self):
        for card in self:
            card.radar = card._draw_radar()

    def _draw_radar(self, width=640, height=440):
        """Return the radar picture of how far aims are reached, as SVG."""
        self.ensure_one()
        rows = self.value_ids.filtered("is_measured")
        return draw_radar(
            [row.name for row in rows],
            [row.attainment for row in rows],
            [
                attainment(row.history[-1][1], row.target, row.direction)
                if row.history
                else None
                for row in rows
            ],
            title=self.display_name or "",
            legend=(
                self.period_label or "",
                self.env._("the period before"),
                self.env._("aim (100 %)"),
            ),
            width=width,
            height=height,
        )

    def _get_paper_pages(self):
        """Return the widths of the columns and the rows of each page."""
        self.ensure_one()
        groups = dict(self.value_ids._fields["group"]._description_selection(self.env))
        rows = [
            (
                str(number),
                f"{groups[row.group]} · {row.name}",
                row.definition or "",
                f"{row.weight:g}",
                row.target_text,
                row.value_text,
                row.attainment_text,
            )
            for number, row in enumerate(self.value_ids, start=1)
        ]
        return SHARES, paginate_table(rows, SHARES, width=159, height=200, tail=20)
