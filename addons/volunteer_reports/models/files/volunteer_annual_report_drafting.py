from odoo import models
from odoo.fields import Domain

from odoo.addons.volunteer_base.tools.paper import clip, format_day

from ...tools.annual import KEYS, show

#: Activities, findings and plan lines that a draft names at most.
MOST = 5
PLAN_MOST = 30
WIDTH = 120


class VolunteerAnnualReport(models.Model):
    """Texts proposed from what is on file; the office writes on from there."""

    # One matter a file keeps the files short.
    _inherit = "volunteer.annual.report"  # pylint: disable=consider-merging-classes-inherited

    def _draft_sections_sudo(self):
        """Propose the texts; what somebody has written since stays."""
        lang = self.env["ir.actions.report"]._get_paper_lang()
        Section = self.env["volunteer.annual.report.section"].sudo()
        fresh = []
        for report in self.sudo().with_context(lang=lang):
            sections = report.section_ids.filtered("key").grouped("key")
            proposed = (
                report._propose_summary_sudo()
                if report.kind == "summary"
                else report._propose_recording_sudo()
            )
            for sequence, (key, title, lines) in enumerate(proposed, 1):
                body = "\n".join(line for line in lines if line)
                section = sections.get(key)
                if not section:
                    fresh.append(
                        {
                            "report_id": report.id,
                            "key": key,
                            "sequence": sequence * 10,
                            "title": title,
                            "body": body,
                            "drafted": body,
                        }
                    )
                elif (section.body or "") == (section.drafted or ""):
                    section.write({"body": body, "drafted": body})
        Section.create(fresh)

    def _get_words(self, place=0):
        """Return ``{key: figure as text}`` of this year, or of last year."""
        figures = self._count_figures_sudo()
        return {
            key: show(figures[key][place], kind)
            for key, kind in KEYS[self.kind].items()
        }

    # ------------------------------------------------------------------
    # 年度志愿服务记录与证明出具情况报告
    # ------------------------------------------------------------------

    def _propose_recording_sudo(self):
        words = {**self._get_words(), "year": self.year, "unit": self.company_id.name}
        return [
            (
                "overview",
                self.env._("Overview"),
                [
                    self.env._(
                        "In %(year)s, %(unit)s recorded %(lines)s services of "
                        "%(people)s volunteers, %(hours)s hours in all: presence was "
                        "proven for %(hours_proven)s hours, %(hours_claimed)s hours "
                        "were claimed and approved.",
                        **words,
                    ),
                ],
            ),
            (
                "recording",
                self.env._("How Hours Were Recorded"),
                [
                    self.env._(
                        "Every service is approved, shown to the public and then "
                        "recorded. %(late)s services were recorded later than ten "
                        "working days after; %(pending)s services (%(hours_pending)s "
                        "hours) are not recorded yet.",
                        **words,
                    ),
                    self.env._(
                        "The hours of %(corrected)s services were corrected when "
                        "approved, %(refused)s were refused, and %(reversals)s "
                        "recorded ones were reversed (%(hours_reversed)s hours).",
                        **words,
                    ),
                ],
            ),
            (
                "certificates",
                self.env._("Certificates Issued"),
                [
                    self.env._(
                        "%(certificates_service)s certificates of voluntary service "
                        "and %(certificates_practice)s of social practice were issued "
                        "free of charge; %(certificates_revoked)s were revoked. Each "
                        "has a number and can be verified.",
                        **words,
                    ),
                ],
            ),
            (
                "supervision",
                self.env._("Objections and Spot Checks"),
                [
                    self.env._(
                        "%(objections)s objections during public notice "
                        "(%(objections_upheld)s upheld) and %(error_reports)s reports "
                        "of errors (%(error_reports_upheld)s upheld) came in; "
                        "%(objections_open)s are not answered yet.",
                        **words,
                    ),
                    self.env._(
                        "%(inspections)s inspections published their result; "
                        "%(inspected)s recorded services were spot-checked, "
                        "%(inspected_wrong)s of them were not correct. Of "
                        "%(rectifications)s findings %(rectifications_open)s are not "
                        "settled.",
                        **words,
                    ),
                ],
            ),
            (
                "handover",
                self.env._("Entry in the Public System"),
                [
                    self.env._(
                        "%(entered)s services were entered in the public system, "
                        "%(not_entered)s are not entered yet.",
                        **words,
                    ),
                ],
            ),
            ("improvement", self.env._("What Will Be Improved"), []),
        ]

    # ------------------------------------------------------------------
    # 年度工作总结
    # ------------------------------------------------------------------

    def _propose_summary_sudo(self):
        return [
            ("overview", self.env._("Work of the Year"), self._propose_overview()),
            ("highlights", self.env._("Highlights"), self._propose_highlights_sudo()),
            ("problems", self.env._("Problems"), self._propose_problems_sudo()),
            (
                "rectification",
                self.env._("What Was Put Right"),
                self._propose_settled_sudo(),
            ),
            ("plan", self.env._("Plan for Next Year"), self._propose_plan_sudo()),
        ]

    def _propose_overview(self):
        figures = self._count_figures_sudo()
        words = {**self._get_words(), "year": self.year, "unit": self.company_id.name}
        lines = [
            self.env._(
                "At the end of the period %(unit)s had %(volunteers)s registered "
                "volunteers; %(staff_rate)s of the staff are registered. In %(year)s "
                "they held %(activities)s activities with %(person_times)s "
                "person-times and %(hours_recorded)s hours, and served "
                "%(people_served)s people.",
                **words,
            )
        ]
        labels = self._get_annual_labels()
        for key, kind in KEYS["summary"].items():
            this, last, aim = figures[key]
            if aim and this is not None:
                lines.append(
                    self.env._(
                        "%(figure)s: %(this)s, aim %(aim)s, attained %(share).1f %%; "
                        "last year %(last)s.",
                        figure=labels[key],
                        this=show(this, kind),
                        aim=show(aim, kind),
                        share=this / aim * 100,
                        last=show(last, kind),
                    )
                )
        return lines

    def _propose_highlights_sudo(self):
        activities = (
            self.env["volunteer.activity"]
            .sudo()
            .search(
                self._get_between("date", self.year)
                & Domain("company_id", "=", self.company_id.id)
                & Domain("state", "=", "done")
                & (Domain("effect", "!=", False) | Domain("experience", "!=", False))
                & Domain("people_served", ">", 0),
                order="people_served desc, id",
                limit=MOST,
            )
        )
        lines = [
            self.env._(
                "%(activity)s (%(date)s): %(served)s people served. %(text)s",
                activity=activity.name,
                date=format_day(activity.date, self.env.lang),
                served=activity.people_served,
                text=clip(activity.effect or activity.experience or "", WIDTH),
            )
            for activity in activities
        ]
        honours = (
            self.env["volunteer.award"]
            .sudo()
            .search(
                self._get_between("date", self.year)
                & Domain("company_id", "=", self.company_id.id)
                & Domain("state", "=", "granted")
                & Domain("kind", "=", "honour"),
                order="is_outside desc, date desc, id desc",
                limit=MOST,
            )
        )
        lines += [
            self.env._(
                "%(name)s: honoured as “%(honour)s” by %(body)s.",
                name=(honour.team_id or honour.project_id or honour.volunteer_id)
                .sudo()
                .name,
                honour=honour.name,
                body=honour.granted_by,
            )
            for honour in honours
        ]
        return lines

    def _propose_problems_sudo(self):
        """Return problems that the records show; units are named, persons never."""
        lines = []
        behind = (
            self.env["volunteer.target"]
            .sudo()
            .search(
                [
                    ("company_id", "=", self.company_id.id),
                    ("year", "=", self.year),
                    ("scope", "=", "department"),
                    ("metric", "=", "hours_per_head"),
                ]
            )
            .filtered(lambda target: target.status in ("behind", "missed"))
        )
        if behind:
            lines.append(
                self.env._(
                    "%(count)s departments are below their aim of hours a head: "
                    "%(names)s.",
                    count=len(behind),
                    names=", ".join(behind.department_id.mapped("name")),
                )
            )
        late = self._count_lines_sudo(self.year)
        if late["late"] or late["pending"]:
            lines.append(
                self.env._(
                    "%(late)s services were recorded late, %(pending)s are not "
                    "recorded yet.",
                    late=late["late"],
                    pending=late["pending"],
                )
            )
        told = self._count_groups_sudo(
            "volunteer.incident", self._get_moments("date", self.year), "kind"
        )
        if told.get(("complaint",)) or told.get(("accident",)):
            lines.append(
                self.env._(
                    "%(complaints)s complaints and %(accidents)s accidents were "
                    "reported.",
                    complaints=told.get(("complaint",), 0),
                    accidents=told.get(("accident",), 0),
                )
            )
        lines += [
            self.env._("Found by inspection: %(finding)s.", finding=finding.name)
            for finding in self._get_findings_sudo()[:MOST]
        ]
        return lines

    def _get_findings_sudo(self):
        return (
            self.env["volunteer.rectification"]
            .sudo()
            .search(
                self._get_between("date", self.year)
                & Domain("company_id", "=", self.company_id.id),
                order="date, id",
            )
        )

    def _propose_settled_sudo(self):
        findings = self._get_findings_sudo()
        states = dict(findings._fields["state"]._description_selection(self.env))
        return [
            self.env._(
                "%(finding)s: %(state)s. %(reply)s",
                finding=finding.name,
                state=states[finding.state],
                reply=clip(finding.reply or "", WIDTH),
            ).strip()
            for finding in findings[: 2 * MOST]
        ]

    def _propose_plan_sudo(self):
        lines = (
            self.env["volunteer.plan.line"]
            .sudo()
            .search(
                [
                    ("company_id", "=", self.company_id.id),
                    ("plan_id.year", "=", self.year + 1),
                ],
                order="plan_id, sequence, id",
                limit=PLAN_MOST,
            )
        )
        return [
            self.env._(
                "%(number)s. %(name)s: %(content)s (%(period)s)",
                number=number,
                name=line.name,
                content=clip(line.content or line.population or "—", WIDTH),
                period=line.period or "—",
            )
            for number, line in enumerate(lines, 1)
        ]
