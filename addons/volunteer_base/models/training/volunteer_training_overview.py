from datetime import date

from odoo import fields, models


class VolunteerVolunteer(models.Model):
    """What one volunteer holds, lacks and can do about it."""

    _inherit = "volunteer.volunteer"  # pylint: disable=consider-merging-classes-inherited

    def _get_training_overview_sudo(self):
        """Return what the volunteer's training page shows.

        The number of queries is fixed. Other addons add ways to learn to
        each course, such as an exam.

        :return: a list of dicts, the courses still missing first: ``course``,
            ``required``, ``qualification`` (the latest one, or empty), ``status`` (its
            status, or ``missing``), ``steps`` (dicts ``step``, ``done``,
            ``needed``), ``sessions`` (dicts ``training``, ``when``,
            ``enrolled``), ``materials``
            (attachments) and ``links`` (dicts ``url``, ``label``, ``note``)
        :rtype: list
        """
        self.ensure_one()
        volunteer = self.sudo()
        courses = self._get_courses_sudo()
        audience = volunteer._get_audiences_sudo()[volunteer]
        latest = {}
        for item in volunteer.qualification_ids.sorted(
            lambda item: item.date_to or date.max
        ):
            latest[item.course_id] = item
        progress = courses._get_progress_sudo(volunteer)
        sessions = self._get_open_sessions_sudo(courses)
        materials = courses._get_materials_sudo()
        overview = []
        for course in courses:
            used, missing = progress[course, volunteer]
            qualification = latest.get(course, volunteer.qualification_ids.browse())
            overview.append(
                {
                    "course": course,
                    "required": course.required and course._is_for(audience),
                    "qualification": qualification,
                    "status": qualification.status or "missing",
                    "steps": [
                        {
                            "step": step,
                            "done": min(len(used[step]), step.count),
                            "needed": step.count,
                        }
                        for step in missing
                        if step
                    ],
                    "sessions": sessions.get(course, []),
                    "materials": materials[course],
                    "links": [],
                }
            )
        held = ("valid", "expiring", "coming")
        return sorted(
            overview, key=lambda item: (item["status"] in held, not item["required"])
        )

    def _get_courses_sudo(self):
        """Return the courses for this volunteer's kind and units, and those begun."""
        self.ensure_one()
        volunteer = self.sudo()
        audience = volunteer._get_audiences_sudo()[volunteer]
        courses = (
            self.env["volunteer.course"]
            .sudo()
            .search(
                [
                    (
                        "company_id",
                        "in",
                        [False, *volunteer.company_ids.parent_ids.ids],
                    ),
                    (f"for_{audience}", "=", True),
                ]
            )
        )
        return (
            courses
            | volunteer.training_attendance_ids.course_id
            | volunteer.qualification_ids.course_id
        ).filtered("active")

    def _get_open_sessions_sudo(self, courses):
        """Return ``{course: [{"training", "when", "enrolled"}]}``, the next first."""
        self.ensure_one()
        volunteer = self.sudo()
        trainings = (
            self.env["volunteer.training"]
            .sudo()
            .search(
                [
                    ("course_id", "in", courses.ids),
                    ("company_id", "in", volunteer.company_ids.ids),
                    ("state", "=", "announced"),
                    ("start", ">", fields.Datetime.now()),
                ],
                order="start, id",
            )
        )
        own = volunteer.training_attendance_ids.training_id
        audience = volunteer._get_audiences_sudo()[volunteer]
        # A course begun as a minor, say, is no longer for this person.
        trainings = trainings.filtered(
            lambda training: training in own or training.course_id._is_for(audience)
        )
        when = trainings._format_when()
        return {
            course: [
                {
                    "training": training,
                    "when": when[training],
                    "enrolled": training in own,
                }
                for training in of_course
            ]
            for course, of_course in trainings.grouped("course_id").items()
        }
