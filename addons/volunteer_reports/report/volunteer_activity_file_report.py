import base64
from collections import Counter

from odoo import api, models
from odoo.tools.image import image_process

from odoo.addons.volunteer_base.tools.paper import clip, format_hours

from ..tools.flow import Piece, lay_out, wrap_text
from .volunteer_file_report import CELL, FACTS, FIRST, HEIGHT, TAIL, WIDTH

#: Full-width characters of a line of text; the first line of a paragraph is set in.
LINE_WIDTH, INDENT = 39, "\u3000\u3000"
#: Pixels of a photo's longer side on paper.
PHOTO_SIDE = 800


class VolunteerActivitySummaryReport(models.AbstractModel):
    """What came of an activity, on paper; the notice before it is the other one."""

    _name = "report.volunteer_reports.activity_summary"
    _description = "Summary of an Activity on Paper"

    @api.model
    def _get_report_values(self, docids, data=None):
        activities = self.env["volunteer.activity"].browse(docids)
        activities._check_leads()
        lang = self.env["ir.actions.report"]._get_paper_lang()
        report = self.with_context(lang=lang, bin_size=False)
        return {
            "doc_ids": docids,
            "doc_model": "volunteer.activity",
            "docs": activities,
            "paper_lang": lang,
            "papers": [
                report._prepare_paper_sudo(activity.with_env(report.env).sudo())
                for activity in activities
            ],
        }

    @api.model
    def _get_title(self):
        return self.env._("Activity Summary")

    def _prepare_paper_sudo(self, activity):
        pieces = self._get_pieces_sudo(activity)
        return {
            "title": self._get_title(),
            "subtitle": activity.name,
            "number": "",
            "pages": lay_out(
                [piece for piece in pieces if piece.rows],
                width=WIDTH,
                height=HEIGHT,
                first=FIRST,
                tail=TAIL,
            ),
            "sign": [
                self.env._("Unit (seal): %(unit)s", unit=activity.company_id.name),
                self.env._("Leader: %(name)s", name=activity.leader_id.name or "—"),
                self.env._("Date:            "),
            ],
        }

    # ------------------------------------------------------------------

    def _get_pieces_sudo(self, activity):
        return [
            self._get_facts(activity, self._get_result_facts_sudo(activity)),
            self._get_text(self.env._("Effect"), activity.effect),
            self._get_text(self.env._("Experience"), activity.experience),
            self._get_checks_sudo(activity),
            self._get_publicity(activity),
            self._get_incidents_sudo(activity),
            self._get_pictures(activity),
        ]

    def _get_facts(self, activity, more=()):
        facts = [
            (self.env._("Activity"), activity.name),
            (self.env._("Project"), activity.project_id.name),
            (self.env._("Time"), activity._format_when()[activity]),
            (self.env._("Place"), activity.place or self._label(activity, "venue")),
            (self.env._("Team"), activity.team_id.name),
            (self.env._("Leader"), activity.leader_id.name),
            (self.env._("Organised by"), activity.company_id.name),
            (self.env._("State"), self._label(activity, "state")),
            *more,
        ]
        facts += [("", "")] * (len(facts) % 2)
        return Piece(
            "facts",
            self.env._("Activity"),
            shares=FACTS,
            rows=[
                (
                    left[0],
                    clip(left[1] or "—", CELL),
                    right[0],
                    clip(right[1] or "", CELL),
                )
                for left, right in zip(facts[::2], facts[1::2], strict=True)
            ],
        )

    def _get_result_facts_sudo(self, activity):
        """Return figures of what is in the ledger, and how much is not there yet."""
        totals = {True: 0, False: 0}
        under_way = 0
        people = Counter()
        groups = (
            self.env["volunteer.hour"]
            .sudo()
            ._read_group(
                [
                    ("activity_id", "=", activity.id),
                    ("state", "not in", ("refused", "cancelled")),
                ],
                ["volunteer_id", "state", "proven"],
                ["minutes:sum"],
            )
        )
        for person, state, proven, minutes in groups:
            if state != "recorded":
                under_way += minutes
                continue
            totals[proven] += minutes
            people[person.merged_into_id or person] += minutes
        signups = activity.signup_ids
        came = len(signups.filtered(lambda signup: signup.state == "attended"))
        signed_up = len(
            signups.filtered(
                lambda signup: signup.state not in ("cancelled", "waiting")
            )
        )
        count, share = (
            self.env["volunteer.feedback"]
            .sudo()
            ._get_results(activity, "activity_id")
            .get(activity, (0, 0.0))
        )
        return [
            (self.env._("Seats"), str(activity.seats)),
            (
                self.env._("Signed up / came"),
                f"{signed_up} / {came}",
            ),
            (self.env._("People served"), str(activity.people_served)),
            (
                self.env._("Volunteers with recorded hours"),
                # Whose hours were all reversed has none.
                str(sum(minutes > 0 for minutes in people.values())),
            ),
            (
                self.env._("Recorded hours"),
                self.env._(
                    "%(hours)s (proven %(proven)s, claimed %(claimed)s)",
                    hours=format_hours(sum(totals.values())),
                    proven=format_hours(totals[True]),
                    claimed=format_hours(totals[False]),
                ),
            ),
            (self.env._("Not recorded yet"), format_hours(under_way)),
            (
                self.env._("Satisfaction"),
                self.env._(
                    "%(share).1f %% of %(count)s answers", share=share, count=count
                )
                if count
                else "—",
            ),
        ]

    def _get_text(self, title, text):
        return Piece("text", title, rows=wrap_text(text or "", LINE_WIDTH, INDENT))

    def _get_checks_sudo(self, activity):
        yes, no = self.env._("Yes"), self.env._("No")
        return Piece(
            "table",
            self.env._("Closing Checklist"),
            (self.env._("Item"), self.env._("Done")),
            (80, 20),
            [
                (item.name, yes if item in activity.check_item_ids else no)
                for item in activity._get_check_items_sudo().with_env(self.env).sudo()
            ],
        )

    def _get_publicity(self, activity):
        return Piece(
            "table",
            self.env._("Publicity"),
            (
                self.env._("Date"),
                self.env._("Title"),
                self.env._("Media"),
                self.env._("Level"),
            ),
            (16, 44, 24, 16),
            [
                (
                    report.date.isoformat(),
                    clip(report.name, CELL),
                    clip(report.media, CELL),
                    self._label(report, "level"),
                )
                for report in activity.publicity_ids
            ],
        )

    def _get_incidents_sudo(self, activity):
        """Return accidents, complaints and praise by number: no names and no words.

        For the volunteer office only; what happened stands in its own file there.
        """
        office = self.env.user.has_group("volunteer_base.group_officer")
        incidents = self.env["volunteer.incident"].sudo()
        if office:
            incidents = incidents.search(
                [("activity_id", "=", activity.id)], order="date, id"
            )
        return Piece(
            "table",
            self.env._("Accidents, Complaints and Praise"),
            (
                self.env._("Number"),
                self.env._("Kind"),
                self.env._("Date"),
                self.env._("State"),
            ),
            (30, 24, 24, 22),
            [
                (
                    incident.code,
                    self._label(incident, "kind"),
                    activity.company_id._get_volunteer_date(incident.date).isoformat(),
                    self._label(incident, "state"),
                )
                for incident in incidents
            ],
        )

    def _get_pictures(self, activity):
        pictures = [
            (self._get_source(photo.image), clip(photo.caption or "", 20))
            for photo in activity.photo_ids
            if photo.image
        ]
        return Piece(
            "pictures",
            self.env._("Photos"),
            rows=[pictures[start : start + 2] for start in range(0, len(pictures), 2)],
        )

    def _get_source(self, image):
        """Return a photo as a data URI, no larger than paper shows."""
        content = image_process(
            base64.b64decode(image), size=(PHOTO_SIDE, PHOTO_SIDE), quality=80
        )
        return f"data:image/jpeg;base64,{base64.b64encode(content).decode()}"

    def _label(self, record, name):
        labels = dict(record._fields[name]._description_selection(self.env))
        return labels.get(record[name], "")


