from odoo import api, fields, models
from odoo.exceptions import UserError

from odoo.addons.volunteer_base.tools.paper import format_hours
from odoo.addons.volunteer_base.tools.token import is_token

PAGE = "/volunteer/inspection"


class VolunteerInspection(models.Model):
    """The result: drafted from what was found, edited, published, and closed.

    Spot checks with published results: 民政部令第67号, Art. 21. Units, teams and
    projects are named, never persons.
    """

    # One matter a file keeps the files short.
    _inherit = "volunteer.inspection"  # pylint: disable=consider-merging-classes-inherited

    result = fields.Text(
        string="Text of the Result",
        copy=False,
        help="Is published and printed above the figures. Name units, teams and "
        "projects, never persons.",
    )
    url = fields.Char(
        string="Public Page",
        compute="_compute_url",
        groups="volunteer_base.group_officer",
    )

    def _compute_url(self):
        for inspection in self:
            out = inspection.state in ("published", "closed")
            inspection.url = out and (
                f"{inspection.get_base_url()}{PAGE}/{inspection.token}"
            )

    @api.model
    def _find_published_sudo(self, token):
        """Return the published inspection with this address, or nothing."""
        if not is_token(token):
            return self.sudo().browse()
        return self.sudo().search(
            [("token", "=", token), ("state", "in", ("published", "closed"))]
        )

    @api.model
    def _get_shown_to_sudo(self, volunteer):
        """Return what was published in the units a volunteer serves in."""
        return self.sudo().search(
            [
                ("company_id", "in", volunteer.sudo().company_ids.ids),
                ("state", "in", ("published", "closed")),
            ],
            order="date_published desc, id desc",
            limit=100,
        )

    def action_draft_result(self):
        """Write the text of the result anew, from what was found so far.

        :raise AccessError: not of the volunteer office
        :raise UserError: not under way
        """
        self._check_officer()
        self._check_state("running")
        for inspection in self.sudo():
            inspection.result = inspection._draft_result()
        return True

    def action_publish(self):
        """Publish the results: from now on nothing of them changes.

        Everybody who has the address of the page sees figures and text, without names
        of persons. What is to be put right goes on until the inspection is closed.

        :raise AccessError: not of the volunteer office
        :raise UserError: not under way, or something is not checked or decided yet
        """
        self._check_officer()
        self._check_state("running")
        for inspection in self.sudo():
            inspection._check_complete()
            inspection.write(
                {
                    "state": "published",
                    "result": inspection.result or inspection._draft_result(),
                    "date_published": inspection.company_id._get_volunteer_today(),
                }
            )
        self.sudo()._end_todos_sudo()
        return True

    def action_close(self):
        """Close inspections of which everything is put right (销号).

        :raise AccessError: not of the volunteer office
        :raise UserError: not published, or something is not put right yet
        """
        self._check_officer()
        self._check_state("published")
        for inspection in self.sudo():
            if inspection.unsettled_count:
                raise UserError(
                    self.env._(
                        "“%(name)s”: %(count)s findings are not put right yet.",
                        name=inspection.name,
                        count=inspection.unsettled_count,
                    )
                )
            inspection.write(
                {
                    "state": "closed",
                    "date_closed": inspection.company_id._get_volunteer_today(),
                }
            )
        return True

    def _check_complete(self):
        """:raise UserError: what is still missing before the result can go out"""
        self.ensure_one()
        if self.unchecked_count or self.unrated_count:
            raise UserError(
                self.env._(
                    "“%(name)s”: %(count)s are not checked yet.",
                    name=self.name,
                    count=self.unchecked_count or self.unrated_count,
                )
            )
        again = self.line_ids.filtered(
            lambda line: line.state == "upheld" and line._is_to_be_decided()
        )
        if again:
            raise UserError(
                self.env._(
                    "“%(name)s”: the reversals of %(lines)s were refused or cancelled. "
                    "Uphold these findings again, or dismiss them.",
                    name=self.name,
                    lines=again[:5].mapped("display_name"),
                )
            )
        if self.doubtful_count:
            raise UserError(
                self.env._(
                    "“%(name)s”: %(count)s findings are not decided yet.",
                    name=self.name,
                    count=self.doubtful_count,
                )
            )

    # ------------------------------------------------------------------
    # Figures, without names of persons
    # ------------------------------------------------------------------

    def _get_figures_sudo(self):
        """Return what page and paper show.

        :return: of a spot check ``population``, ``population_hours``, ``seed``,
            ``numbers`` (as packed text), ``size``, ``correct``, ``upheld``,
            ``upheld_hours`` and ``lines`` (``no``, ``outcome``); of a checklist
            ``subjects`` (``name``, ``kind``, ``score``, ``max_score``, ``percent``,
            ``verdict``, ``findings``), best first, and ``average``; of both
            ``findings`` and ``settled``, counts of what is to be put right
        :rtype: dict
        """
        self.ensure_one()
        inspection = self.sudo()
        figures = {
            "findings": inspection.rectification_count,
            "settled": inspection.rectification_count - inspection.unsettled_count,
        }
        if inspection.kind == "sample":
            return figures | inspection._get_sample_figures_sudo()
        return figures | inspection._get_checklist_figures_sudo()

    def _get_sample_figures_sudo(self):
        lines = self.line_ids
        upheld = lines.filtered(lambda line: line.state == "upheld")
        outcomes = {
            True: self.env._("Taken back"),
            False: self.env._("Correct"),
        }
        return {
            "population": self.population_count,
            "population_hours": format_hours(self.population_minutes),
            "seed": self.seed,
            "numbers": self.population,
            "size": len(lines),
            "correct": len(lines - upheld),
            "upheld": len(upheld),
            "upheld_hours": format_hours(sum(upheld.hour_id.mapped("minutes"))),
            "lines": [
                {"no": line.ledger_no, "outcome": outcomes[line in upheld]}
                for line in lines
            ],
        }

    def _get_checklist_figures_sudo(self):
        Subject = self.env["volunteer.inspection.subject"]
        kinds = dict(Subject._fields["kind"]._description_selection(self.env))
        verdicts = dict(Subject._fields["verdict"]._description_selection(self.env))
        return {
            "subjects": [
                {
                    "name": subject.name,
                    "kind": kinds[subject.kind],
                    "score": subject.score,
                    "max_score": subject.max_score,
                    "percent": f"{subject.percent:.1f}",
                    "verdict": verdicts.get(subject.verdict) or "",
                    "findings": subject.rectification_ids.mapped("name"),
                }
                for subject in self.subject_ids.sorted(
                    lambda subject: (-subject.percent, subject.sequence, subject.id)
                )
            ],
            "average": f"{self.average:.1f}",
        }

    def _draft_result(self):
        """Return the text of the result, in the language of the user."""
        self.ensure_one()
        figures = self._get_figures_sudo()
        parts = [self._draft_scope(), self._draft_findings(figures)]
        if figures["findings"]:
            parts.append(
                self.env._(
                    "%(count)s findings are to be put right; %(settled)s of them are.",
                    count=figures["findings"],
                    settled=figures["settled"],
                )
            )
        return "\n".join(filter(None, parts))

    def _draft_scope(self):
        scope = [
            part
            for part in (self.team_id.name, self.project_id.name)
            if part and self.kind == "sample"
        ]
        return self.env._(
            "%(unit)s inspected “%(name)s”%(scope)s%(period)s.",
            unit=self.company_id.name,
            name=self.name,
            scope=self.env._(" (%(scope)s)", scope=", ".join(scope)) if scope else "",
            period=self._draft_period(),
        )

    def _draft_period(self):
        if self.date_from and self.date_to:
            return self.env._(
                ", services from %(first)s to %(last)s",
                first=self.date_from,
                last=self.date_to,
            )
        if self.date_from:
            return self.env._(", services from %(first)s on", first=self.date_from)
        if self.date_to:
            return self.env._(", services until %(last)s", last=self.date_to)
        return ""

    def _draft_findings(self, figures):
        if self.kind == "sample":
            return self.env._(
                "Of %(population)s recorded lines with %(hours)s hours, %(size)s were "
                "drawn by lot and checked: %(correct)s are correct, %(upheld)s are "
                "not; %(taken)s hours are taken back.",
                population=figures["population"],
                hours=figures["population_hours"],
                size=figures["size"],
                correct=figures["correct"],
                upheld=figures["upheld"],
                taken=figures["upheld_hours"],
            )
        text = self.env._(
            "%(count)s were inspected by checklist, with %(average)s %% on average.",
            count=len(figures["subjects"]),
            average=figures["average"],
        )
        sentences = {
            "praise": self.env._("Praised: %(names)s."),
            "criticise": self.env._("Criticised: %(names)s."),
        }
        for verdict, sentence in sentences.items():
            named = self.subject_ids.filtered(
                lambda subject, verdict=verdict: subject.verdict == verdict
            )
            if named:
                text += "\n" + sentence % {"names": ", ".join(named.mapped("name"))}
        return text
