from odoo import api, fields, models
from odoo.exceptions import UserError

from odoo.addons.volunteer_base.tools.table_file import TableError, read_table

from ...tools.filing import safe_name
from ...tools.monthly_activities import compare_activities, read_activities
from ...tools.monthly_file import Form, read_monthly, write_monthly
from .volunteer_report_filing import OWED

#: Forms in one archive.
MOST_FORMS = 500
#: Mistakes of a file that are told at once.
MOST_ERRORS = 20


class VolunteerReportFiling(models.Model):
    """The form of the monthly report: out to units without Odoo, and filled in back."""

    # One matter a file keeps the files short.
    _inherit = "volunteer.report.filing"  # pylint: disable=consider-merging-classes-inherited

    figures_html = fields.Html(
        string="As Handed In", compute="_compute_figures_html", sanitize=False
    )

    @api.depends("figures")
    @api.depends_context("lang")
    def _compute_figures_html(self):
        Report = self.env["volunteer.monthly.report"]
        labels = Report._get_monthly_labels()
        for filing in self:
            found = filing.figures
            filing.figures_html = found and self.env["ir.qweb"]._render(
                "volunteer_reports.filing_figures",
                {
                    "rows": Report._prepare_rows(found.get("values") or {}),
                    "texts": [
                        (labels[code], text)
                        for code, text in (found.get("texts") or {}).items()
                        if text and code in labels
                    ],
                    "heads": [head for head, _width in Report._get_activity_heads()],
                    "activities": found.get("activities"),
                },
            )

    # ------------------------------------------------------------------
    # Out
    # ------------------------------------------------------------------

    def action_template(self):
        """Download the empty forms of these monthly reports, one file a unit.

        :raise AccessError: not of the volunteer office
        :raise UserError: none of them is a monthly report that is still owed
        """
        self.check_access("write")
        filings = self.sudo()._filter_forms()
        if not filings:
            raise UserError(
                self.env._(
                    "Choose monthly reports that are not handed in yet; other "
                    "materials have no form."
                )
            )
        if len(filings) > MOST_FORMS:
            raise UserError(
                self.env._(
                    "At most %(count)s forms are made at once.", count=MOST_FORMS
                )
            )
        ids = "-".join(map(str, filings.ids))
        ending = "xlsx" if len(filings) == 1 else "zip"
        return {
            "type": "ir.actions.act_url",
            "url": f"/volunteer/filing/{ids}.{ending}",
            "target": "download",
        }

    def _filter_forms(self):
        """Return the monthly reports that units still owe."""
        return self.filtered(lambda one: one.kind == "monthly" and one.state in OWED)

    def _write_template(self, target):
        """Write the form of this filing, with unit and month filled in.

        Chinese where that is installed: it is a Chinese form.

        :param target: a binary file opened for writing
        """
        self.ensure_one()
        lang = self.env["ir.actions.report"]._get_paper_lang()
        env = self.with_context(lang=lang).env
        Report = env["volunteer.monthly.report"]
        unit = self.unit_id
        form = Form(
            unit.name,
            unit.credit_code or "",
            self.period,
            {
                **Report._get_monthly_labels(),
                "help": env._(
                    "Fill in the white cells and send the file to %(bureau)s by "
                    "%(date)s. Numbers only: no units, no text. What you do not count "
                    "stays empty.",
                    bureau=self.company_id.name,
                    date=self.due_on,
                ),
            },
            texts={"phone": unit.phone or ""},
            activity_heads=Report._get_activity_heads(),
        )
        write_monthly(target, form, is_template=True)

    def _get_template_name(self):
        """Return the name of the form of this filing."""
        self.ensure_one()
        return safe_name(
            self.env._(
                "%(period)s %(unit)s %(material)s.xlsx",
                period=self.period_name,
                unit=self.unit_id.name,
                material=self.material_id.name,
            )
        )

    # ------------------------------------------------------------------
    # In
    # ------------------------------------------------------------------

    def _check_has_figures(self):
        result = super()._check_has_figures()
        for filing in self.filtered(lambda one: one.kind == "monthly"):
            data = filing.with_context(bin_size=False).file
            if not data:
                raise UserError(
                    self.env._(
                        "%(filing)s: attach the filled-in form first; its figures go "
                        "into the table of all units.",
                        filing=filing.display_name,
                    )
                )
            form, problems = self._read_form(
                self._decode_file(data), filing.filename or ""
            )
            if not problems:
                problems = filing._compare_form(form)
            if problems:
                raise UserError("\n".join((filing.display_name, *problems)))
            filing.sudo().figures = self._prepare_figures(form)
        return result

    @api.model
    def _read_form(self, data, filename):
        """Return ``(MonthlyFile or None, sentences of what is wrong)`` of a file.

        :param bytes data: the file
        """
        try:
            form, errors = read_monthly(read_table(data, filename, iso_dates=True))
            if form:
                rows = read_table(data, filename, iso_dates=True, sheet=1)
                form, more = self._read_activities(form, rows)
                errors += more
        except TableError as error:
            form, errors = None, [error]
        problems = [self._describe_form_error(error) for error in errors[:MOST_ERRORS]]
        if len(errors) > MOST_ERRORS:
            more = len(errors) - MOST_ERRORS
            problems.append(self.env._("… and %(count)s more.", count=more))
        return form, problems

    @api.model
    def _read_activities(self, form, rows):
        """Return the form with what its second sheet lists, and what is wrong."""
        lang = self.env["ir.actions.report"]._get_paper_lang()
        labels = self.env["volunteer.monthly.report"]._get_monthly_labels()
        # As the sheet of the form is called, see _write_template.
        Report = self.env["volunteer.monthly.report"].with_context(lang=lang)
        sheet = Report._get_monthly_labels()["activities_sheet"]
        activities, wrong = read_activities(rows, form.month, sheet)
        wrong += compare_activities(form, activities, sheet, labels["activities"])
        return form._replace(activities=activities), wrong

    def _compare_form(self, form):
        """Return sentences about a form that is of another unit or month."""
        self.ensure_one()
        problems = []
        if not self.unit_id._is_named(form):
            problems.append(
                self.env._("The form is of another unit: %(unit)s.", unit=form.unit)
            )
        if form.month != self.period:
            problems.append(
                self.env._("The form is of another month: %(month)s.", month=form.month)
            )
        return problems

    @api.model
    def _prepare_figures(self, form):
        return {
            "values": form.values,
            "texts": form.texts,
            "activities": form.activities,
        }

    @api.model
    def _describe_form_error(self, error):
        """Return one sentence that says which cell is wrong and what to do."""
        sentences = {
            "no_layout": self.env._(
                "This is not the form of the monthly report. Send the form that was "
                "handed out, with its last column."
            ),
            "no_unit": self.env._("The name of the unit is missing."),
            "no_month": self.env._("“{value}” is no month. Write it like 2026-10."),
            "row_twice": self.env._("The row “{value}” stands twice."),
            "not_a_number": self.env._("“{value}” is no number."),
            "not_whole": self.env._("“{value}” has to be a whole number."),
            "negative": self.env._("“{value}” cannot be below zero."),
            "over_hundred": self.env._("“{value}” is more than 100 per cent."),
            "too_large": self.env._("“{value}” is too large."),
            "other_month": self.env._("“{value}” is not in the month of the report."),
            "part_exceeds": self.env._("A part is more than its whole, “{value}”."),
        }
        if error.code in sentences and (error.row or error.code != "too_large"):
            # The value is a user's text, which has no part in formatting.
            sentence = sentences[error.code].replace("{value}", error.value or "…")
        else:
            words = self.env["volunteer.import.mixin"]
            sentence = words._describe_problem(error.code, error.value)
        if not error.row:
            return sentence
        return self.env._(
            "Cell %(cell)s: %(problem)s",
            cell=f"{error.column or ''}{error.row}",
            problem=sentence,
        )


class VolunteerReportingUnit(models.Model):
    # One matter a file keeps the files short.
    _inherit = "volunteer.reporting.unit"  # pylint: disable=consider-merging-classes-inherited

    def _is_named(self, form):
        """Return whether a form is this unit's: by its code, else by its name."""
        self.ensure_one()
        if form.credit_code and self.credit_code:
            return "".join(form.credit_code.split()).upper() == self.credit_code
        return form.unit.strip() == (self.name or "").strip()