class VolunteerActivityNoticeReport(models.AbstractModel):
    """What volunteers were told before an activity, on paper."""

    _name = "report.volunteer_reports.activity_notice"
    _description = "Notice of an Activity on Paper"
    _inherit = ["report.volunteer_reports.activity_summary"]

    @api.model
    def _get_title(self):
        return self.env._("Activity Notice")

    def _get_pieces_sudo(self, activity):
        recruitments = (
            self.env["volunteer.recruitment"]
            .sudo()
            .search([("project_id", "=", activity.project_id.id)])
        )
        return [
            self._get_facts(activity),
            self._get_text(self.env._("What It Is about"), activity.description),
            Piece(
                "table",
                self.env._("Posts"),
                (self.env._("Post"), self.env._("Seats"), self.env._("Signed up")),
                (60, 20, 20),
                [
                    (slot.post_id.name, str(slot.seats), str(slot.taken))
                    for slot in activity.slot_ids
                ],
                right=(1, 2),
            ),
            *(
                self._get_text(title, text)
                for recruitment in recruitments
                for title, text in (
                    (
                        self.env._("Recruitment: %(title)s", title=recruitment.name),
                        recruitment.summary,
                    ),
                    (self.env._("Who can take part"), recruitment.conditions),
                    (self.env._("What we provide"), recruitment.guarantees),
                    (self.env._("Risks"), recruitment.risks),
                )
            ),
        ]
