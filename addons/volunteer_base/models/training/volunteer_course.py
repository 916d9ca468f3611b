from collections import defaultdict

from odoo import api, fields, models
from odoo.fields import Domain

from ...tools.training import last_valid_day, use_records

KINDS = ("staff", "retiree", "student", "minor", "community")


class VolunteerCourse(models.Model):
    """What volunteers learn before duty; completing it grants a qualification."""

    _name = "volunteer.course"
    _description = "Training Course"
    _order = "sequence, name, id"
    _check_company_auto = True
    _check_company_domain = models.check_company_domain_parent_of

    name = fields.Char(required=True, translate=True)
    active = fields.Boolean(default=True)
    sequence = fields.Integer(default=10)
    company_id = fields.Many2one(
        "res.company",
        string="Unit",
        index=True,
        ondelete="restrict",
        default=lambda self: self.env.company,
        help="Empty: for all units. Only an administrator changes such courses.",
    )
    level = fields.Selection(
        [
            ("induction", "Before the first service"),
            ("basic", "Basic"),
            ("advanced", "Advanced"),
            ("trainer", "For trainers"),
        ],
        required=True,
        default="basic",
    )
    for_staff = fields.Boolean(default=True)
    for_retiree = fields.Boolean(string="For Retirees", default=True)
    for_student = fields.Boolean(string="For Students", default=True)
    for_minor = fields.Boolean(string="For Minors", default=True)
    for_community = fields.Boolean(string="For Community Volunteers", default=True)
    required = fields.Boolean(
        string="Required before the First Service",
        help="Whoever this course is for cannot sign up for any activity without it.",
    )
    validity_months = fields.Integer(
        string="Valid for",
        help="Months after which the course has to be renewed; 0 means never.",
        aggregator=None,
    )
    hours = fields.Float(
        string="Learning Hours", default=1, help="Usual length of one session."
    )
    content = fields.Text(
        string="What Is Taught",
        translate=True,
        help="What is taught; it goes into the training record of each volunteer.",
    )
    trainers = fields.Char(help="Who teaches this course, by name.")
    place = fields.Char(translate=True)
    material_ids = fields.Many2many(
        "ir.attachment",
        string="Materials",
        copy=False,
        bypass_search_access=True,
        help="Files that volunteers of this course can open on their phone.",
    )
    step_ids = fields.One2many(
        "volunteer.course.step", "course_id", string="Steps", copy=True
    )
    training_ids = fields.One2many("volunteer.training", "course_id", string="Sessions")
    holder_count = fields.Integer(
        string="Holders", compute="_compute_holder_count", help="Valid today."
    )

    _validity_range = models.Constraint(
        "CHECK (validity_months >= 0 AND hours >= 0)",
        "Validity and learning hours cannot be negative.",
    )

    def _compute_holder_count(self):
        Qualification = self.env["volunteer.qualification"]
        counts = dict(
            Qualification._read_group(
                Qualification._domain_valid_on(fields.Date.context_today(self))
                & Domain("course_id", "in", self.ids),
                ["course_id"],
                ["volunteer_id:count_distinct"],
            )
        )
        for course in self:
            course.holder_count = counts.get(course, 0)

    @api.model_create_multi
    def create(self, vals_list):
        courses = super().create(vals_list)
        courses._adopt_materials()
        return courses

    def write(self, vals):
        result = super().write(vals)
        if "material_ids" in vals:
            self._adopt_materials()
        return result

    def _adopt_materials(self):
        """Tie files uploaded in the form to their course, whose readers may open them.

        Only files that the user has uploaded: naming another one's id opens nothing.
        """
        for course in self:
            loose = course.sudo().material_ids.filtered(
                lambda file: not file.res_id and file.create_uid == self.env.user
            )
            loose.write({"res_model": self._name, "res_id": course.id})

    def _get_materials_sudo(self):
        """Return ``{course: files that belong to it}``."""
        return {
            course: course.sudo().material_ids.filtered(
                lambda file, course=course: (
                    file.res_model == course._name and file.res_id == course.id
                )
            )
            for course in self
        }

    def _get_content_sudo(self):
        """Return what is taught, in the unit's language, to be kept with a record."""
        self.ensure_one()
        company = self.sudo().company_id or self.env.company
        return self.sudo().with_context(lang=company.partner_id.lang).content

    def action_open_holders(self):
        """Open the qualifications that this course has granted."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "volunteer_base.volunteer_qualification_action"
        )
        return {
            **action,
            "domain": [("course_id", "=", self.id)],
            "context": {"default_kind": "course", "default_course_id": self.id},
        }

    def _is_for(self, kind):
        """Return whether this course is meant for volunteers of ``kind``.

        :param str kind: as ``volunteer.volunteer._get_audiences_sudo`` tells it
        """
        self.ensure_one()
        return self[f"for_{kind}"]

    @api.model
    def _get_required_sudo(self, companies):
        """Return ``{company: courses required before the first service}``.

        A course of a unit binds the units below it too; one without unit binds all.
        """
        courses = self.sudo().search_fetch(
            [
                ("required", "=", True),
                ("company_id", "in", [False, *companies.sudo().parent_ids.ids]),
            ],
            [
                "name",
                "company_id",
                "for_staff",
                "for_retiree",
                "for_student",
                "for_minor",
                "for_community",
            ],
        )
        return {
            company: courses.filtered(
                lambda course, company=company: (
                    not course.company_id
                    or course.company_id in company.sudo().parent_ids
                )
            )
            for company in companies
        }

    def _get_progress_sudo(self, volunteers):
        """Return what was learnt since the last qualification, and what is missing.

        One query for the records, one for the steps.

        :return: ``{(course, volunteer): (records used by step, missing by step)}``, as
            :func:`..tools.training.use_records` tells them
        :rtype: dict
        """
        records = defaultdict(list)
        for record in (
            self.env["volunteer.training.attendance"]
            .sudo()
            .search(
                [
                    ("course_id", "in", self.ids),
                    ("volunteer_id", "in", volunteers.ids),
                    ("counted", "=", True),
                    ("qualification_id", "=", False),
                ],
                order="date, id",
            )
        ):
            records[record.course_id, record.volunteer_id].append(
                (record, record.step_id or None)
            )
        return {
            (course, volunteer): use_records(
                [(step, step.count) for step in course.sudo().step_ids],
                records[course.sudo(), volunteer.sudo()],
            )
            for course in self
            for volunteer in volunteers
        }

    def _grant_completed_sudo(self, volunteers, source):
        """Grant the qualification to those who have completed the course.

        It is valid from the day of the last record used, in whatever order records
        were put on file.

        :param str source: ``training`` or ``exam``
        :return: the new qualifications, as superuser
        """
        self.ensure_one()
        course = self.sudo()
        done = {
            volunteer: [record for records in used.values() for record in records]
            for (_course, volunteer), (used, missing) in course._get_progress_sudo(
                volunteers
            ).items()
            if not any(missing.values())
        }
        qualifications = (
            self.env["volunteer.qualification"]
            .sudo()
            .create(
                [
                    {
                        "volunteer_id": volunteer.id,
                        "kind": "course",
                        "course_id": course.id,
                        "source": source,
                        **course._prepare_validity(records),
                    }
                    for volunteer, records in done.items()
                ]
            )
        )
        for qualification, records in zip(qualifications, done.values(), strict=True):
            for record in records:
                record.qualification_id = qualification
        return qualifications

    def _prepare_validity(self, records):
        """Return the first and the last day of what these training records earn."""
        self.ensure_one()
        date = max(record.date for record in records)
        return {
            "date_from": date,
            "date_to": last_valid_day(date, self.validity_months),
        }
