from odoo import api, fields, models

from .volunteer_evaluation_scheme_line import FIGURES


class VolunteerEvaluationCalculation(models.AbstractModel):
    """A score, and its calculation as whoever has to defend a figure reads it."""

    _name = "volunteer.evaluation.calculation"
    _description = "Calculated by an Evaluation Scheme"

    calculation = fields.Json(
        help="Line by line: what was counted, by which rule, to which points."
    )
    scheme = fields.Json(help="The rules as they were, with name and version.")
    calculation_html = fields.Html(
        string="How It Was Counted",
        compute="_compute_calculation_html",
        sanitize=False,
    )
    scheme_name = fields.Char(string="By the Scheme", compute="_compute_scheme_name")

    @api.depends("calculation")
    @api.depends_context("lang")
    def _compute_calculation_html(self):
        for sheet in self:
            rows = sheet._describe_calculation()
            sheet.calculation_html = rows and self.env["ir.qweb"]._render(
                "volunteer_hours.evaluation_calculation",
                {"rows": rows, "sheet": sheet},
            )

    @api.depends("scheme")
    @api.depends_context("lang")
    def _compute_scheme_name(self):
        for sheet in self:
            scheme = sheet.scheme or {}
            sheet.scheme_name = scheme.get("name") and self.env._(
                "%(name)s, version %(version)s",
                name=scheme["name"],
                version=scheme.get("version") or 1,
            )

    def _describe_calculation(self):
        """Return the steps of the calculation in words.

        :return: dicts of texts: ``name`` of the rule, ``figure``, ``counted``, ``how``,
            ``points`` with their sign, ``total`` after the step
        """
        self.ensure_one()
        labels = self._get_figure_labels()
        return [
            {
                "name": line.get("name") or self.env._("Limit of the scheme"),
                "figure": labels.get(line.get("figure"), line.get("figure") or ""),
                "counted": self._show_number(line.get("counted"), missing="–"),
                "how": self._describe_rule(line),
                "points": self._show_points(line.get("points")),
                "total": self._show_number(line.get("total")),
                "is_capped": bool(line.get("is_capped")),
            }
            for line in self.calculation or []
        ]

    @api.model
    def _get_figure_labels(self):
        selection = self.env["volunteer.evaluation.scheme.line"]._fields["figure"]
        return dict(FIGURES) | dict(selection._description_selection(self.env))

    def _describe_rule(self, line):
        """Return how one step counts, in a few words."""
        numbers = {
            name: self._show_number(line.get(name))
            for name in ("value", "threshold", "cap")
        }
        rule = line.get("rule")
        text = {
            "rate": lambda: self.env._("%(value)s points for each", **numbers),
            "share": lambda: self.env._(
                "of %(threshold)s; in full %(value)s points", **numbers
            ),
            "above": lambda: self.env._(
                "%(value)s points for each above %(threshold)s", **numbers
            ),
            "fixed": lambda: self.env._(
                "%(value)s points from %(threshold)s", **numbers
            ),
            "factor": lambda: self.env._("score so far × %(value)s", **numbers),
            "deduct": lambda: self.env._("%(value)s points off for each", **numbers),
            "veto": lambda: self.env._("its own grade below %(threshold)s", **numbers),
            "cap": lambda: self.env._("at most %(cap)s points", **numbers),
        }.get(rule, lambda: "")()
        if line.get("is_capped") and rule != "cap" and numbers["cap"] not in ("", "0"):
            text = self.env._(
                "%(rule)s, at most %(cap)s", rule=text, cap=numbers["cap"]
            )
        return text

    @api.model
    def _show_number(self, number, missing=""):
        """Return a number without idle zeros: ``"20.00"`` is ``20``."""
        if number is None or number is False or number == "":
            return missing
        text = f"{float(number):.4f}".rstrip("0").rstrip(".")
        return "0" if text == "-0" else text

    def _show_points(self, number):
        text = self._show_number(number)
        return text if not text or text.startswith("-") else f"+{text}"
