from odoo import api, fields, models

from ...tools.year_end import is_prior_year


class VolunteerHour(models.Model):
    """Hours of a year that no longer takes claims (以前年度更正).

    They come in by the exception of late claims, with the reason of the volunteer
    office, and are told apart from then on. Reversals of such a year are, too.
    """

    # One matter a file keeps the files short.
    _inherit = "volunteer.hour"  # pylint: disable=consider-merging-classes-inherited

    # Empty on the lines of before: a table of years is not written anew for it.
    prior_year = fields.Boolean(
        string="Prior-Year Correction",
        readonly=True,
        copy=False,
        help="Entered after its year had stopped taking claims, or was closed.",
    )

    # ------------------------------------------------------------------
    # What is a correction of a former year
    # ------------------------------------------------------------------

    @api.model
    def _find_prior_years_sudo(self, services, entered=None):
        """Return for each service whether its year is over for what comes in now.

        Of years under way, which is nearly everything, the calendar tells; closed
        years are looked up in one query for all others.

        :param list services: ``(company, local date, whether it is imported)``
        :param datetime entered: when they came in; now where not given
        :rtype: list[bool]
        """
        entered = entered or fields.Datetime.now()
        known, past = {}, set()
        for company, day, _imported in services:
            key = (company, day)
            if key in known or not (company and day):
                continue
            today = company._get_volunteer_date(entered)
            if company._get_volunteer_period("year", day).date_to >= today:
                known[key] = False
                continue
            past.add(company.id)
            known[key] = is_prior_year(
                day,
                today,
                int(company.volunteer_year_start),
                company._get_volunteer_cutoff(day),
            )
        closed = self.env["volunteer.year.end"]._get_closed_sudo(past) if past else {}

        def is_closed(company, day):
            return any(
                first <= day <= last and closed_on <= entered
                for first, last, closed_on in closed.get(company.id, ())
            )

        return [
            bool(company and day)
            # What was done before this software came is history, and no correction
            # unless somebody had closed that year here.
            and ((known[company, day] and not imported) or is_closed(company, day))
            for company, day, imported in services
        ]

    def _filter_prior_year_sudo(self):
        """Return the lines whose year is over for what comes in now."""
        found = self._find_prior_years_sudo(
            [
                (
                    line.company_id,
                    line.date,
                    line.source == "import" and not line.reverses_id,
                )
                for line in self
            ]
        )
        return self.browse(
            line.id for line, is_prior in zip(self, found, strict=True) if is_prior
        )

    @api.model
    def _complete_create_vals(self, vals_list):
        vals_list = super()._complete_create_vals(vals_list)
        fresh = [
            vals
            for vals in vals_list
            # Opening balances are history by their nature.
            if "prior_year" not in vals and not vals.get("is_opening")
        ]
        companies = self.env["res.company"].sudo()
        found = self._find_prior_years_sudo(
            [
                (
                    companies.browse(vals["company_id"]),
                    vals["date"],
                    vals.get("source") == "import" and not vals.get("reverses_id"),
                )
                for vals in fresh
            ]
        )
        for vals, is_prior in zip(fresh, found, strict=True):
            if is_prior:
                vals["prior_year"] = True
        return vals_list

    def _prepare_derive_vals(self):
        # When a line came in does not change with what is written on it.
        return super()._prepare_derive_vals() | {"prior_year": self.prior_year}

    def write(self, vals):
        years = {}
        if "date" in vals:
            years = {
                line: line.company_id._get_volunteer_period("year", line.date)
                for line in self.sudo()
                if line.company_id and line.date
            }
        result = super().write(vals)
        # A line that moves into another year comes into that one now.
        moved = self.sudo().filtered(
            lambda line: (
                line in years
                and line.company_id._get_volunteer_period("year", line.date)
                != years[line]
                and not line.is_opening
            )
        )
        if moved:
            prior = moved._filter_prior_year_sudo()
            prior.write({"prior_year": True})
            (moved - prior).write({"prior_year": False})
            if not self.env.su:
                self._check_claim_rules()
        return result

    def _freeze_steps_sudo(self):
        """A claim that was never submitted comes in when it is."""
        drafts = self.filtered(
            lambda line: (
                line.state == "draft"
                and line.source == "claim"
                and not line.reverses_id
                and not line.submitted_on
                and not line.prior_year
            )
        )
        late = drafts._filter_prior_year_sudo() if drafts else drafts
        if late:
            late.write({"prior_year": True})
            late._check_claim_rules()
        return super()._freeze_steps_sudo()

    # ------------------------------------------------------------------
    # Late claims
    # ------------------------------------------------------------------

    def _is_late_claim(self, until):
        return super()._is_late_claim(until) or self._is_after_cutoff()

    def _is_after_cutoff(self):
        """Return whether this line is, or would be, one of a year that is over."""
        self.ensure_one()
        if isinstance(self.id, int):
            return self.prior_year
        return self._find_prior_years_sudo(
            [(self.company_id or self.env.company, self.date, False)]
        )[0]

    def _say_too_late(self, until):
        self.ensure_one()
        if not self._is_after_cutoff():
            return super()._say_too_late(until)
        year = self.company_id._get_volunteer_period("year", self.date).year
        values = {"name": self.volunteer_id.name, "date": self.date, "year": year}
        if self.env.user.has_group("volunteer_base.group_officer"):
            return self.env._(
                "%(name)s, %(date)s: the year %(year)s no longer takes claims. Please "
                "say why these hours are entered all the same; they are shown as a "
                "correction of a former year.",
                **values,
            )
        return self.env._(
            "%(name)s, %(date)s: the year %(year)s no longer takes claims. Please ask "
            "the volunteer office to enter them, and say why they are late.",
            **values,
        )

    # ------------------------------------------------------------------
    # Where it is shown
    # ------------------------------------------------------------------

    def _prepare_trail_exceptions(self):
        title = self.env._("Correction of a former year")
        return [
            *super()._prepare_trail_exceptions(),
            *(
                line._trail_entry(
                    "exception",
                    title,
                    line.exception_on or line.create_date,
                    line.exception_by or line.create_uid,
                )
                for line in self
                if line.prior_year
            ),
        ]

    def _get_queue_signs(self, days, today):
        signs = super()._get_queue_signs(days, today)
        if self.prior_year:
            text = self.env._("A correction of a former year.")
            signs.insert(0, ("prior_year", "danger", "fa-calendar-times-o", text))
        return signs
