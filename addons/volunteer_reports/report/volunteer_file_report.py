from odoo import api, fields, models

from odoo.addons.volunteer_base.tools.paper import clip, format_day, format_hours

from ..tools.flow import Piece, lay_out

#: What text has of a sheet (A4, margins of 25 mm), its title and its end, in mm.
WIDTH, HEIGHT, FIRST, TAIL = 160, 230, 30, 34
#: Longest text of a cell, in full-width characters.
CELL = 60
FACTS = (18, 32, 18, 32)


class VolunteerFileReport(models.AbstractModel):
    """Volunteers' files on paper; the data and their rights are the model's."""

    _name = "report.volunteer_reports.volunteer_file"
    _description = "Volunteer's File on Paper"

    @api.model
    def _get_report_values(self, docids, data=None):
        data = data or {}
        volunteers = (
            self.env["volunteer.volunteer"].browse(docids or data.get("ids")).exists()
        )
        volunteers._check_file_access()
        date_from, date_to = self.env["volunteer.certificate"]._check_period(
            data.get("date_from") or None, data.get("date_to") or None
        )
        lang = self.env["ir.actions.report"]._get_paper_lang()
        report = self.with_context(lang=lang)
        return {
            "doc_ids": volunteers.ids,
            "doc_model": "volunteer.volunteer",
            "docs": volunteers,
            "paper_lang": lang,
            "papers": report._prepare_papers_sudo(
                volunteers.with_env(report.env),
                report._may_show_full(volunteers) and bool(data.get("full")),
                date_from,
                date_to,
            ),
        }

    @api.model
    def _may_show_full(self, volunteers):
        return self.env.su or self.env.user.has_group("volunteer_base.group_officer")

    @api.model
    def _prepare_papers_sudo(self, volunteers, full, date_from, date_to):
        """Return what each file shows; the caller has checked who may read it."""
        own = self.env["res.users"]._get_current_volunteer_sudo()
        people = volunteers.sudo()
        people = people.browse(
            dict.fromkeys((one.merged_into_id or one).id for one in people)
        )
        # One's own file has every unit's records, the office's those of its units.
        companies = None if people == own else self.env.companies
        records = people._get_file_records_sudo(companies, date_from, date_to)
        numbers = people._get_file_numbers_sudo(full)
        papers = []
        for person in people:
            pieces = [
                self._get_basic_piece(person, records[person.id], numbers[person.id]),
                *self._get_service_pieces(records[person.id]["hour"]),
                self._get_training_piece(records[person.id]["training"]),
                self._get_qualification_piece(records[person.id]["qualification"]),
                self._get_award_piece(records[person.id]["award"]),
                *self._get_evaluation_pieces(records[person.id]),
            ]
            papers.append(
                {
                    "title": self.env._("Volunteer's File"),
                    "subtitle": self._get_subtitle(person, date_from, date_to),
                    "number": person.code,
                    "image": person.image_128
                    and f"data:image/png;base64,{person.image_128.decode()}",
                    "pages": lay_out(
                        [piece for piece in pieces if piece],
                        width=WIDTH,
                        height=HEIGHT,
                        first=FIRST,
                        tail=TAIL,
                    ),
                    "sign": [
                        self.env._(
                            "Unit (seal): %(unit)s", unit=person.company_id.name
                        ),
                        self.env._(
                            "Printed on %(date)s by %(name)s",
                            date=self._write_day(
                                person.company_id._get_volunteer_today()
                            ),
                            name=self.env.user.name,
                        ),
                    ],
                }
            )
        return papers

    def _get_subtitle(self, person, date_from, date_to):
        if not (date_from or date_to):
            return person.company_id.name
        return self.env._(
            "%(unit)s · %(first)s to %(last)s",
            unit=person.company_id.name,
            first=self._write_day(date_from) or "…",
            last=self._write_day(date_to) or "…",
        )

    # ------------------------------------------------------------------
    # The five groups
    # ------------------------------------------------------------------

    def _get_basic_piece(self, person, records, numbers):
        """民政部令第67号, Art. 5."""
        # What a record merged into this one says was taken over where it lacked.
        identity = person.identity_ids[:1]
        facts = [
            (self._name_of(person, "code"), person.code),
            (self._name_of(person, "name"), person.name),
            (self._name_of(identity, "sex"), self._label(identity, "sex")),
            (self._name_of(identity, "birth_date"), self._day(identity.birth_date)),
            (self._name_of(identity, "id_type"), self._label(identity, "id_type")),
            (self._name_of(identity, "id_number"), numbers[0]),
            (self._name_of(identity, "region"), identity.region),
            (self._name_of(identity, "mobile"), numbers[1]),
            (self._name_of(person, "skill_ids"), self._names(person.skill_ids)),
            (self._name_of(person, "category_ids"), self._names(person.category_ids)),
            (self._name_of(person, "kind"), self._label(person, "kind")),
            (self._name_of(person, "state"), self._label(person, "state")),
            (self._name_of(identity, "employer"), identity.employer),
            (
                self._name_of(identity, "political_status_id"),
                identity.political_status_id.name,
            ),
            (self._name_of(person, "team_ids"), self._names(records["member"].team_id)),
            (
                self._name_of(person, "date_registered"),
                self._day(person.date_registered),
            ),
        ]
        return Piece(
            "facts",
            self.env._("1. Basic information"),
            shares=FACTS,
            rows=[
                (*left, *right)
                for left, right in (
                    tuple((label, clip(value or "—", CELL)) for label, value in pair)
                    for pair in zip(facts[::2], facts[1::2], strict=True)
                )
            ],
        )

    def _get_service_pieces(self, hours):
        """民政部令第67号, Art. 7."""
        proven = sum(hours.filtered("proven").mapped("minutes"))
        minutes = sum(hours.mapped("minutes"))
        return [
            Piece(
                "facts",
                self.env._("2. Service"),
                shares=FACTS,
                rows=[
                    (
                        self.env._("Services"),
                        str(len(hours)),
                        self.env._("Service hours"),
                        format_hours(minutes),
                    ),
                    (
                        self.env._("Presence proven"),
                        format_hours(proven),
                        self.env._("Claimed"),
                        format_hours(minutes - proven),
                    ),
                ],
            ),
            self._get_table(
                "",
                [
                    (self.env._("Date"), 16),
                    (self.env._("Activity"), 19),
                    (self.env._("Place"), 12),
                    (self.env._("Content of Service"), 18),
                    (self.env._("Organised by"), 15),
                    (self.env._("Leader"), 10),
                    (self.env._("Hours"), 10),
                ],
                [
                    (
                        line.date.isoformat(),
                        line.activity_id.name or line.project_id.name,
                        line.activity_id.place
                        or self._label(line.activity_id, "venue"),
                        line.description or line.project_id.name,
                        line.organiser or line.company_id.name,
                        line.activity_id.leader_id.name,
                        format_hours(line.minutes),
                    )
                    for line in hours
                ],
                right=(6,),
            ),
        ]

    def _get_training_piece(self, training):
        """民政部令第67号, Art. 8."""
        rows = [
            (
                line.date.isoformat(),
                line.course_id.name,
                line.content,
                f"{line.hours:g}",
                line.organiser or line.company_id.name,
                self.env._("Passed") if line.passed else "—",
            )
            for line in training
        ]
        return self._get_table(
            self.env._("3. Training"),
            [
                (self.env._("Date"), 16),
                (self.env._("Course"), 21),
                (self.env._("What Was Taught"), 30),
                (self.env._("Learning Hours"), 10),
                (self.env._("Held by"), 14),
                (self.env._("Result"), 9),
            ],
            rows,
            right=(3,),
        )

    def _get_qualification_piece(self, qualifications):
        rows = [
            (
                line.name,
                line.date_from.isoformat(),
                line.date_to.isoformat() if line.date_to else "—",
                self._label(line, "status"),
            )
            for line in qualifications
        ]
        return qualifications and self._get_table(
            self.env._("Qualifications held"),
            [
                (self.env._("Qualification"), 46),
                (self.env._("Valid from"), 18),
                (self.env._("Valid until"), 18),
                (self.env._("Status"), 18),
            ],
            rows,
        )

    def _get_award_piece(self, awards):
        """民政部令第67号, Art. 9."""
        rows = [
            (
                award.date.isoformat() if award.date else "—",
                award.name,
                award.granted_by,
            )
            for award in awards
        ]
        return self._get_table(
            self.env._("4. Honours"),
            [
                (self.env._("Date"), 16),
                (self.env._("Honour"), 48),
                (self.env._("Granted by"), 36),
            ],
            rows,
        )

    def _get_evaluation_pieces(self, records):
        """民政部令第67号, Art. 10: quality of services, and sheets of periods."""
        rated = records["hour"].filtered("quality")
        rows = [
            (
                sheet.date_to.isoformat(),
                sheet.round_id.name,
                self.env._(
                    "%(score)s points %(grade)s",
                    score=f"{sheet.final_score:g}",
                    grade=sheet.final_grade or "",
                ).strip(),
            )
            for sheet in records["evaluation"]
        ]
        if rated:
            average = sum(rated.mapped("quality")) / len(rated)
            rows.append(
                (
                    max(line.quality_date or line.date for line in rated).isoformat(),
                    self.env._("Quality of service, %(count)s times", count=len(rated)),
                    self.env._("%(average).1f of 5 on average", average=average),
                )
            )
        return [
            self._get_table(
                self.env._("5. Evaluation"),
                [
                    (self.env._("Date"), 16),
                    (self.env._("What Was Evaluated"), 48),
                    (self.env._("Result"), 36),
                ],
                rows,
            )
        ]

    # ------------------------------------------------------------------

    def _get_table(self, title, columns, rows, right=()):
        """Return a table; without rows it says that nothing is on file."""
        empty = (self.env._("Nothing on file"),)
        return Piece(
            "table",
            title,
            [heading for heading, _share in columns],
            [share for _heading, share in columns],
            [tuple(clip(cell or "—", CELL) for cell in row) for row in rows] or [empty],
            right,
        )

    def _name_of(self, record, name):
        return record._fields[name]._description_string(self.env)

    def _label(self, record, name):
        labels = dict(record._fields[name]._description_selection(self.env))
        return labels.get(record[name], "") if record else ""

    def _names(self, records):
        return ", ".join(records.mapped("name"))

    def _write_day(self, day):
        return format_day(day, self.env.lang)

    def _day(self, day):
        return fields.Date.to_string(day) if day else ""
