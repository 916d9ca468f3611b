from collections import defaultdict

from odoo import fields, models

from ...tools.age import ADULT, CHILD
from ...tools.minors import clock, exceeds_daily_hours, is_within_hours

# Context key: the guardian of a child comes along.
GUARDIAN_PRESENT = "volunteer_guardian_present"
# Kinds of volunteers who are no minors, whether their age is on file or not.
GROWN_UP = ("staff", "retiree")


class VolunteerActivitySlot(models.Model):
    """Age: what a post asks for, and how minors are protected.

    Defaults of the trade rather than one law: the Law on the Protection of Minors and
    article 31 of the Personal Information Protection Law ask for the guardian; hours,
    times of day and posts are the unit's settings.
    """

    # One matter a file keeps the files short.
    _inherit = "volunteer.activity.slot"  # pylint: disable=consider-merging-classes-inherited

    def _get_signup_obstacles_by_slot(self, volunteers):
        obstacles = super()._get_signup_obstacles_by_slot(volunteers)
        self._add_age_obstacles_sudo(volunteers, obstacles)
        return obstacles

    def _get_age_obstacles_sudo(self, volunteers):
        """Return ``{volunteer: why age keeps this person from this need}``."""
        self.ensure_one()
        obstacles = {self: {}}
        self._add_age_obstacles_sudo(volunteers, obstacles)
        return obstacles[self]

    def _add_age_obstacles_sudo(self, volunteers, obstacles):
        ages = {
            date: volunteers._get_ages_sudo(date)
            for date in set(self.activity_id.mapped("date"))
        }
        minors = volunteers.filtered(
            lambda volunteer: any(
                self._is_minor(volunteer, age_of[volunteer]) for age_of in ages.values()
            )
        )
        services = self._get_minors_services_sudo(minors)
        for slot in self:
            age_of = ages[slot.activity_id.date]
            for volunteer in volunteers:
                if volunteer in obstacles[slot]:
                    continue
                age = age_of[volunteer]
                sentence = slot._get_age_obstacle(volunteer, age)
                if not sentence and self._is_minor(volunteer, age):
                    sentence = slot._get_minor_obstacle(
                        volunteer, age, services[volunteer.id]
                    )
                if not sentence and age is None:
                    sentence = slot._get_unknown_age_obstacle(volunteer)
                if sentence:
                    obstacles[slot][volunteer] = sentence

    def _is_minor(self, volunteer, age):
        return age < ADULT if age is not None else volunteer.kind == "minor"

    def _get_unknown_age_obstacle(self, volunteer):
        """Return why somebody whose age nobody knows cannot serve here, or None.

        Staff and retirees are grown up; anybody else may be under 18.
        """
        if volunteer.kind in GROWN_UP:
            return None
        company = self.sudo().company_id
        start, stop = self.activity_id._get_local_times()
        if not self.post_id.adults_only and is_within_hours(
            start, stop, company.volunteer_minor_from, company.volunteer_minor_until
        ):
            return None
        return self.env._(
            "This service is for adults only, and the date of birth of %(name)s is not "
            "on file. Please tell the volunteer office.",
            name=volunteer.name,
        )

    def _get_age_obstacle(self, volunteer, age):
        """Return why a post's minimum age keeps this person out, or None."""
        post = self.post_id
        if not post.minimum_age:
            return None
        if age is None:
            return self.env._(
                "“%(post)s” is for people of %(age)s and older, and the date of birth "
                "of %(name)s is not on file. Please tell the volunteer office.",
                post=post.name,
                age=post.minimum_age,
                name=volunteer.name,
            )
        if age < post.minimum_age:
            return self.env._(
                "“%(post)s” is for people of %(age)s and older.",
                post=post.name,
                age=post.minimum_age,
            )
        return None

    def _get_minor_obstacle(self, volunteer, age, services):
        """Return one sentence why this minor cannot serve here, or None.

        :param int age: on the day, or None where unknown
        :param services: other sign-ups of this person near that day
        """
        activity, company = self.activity_id, self.sudo().company_id
        if age is None:
            return self.env._(
                "%(name)s is registered as a minor without date of birth. Please tell "
                "the volunteer office.",
                name=volunteer.name,
            )
        if self.post_id.adults_only:
            return self.env._("“%(post)s” is for adults only.", post=self.post_id.name)
        if not volunteer.sudo().identity_ids[:1].guardian_consent_date:
            return self.env._(
                "%(name)s is a minor, and the guardian's consent is not on file. The "
                "guardian gives it on the page “Papers” or at the volunteer office.",
                name=volunteer.name,
            )
        start, stop = activity._get_local_times()
        earliest, latest = company.volunteer_minor_from, company.volunteer_minor_until
        if not is_within_hours(start, stop, earliest, latest):
            return self.env._(
                "People under 18 serve between %(start)s and %(stop)s only.",
                start=clock(earliest),
                stop=clock(latest),
            )
        same_day = services.filtered(
            lambda signup: (
                signup.activity_id != activity
                and signup.activity_id.date == activity.date
            )
        )
        periods = [(one.start, one.stop) for one in same_day]
        if exceeds_daily_hours(
            [*periods, (start, stop)], company.volunteer_minor_daily_hours
        ):
            return self.env._(
                "People under 18 serve %(hours)g hours a day at most.",
                hours=company.volunteer_minor_daily_hours,
            )
        if age < CHILD and not self.env.context.get(GUARDIAN_PRESENT):
            if not activity._has_adult_leader_sudo():
                return self.env._(
                    "%(name)s is under %(age)s: the guardian comes along, or the "
                    "activity has an adult in charge of the group.",
                    name=volunteer.name,
                    age=CHILD,
                )
        return None

    def _get_minors_services_sudo(self, volunteers):
        """Return ``{volunteer id: sign-ups of the days in question}``, in one query."""
        services = defaultdict(self.env["volunteer.signup"].sudo().browse)
        dates = self.activity_id.mapped("date")
        if not dates or not volunteers:
            return services
        found = (
            self.env["volunteer.signup"]
            .sudo()
            .search(
                [
                    ("volunteer_id", "in", volunteers.ids),
                    ("state", "in", ("confirmed", "attended")),
                    ("start", ">=", fields.Datetime.subtract(min(dates), days=1)),
                    ("start", "<", fields.Datetime.add(max(dates), days=2)),
                ]
            )
        )
        services.update(
            {person.id: own for person, own in found.grouped("volunteer_id").items()}
        )
        return services

    def _sign_up_sudo(self, volunteers):
        signups = super()._sign_up_sudo(volunteers)
        age_of = volunteers._get_ages_sudo(self.activity_id.date)
        children = signups.filtered(
            lambda signup: (
                age_of[signup.volunteer_id] is not None
                and age_of[signup.volunteer_id] < CHILD
            )
        )
        present = bool(self.env.context.get(GUARDIAN_PRESENT))
        children.write({"is_child": True, "guardian_present": present})
        (signups - children).filtered("is_child").write(
            {"is_child": False, "guardian_present": False}
        )
        if children and not present:
            self.sudo().activity_id._check_children_sudo()
        return signups
