from collections import defaultdict

from dateutil.relativedelta import relativedelta

from odoo import fields, models
from odoo.fields import Domain
from odoo.tools import format_date

from ...tools.age import ADULT
from ...tools.page_memo import once


class VolunteerActivitySlot(models.Model):
    """Trained, licensed and insured before duty."""

    # One matter a file keeps the files short.
    _inherit = "volunteer.activity.slot"  # pylint: disable=consider-merging-classes-inherited

    def _get_unmet_requirements_sudo(self, volunteers):
        unmet = super()._get_unmet_requirements_sudo(volunteers)
        for key, missing in self._get_missing_training_sudo(volunteers).items():
            unmet[key].extend(missing)
        return unmet

    def _get_missing_training_sudo(self, volunteers):
        """Return ``{(slot, volunteer): [courses, licences, insurance not held]}``.

        What counts is the day of the activity. Four queries however many slots and
        volunteers: companies' courses, posts' courses and licences, qualifications.

        Sources: Regulations on Voluntary Service (State Council order No. 685),
        Articles 16 and 17.
        """
        return once(
            self.env,
            ("training", self._ids, volunteers._ids),
            lambda: self._find_missing_training_sudo(volunteers),
        )

    def _find_missing_training_sudo(self, volunteers):
        slots = self.sudo().filtered("company_id.volunteer_requirements")
        missing = defaultdict(list)
        if not slots or not volunteers:
            return missing
        required = self.env["volunteer.course"]._get_required_sudo(slots.company_id)
        held = self._get_held_sudo(volunteers)
        audiences = volunteers._get_audiences_sudo()
        for slot in slots:
            day = slot.activity_id.date
            for volunteer in volunteers:
                courses = required[slot.company_id].filtered(
                    lambda course, kind=audiences[volunteer]: course._is_for(kind)
                )
                own = held[volunteer.id]
                missing[slot.sudo(self.env.su), volunteer] = [
                    self._describe_missing(subject, own[subject], day)
                    for subject in [
                        *(courses | slot.post_id.course_ids),
                        *slot.post_id.licence_ids,
                    ]
                    if not any(item._is_valid_on(day) for item in own[subject])
                ]
                if slot.post_id.insurance_required and not any(
                    item._is_valid_on(day) for item in own["insurance"]
                ):
                    missing[slot.sudo(self.env.su), volunteer].append(
                        self.env._("accident insurance")
                    )
        return missing

    def _get_held_sudo(self, volunteers):
        """Return ``{volunteer id: {course, licence, "insurance": [what is held]}}``."""
        held = defaultdict(lambda: defaultdict(list))
        for item in (
            self.env["volunteer.qualification"]
            .sudo()
            .search([("volunteer_id", "in", volunteers.ids)])
        ):
            own = held[item.volunteer_id.id]
            own[item._get_subject()].append(item)
            if item.kind == "insurance":
                own["insurance"].append(item)
        return held

    def _describe_missing(self, subject, qualifications, day):
        """Return the name of what is missing; says so where it has run out by then."""
        ended = max(
            (item.date_to for item in qualifications if item.date_to), default=None
        )
        if ended and ended < day:
            return self.env._(
                "“%(name)s” (valid until %(date)s only)",
                name=subject.name,
                date=format_date(self.env, ended),
            )
        return self.env._("“%(name)s”", name=subject.name)


class VolunteerVolunteer(models.Model):
    _inherit = "volunteer.volunteer"  # pylint: disable=consider-merging-classes-inherited

    qualification_ids = fields.One2many(
        "volunteer.qualification", "volunteer_id", string="Qualifications"
    )
    training_attendance_ids = fields.One2many(
        "volunteer.training.attendance", "volunteer_id", string="Training Records"
    )
    lacks_training = fields.Boolean(
        string="Lacks a Required Course",
        compute="_compute_lacks_training",
        search="_search_lacks_training",
        help="A course required before the first service is missing or has expired.",
    )

    def _get_merge_moves(self):
        return {
            **super()._get_merge_moves(),
            "volunteer.training.attendance": (
                "training_id",
                "course_id",
                "step_id",
                "date",
            ),
        }

    def _get_missing_courses_sudo(self):
        """Return ``{volunteer: courses of the home unit not held today}``."""
        today = fields.Date.context_today(self)
        volunteers = self.sudo()
        required = self.env["volunteer.course"]._get_required_sudo(
            volunteers.company_id
        )
        audiences = volunteers._get_audiences_sudo()
        held = defaultdict(set)
        Qualification = self.env["volunteer.qualification"].sudo()
        for volunteer, course in Qualification._read_group(
            Qualification._domain_valid_on(today)
            & Domain("volunteer_id", "in", self.ids)
            & Domain("course_id", "!=", False),
            ["volunteer_id", "course_id"],
        ):
            held[volunteer.id].add(course)
        return {
            volunteer: required[volunteer.sudo().company_id].filtered(
                lambda course, volunteer=volunteer: (
                    course._is_for(audiences[volunteer.sudo()])
                    and course not in held[volunteer.id]
                )
            )
            for volunteer in self
        }

    def _get_audience_domains(self):
        """Return ``{audience: domain}`` of what :meth:`_get_audiences_sudo` tells."""
        adult_since = fields.Date.context_today(self) - relativedelta(years=ADULT)
        # As superuser: who may filter by courses need not see dates of birth.
        Identity = self.env["volunteer.identity"].sudo()
        born = Identity._search([("birth_date", "!=", False)])
        late = Identity._search([("birth_date", ">", adult_since)])
        minor = Domain("id", "in", late.subselect("volunteer_id")) | (
            Domain("kind", "=", "minor")
            & Domain("id", "not in", born.subselect("volunteer_id"))
        )
        domains = {"minor": minor}
        for kind, _label in self._fields["kind"].selection:
            if kind != "minor":
                kinds = ["community", "minor"] if kind == "community" else [kind]
                domains[kind] = Domain("kind", "in", kinds) & ~minor
        return domains

    def _compute_lacks_training(self):
        missing = self._get_missing_courses_sudo()
        for volunteer in self:
            volunteer.lacks_training = bool(missing.get(volunteer))

    def _search_lacks_training(self, operator, value):
        if operator != "in":
            return NotImplemented
        Course = self.env["volunteer.course"].sudo()
        valid = self.env["volunteer.qualification"]._domain_valid_on(
            fields.Date.context_today(self)
        )
        of_audience = self._get_audience_domains()
        lacking = Domain.FALSE
        for course in Course.search([("required", "=", True)]):
            concerned = Domain.OR(
                domain for kind, domain in of_audience.items() if course._is_for(kind)
            )
            if course.company_id:
                concerned &= Domain("company_id", "child_of", course.company_id.id)
            lacking |= concerned & ~Domain(
                "qualification_ids",
                "any!",
                valid & Domain("course_id", "=", course.id),
            )
        return lacking if True in value else ~lacking
