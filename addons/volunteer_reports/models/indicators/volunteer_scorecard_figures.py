from collections import defaultdict

from odoo import api, fields, models
from odoo.exceptions import UserError

from ...tools.indicators import (
    MONTHS,
    rounded,
    span_label,
    spans_until,
    weighted_score,
)
from .volunteer_indicator import AS_OF_TODAY, NOT_OF_TEAMS
from .volunteer_indicator_figures import SCOPES
from .volunteer_scorecard import GROUP_SCORES

#: How many periods a trend shows, this one included.
TREND = 6


class VolunteerScorecard(models.Model):
    """Where the figures of scorecards come from, for all of a kind together."""

    # One matter a file keeps the files short.
    _inherit = "volunteer.scorecard"  # pylint: disable=consider-merging-classes-inherited

    @api.model
    def _draw_up_sudo(self, company, subject, records, period, day):
        """Return the scorecards of a period, made where there were none, with figures.

        What is confirmed already stays as it is.

        :param records: units, departments or teams
        :raise UserError: there is nobody to measure
        """
        if not records:
            raise UserError(
                self.env._("There is no department or team to measure in this unit.")
            )
        span = spans_until(period, day, 1)[0]
        field = "company_id" if subject == "company" else f"{subject}_id"
        domain = [
            ("subject", "=", subject),
            (field, "in", records.ids),
            ("date_from", "=", span.date_from),
            ("date_to", "=", span.date_to),
        ]
        if subject != "company":
            domain.append(("company_id", "=", company.id))
        present = self.search(domain)
        missing = records - present[field]
        present |= self.create(
            [
                {
                    "company_id": company.id,
                    "subject": subject,
                    field: record.id,
                    "name": record.name,
                    "period": period,
                    "date_from": span.date_from,
                    "date_to": span.date_to,
                }
                for record in missing
            ]
        )
        present.filtered(lambda card: card.state == "draft")._take_figures_sudo()
        return present

    def _get_measured(self):
        """Return the unit, department or team that a scorecard is about."""
        self.ensure_one()
        return (
            self.company_id if self.subject == "company" else self[f"{self.subject}_id"]
        )

    def _take_figures_sudo(self):
        """Write the indicators of these; what was entered by hand stays."""
        alike = defaultdict(self.browse)
        for card in self:
            key = card.subject, card.period, card.date_from
            alike[key] |= card
        for (subject, period, since), cards in alike.items():
            spans = spans_until(period, since, TREND)
            records = self.env[SCOPES[subject]].browse(
                card._get_measured().id for card in cards
            )
            cards._write_values_sudo(
                spans,
                self.env["volunteer.indicator"]._get_values_sudo(
                    subject, records, spans
                ),
            )

    def _write_values_sudo(self, spans, found):
        former = self._read_former_sudo(spans)
        present = {
            (value.scorecard_id.id, value.indicator_id.id): value
            for value in self.value_ids
        }
        indicators = self._get_indicators_sudo()
        new, kept = [], self.env["volunteer.indicator.value"]
        for card in self:
            record = card._get_measured()
            for indicator in indicators[card.company_id.id]:
                if card.subject == "team" and indicator.formula in NOT_OF_TEAMS:
                    continue
                value = present.get((card.id, indicator.id))
                vals = card._prepare_value_vals(
                    indicator,
                    [found[record.id, number] for number in range(len(spans))],
                    former[card.id],
                    value,
                )
                if value:
                    value.write(vals)
                    kept |= value
                else:
                    new.append(
                        {
                            "scorecard_id": card.id,
                            "company_id": card.company_id.id,
                            "indicator_id": indicator.id,
                            **vals,
                        }
                    )
        (self.value_ids - kept).unlink()
        kept |= kept.create(new)
        kept._copy_words_sudo()
        self._score_sudo()
        self.write({"computed_on": fields.Datetime.now()})

    def _get_indicators_sudo(self):
        """Return ``{unit: its indicators}``: those of all units, and its own."""
        indicators = self.env["volunteer.indicator"].search(
            [("company_id", "in", [False, *self.company_id.ids])]
        )
        return {
            company.id: indicators.filtered(
                lambda one, company=company: (
                    one.company_id in (one.browse(), company) or not one.company_id
                )
            )
            for company in self.company_id
        }

    def _read_former_sudo(self, spans):
        """Return ``{scorecard: {(indicator, first day): value}}`` of former ones."""
        former = defaultdict(dict)
        by_subject = {
            (card.company_id.id, card.department_id.id, card.team_id.id): card.id
            for card in self
        }
        for value in self.env["volunteer.indicator.value"].search_fetch(
            [
                ("company_id", "in", self.company_id.ids),
                ("date_from", "in", [span.date_from for span in spans[:-1]]),
                ("scorecard_id.period", "=", self[:1].period),
                ("scorecard_id.subject", "=", self[:1].subject),
                ("is_known", "=", True),
            ],
            ["indicator_id", "date_from", "value", "department_id", "team_id"],
        ):
            card = by_subject.get(
                (value.company_id.id, value.department_id.id, value.team_id.id)
            )
            if card:
                former[card][value.indicator_id.id, value.date_from] = value.value
        return former

    def _prepare_value_vals(self, indicator, figures, former, value):
        """Return what a row keeps of an indicator, as it is defined today.

        :param figures: by period, oldest first
        :param former: what earlier scorecards say
        :param value: the row so far, whose entry by hand stays, or nothing
        """
        spans = spans_until(self.period, self.date_from, TREND)
        manual = indicator.formula == "manual"
        history = []
        figures = self._mark_silent(figures)
        for span, found in zip(spans, figures, strict=True):
            past = former.get((indicator.id, span.date_from))
            figure = found.get(indicator.formula)
            if past is not None and (manual or indicator.formula in AS_OF_TODAY):
                history.append(past)
            elif found["is_silent"]:
                # Before the first record there is nothing to compare with.
                history.append(None)
            else:
                history.append(figure.value if figure else None)
        figure = figures[-1].get(indicator.formula)
        now = figure.value if figure else None
        if manual:
            now = value.value if value and value.is_known else None
        target = indicator.target
        if indicator.grows:
            target = rounded(target * MONTHS[self.period] / 12)
        return {
            "sequence": indicator.sequence,
            "name": indicator.name,
            "group": indicator.group,
            "definition": indicator.definition,
            "unit": indicator.unit,
            "direction": indicator.direction,
            "weight": indicator.weight,
            "has_target": indicator.has_target,
            "target": target,
            "is_manual": manual,
            "part": (figure and figure.part) or 0,
            "whole": (figure and figure.whole) or 0,
            "history": [
                [span_label(self.period, span.date_from), past]
                for span, past in zip(spans[:-1], history[:-1], strict=True)
            ],
            **self.env["volunteer.indicator.value"]._prepare_attained(
                now, target if indicator.has_target else None, indicator.direction
            ),
        }

    @api.model
    def _mark_silent(self, figures):
        """Return figures that say whether there was nothing at all in a period."""
        return [
            {
                **found,
                "is_silent": not any(
                    figure.value
                    for name, figure in found.items()
                    if name not in AS_OF_TODAY
                ),
            }
            for found in figures
        ]

    def _score_sudo(self):
        """Write the scores of these, from their rows."""
        for card in self:
            rows = card.value_ids

            def score(some):
                return weighted_score(
                    (row.weight, row.attainment if row.is_measured else None)
                    for row in some
                )

            card.write(
                {
                    "known_count": sum(rows.mapped("is_known")),
                    "score": score(rows) or 0,
                    **{
                        f"score_{group}": score(
                            rows.filtered(lambda row, group=group: row.group == group)
                        )
                        or 0
                        for group in GROUP_SCORES
                    },
                }
            )
