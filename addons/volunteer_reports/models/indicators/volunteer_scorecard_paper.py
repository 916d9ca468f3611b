import base64

from odoo import api, models

from odoo.addons.volunteer_base.tools.paper import paginate_table
from odoo.addons.volunteer_base.tools.spreadsheet import Column

from ...tools.indicators import MONTHS, attainment
from ...tools.radar import draw_radar

#: Widths of the columns on paper, in per cent.
SHARES = (6, 22, 29, 9, 11, 12, 11)
REPORT = "volunteer_reports.volunteer_scorecard_report"


class VolunteerScorecard(models.Model):
    """A scorecard as a picture, as a spreadsheet and on paper."""

    _name = "volunteer.scorecard"
    _inherit = ["volunteer.scorecard", "volunteer.register.mixin"]

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

    def _draw_radar(self):
        """Return the radar picture of how far aims are reached, as SVG."""
        self.ensure_one()
        rows = self.value_ids.filtered("is_measured")
        return draw_radar(
            [row.name for row in rows],
            [row.attainment for row in rows],
            [
                attainment(row.history[-1][1], row._get_aim(), row.direction)
                if row.history
                else None
                for row in rows
            ],
            title=self.display_name or "",
            legend=(
                self._get_register_period(),
                self.env._("the period before"),
                self.env._("aim (100 %)"),
            ),
        )

    def _get_radar_uri(self):
        """Return the radar picture as a data URI, or nothing."""
        picture = self._draw_radar()
        if not picture:
            return ""
        return (
            f"data:image/svg+xml;base64,{base64.b64encode(picture.encode()).decode()}"
        )

    def _get_paper_pages(self):
        """Return the widths of the columns and the rows of each page."""
        self.ensure_one()
        groups = self._get_group_names()
        rows = [
            (
                str(number),
                f"{groups[row.group]} · {row.name}",
                row.definition or "",
                f"{row.weight:g}",
                row.target_text,
                f"{row.value_text} {row._get_arrow()}",
                row.attainment_text,
            )
            for number, row in enumerate(self.value_ids, start=1)
        ]
        return SHARES, paginate_table(
            rows, SHARES, width=159, height=205, tail=35, size=3.3, line=4.4
        )

    def _get_group_names(self):
        return dict(self.value_ids._fields["group"]._description_selection(self.env))

    # ------------------------------------------------------------------
    # As a register
    # ------------------------------------------------------------------

    def _get_register_title(self):
        return self.env._("Service Indicators of %(name)s", name=self.name)

    def _get_register_name(self):
        return self.env._("Scorecard %(name)s", name=self.name)

    def _get_register_period(self):
        if self.period == "month":
            return self.period_label
        number = (self.date_from.month - 1) // MONTHS[self.period] + 1
        return self.env["volunteer.period.mixin"]._name_period(
            self.period, self.date_from.year, str(number)
        )

    def _get_register_columns(self):
        return [
            Column(self.env._("No."), 6, "integer"),
            Column(self.env._("Group"), 14),
            Column(self.env._("Indicator"), 22),
            Column(self.env._("Definition"), 50),
            Column(self.env._("Measured in"), 12),
            Column(self.env._("Weight"), 8, "decimal"),
            Column(self.env._("Aim"), 12, "decimal"),
            Column(self.env._("Figure"), 12, "decimal"),
            Column(self.env._("Aim Reached (%)"), 14, "decimal"),
            Column(self.env._("Period Before"), 14, "decimal"),
        ]

    def _iter_register_rows(self):
        groups = self._get_group_names()
        units = dict(self.value_ids._fields["unit"]._description_selection(self.env))
        for number, row in enumerate(self.value_ids, start=1):
            yield (
                number,
                groups[row.group],
                row.name,
                row.definition or "",
                units[row.unit],
                row.weight,
                row._get_aim(),
                row.value if row.is_known else None,
                row.attainment if row.is_measured else None,
                row.history[-1][1] if row.history else None,
            )

    def _get_register_notes(self):
        return (
            self.env._(
                "Score: %(score)s of 100. What is unknown is left out with its weight.",
                score=f"{self.score:.1f}",
            ),
            *filter(None, [self.opinion]),
        )

    def _render_register_pdf(self):
        self._check_register()
        return self.env["ir.actions.report"]._render_qweb_pdf(REPORT, self.ids)[0]
