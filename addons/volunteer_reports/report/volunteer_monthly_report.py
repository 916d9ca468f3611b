from markupsafe import Markup

from odoo import api, models

from odoo.addons.volunteer_base.tools.paper import clip

from ..tools.flow import Piece, lay_out, wrap_text

#: What text has of a sheet (A4, margins of 25 mm), its title and its end, in mm.
WIDTH, HEIGHT, FIRST, TAIL = 160, 228, 30, 44
#: Full-width characters of a line of text.
LINE = 39
#: Of what an activity achieved; the spreadsheet has it whole.
MOST_EFFECT = 150
FIGURES = (49, 17, 17, 17)
ACTIVITIES = (7, 10, 24, 10, 10, 10, 29)


class VolunteerMonthlyPaper(models.AbstractModel):
    """Monthly reports on paper; data and rights are the model's."""

    _name = "report.volunteer_reports.monthly"
    _description = "Monthly Report on Paper"

    @api.model
    def _get_report_values(self, docids, data=None):
        reports = self.env["volunteer.monthly.report"].browse(docids)
        reports.check_access("read")
        lang = self.env["ir.actions.report"]._get_paper_lang()
        reports = reports.with_context(lang=lang)
        figures = reports._get_current_figures()
        return {
            "doc_ids": docids,
            "doc_model": "volunteer.monthly.report",
            "docs": reports,
            "paper_lang": lang,
            "papers": [
                self._prepare_paper(report, figures[report]) for report in reports
            ],
        }

    @api.model
    def _prepare_paper(self, report, figures):
        """Return what the paper of one report shows: see ``flow_document``."""
        labels = report._get_monthly_labels()
        texts = report._get_texts()
        unit = report.company_id.sudo().name
        pieces = [
            self._prepare_figures(report, figures, labels),
            self._prepare_activities(report, figures, labels),
            *(
                Piece(
                    "text",
                    labels[code],
                    rows=wrap_text(texts[code], LINE) or ["—"],
                )
                for code in ("experience", "problems", "next_plan")
            ),
        ]
        colon = report.env._("%(label)s: %(value)s")
        blank = "　" * 5
        return {
            "title": labels["title"],
            # A long name of a unit does not tear the month apart.
            "subtitle": Markup('%s　<span style="white-space: nowrap;">%s</span>')
            % (
                colon % {"label": labels["unit"], "value": unit},
                colon % {"label": labels["month"], "value": report._get_month_code()},
            ),
            "pages": lay_out(
                pieces, width=WIDTH, height=HEIGHT, first=FIRST, tail=TAIL
            ),
            "sign": [
                colon % {"label": labels[code], "value": texts[code] or blank}
                for code in ("signatory", "filled_by", "phone", "filled_on")
            ]
            + [report.env._("(Seal)")],
        }

    @api.model
    def _prepare_figures(self, report, figures, labels):
        return Piece(
            "table",
            headings=[
                labels["columns"],
                labels["month_column"],
                labels["year_column"],
                labels["last_year_column"],
            ],
            shares=FIGURES,
            right=(1, 2, 3),
            rows=[
                [("　" if row["is_part"] else "") + row["label"], *row["cells"]]
                for row in report._prepare_rows(figures["values"])
            ],
        )

    @api.model
    def _prepare_activities(self, report, figures, labels):
        heads = [heading for heading, _width in report._get_activity_heads()]
        rows = report._get_shown_activities(figures)
        # Upright paper has no room for the place.
        return Piece(
            "table",
            report.env._("Activities and what they achieved"),
            headings=[*heads[:3], *heads[4:]],
            shares=ACTIVITIES,
            right=(3, 4, 5),
            rows=[
                [
                    str(number),
                    # The month stands above.
                    date[5:],
                    clip(name, 40),
                    str(people),
                    f"{hours:g}",
                    str(served),
                    clip(" ".join((effect or "").split()), MOST_EFFECT),
                ]
                for number, date, name, _place, people, hours, served, effect in rows
            ]
            or [[report.env._("No activity was held in this month.")]],
        )
