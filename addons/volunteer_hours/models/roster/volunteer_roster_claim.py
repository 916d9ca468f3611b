from collections import defaultdict

from odoo import fields, models
from odoo.exceptions import UserError
from odoo.tools import clean_context

#: What stands in no other way of a claim.
GONE = ("refused", "cancelled")


class VolunteerActivity(models.Model):
    """Hours that who leads claims for people of the roster or the team, at once."""

    # One matter a file keeps the files short.
    _inherit = "volunteer.activity"  # pylint: disable=consider-merging-classes-inherited

    def action_claim_for(self, rows, description, attachments=None, late_reason=None):
        """Claim and submit hours for people of one's roster or team, in one go.

        Either all are claimed or none: what is wrong with whom is said of all at once.
        Who leads has agreed by that and is not asked again; see
        ``volunteer.hour._is_agreed_by_claiming``.

        :param list rows: a dict a person: ``volunteer_id``, ``minutes``, and ``start``
            (``HH:MM`` on the day of the activity) where it is known
        :param str description: what they did
        :param list attachments: ``(name, base64)`` of photos or papers, for everybody
        :param str late_reason: why so late; given by the volunteer office alone
        :return: ids of the submitted lines
        :raise AccessError: not in charge of the activity
        :raise UserError: nobody chosen, the activity was not held or counts no hours,
            or the problems, by person
        """
        self.ensure_one()
        self._check_leading()
        activity = self.sudo()
        obstacle = activity._get_claim_obstacle_sudo()
        if obstacle:
            raise UserError(obstacle)
        Hour = self.env["volunteer.hour"]
        description = Hour._clean_words(description)
        if not description:
            raise UserError(self.env._("Say what they did."))
        late_reason = Hour._clean_words(late_reason)
        if late_reason and not self.env.user.has_group("volunteer_base.group_officer"):
            raise UserError(
                self.env._("Only the volunteer office enters hours that are so late.")
            )
        vals_list = activity._prepare_claims_sudo(rows, description)
        if late_reason:
            for vals in vals_list:
                vals["late_reason"] = late_reason
        activity._check_claims_free_sudo(vals_list)
        lines = (
            Hour.sudo()
            .with_context(clean_context(self.env.context))
            .create([dict(vals) for vals in vals_list])
        )
        lines._check_claim_rules()
        if attachments:
            lines._add_evidence_sudo(attachments)
        lines.sudo(self.env.su).action_submit()
        return lines.ids

    def _get_claim_obstacle_sudo(self):
        """Return why hours of this activity cannot be claimed, or None."""
        self.ensure_one()
        held = self.state in ("published", "done")
        if not held or self.start > fields.Datetime.now():
            return self.env._(
                "Hours of “%(activity)s” are claimed when it was held.",
                activity=self.display_name,
            )
        if not self.counts_hours:
            return self.env._(
                "“%(activity)s” counts people and results, not hours.",
                activity=self.display_name,
            )
        return None

    def _prepare_claims_sudo(self, rows, description):
        """Return the values of the claims of ``rows``.

        :raise UserError: nobody, somebody twice or from elsewhere, or no time
        """
        Hour = self.env["volunteer.hour"]
        people = {row["volunteer"].id: row for row in self._get_claim_rows_sudo()}
        vals_list, problems, seen = [], [], set()
        for row in rows or ():
            volunteer_id = isinstance(row, dict) and row.get("volunteer_id")
            if not isinstance(volunteer_id, int) or volunteer_id not in people:
                problems.append(
                    self.env._(
                        "Somebody chosen neither signed up nor belongs to the team."
                    )
                )
                continue
            volunteer = people[volunteer_id]["volunteer"]
            minutes = row.get("minutes")
            try:
                if volunteer_id in seen:
                    raise UserError(self.env._("chosen twice."))
                seen.add(volunteer_id)
                if not isinstance(minutes, int) or not 0 < minutes < 2**31:
                    raise UserError(self.env._("Give the time in whole minutes."))
                begin, end = Hour._get_claimed_period(
                    self.date, row.get("start"), minutes, self.company_id
                )
            except UserError as error:
                problems.append(f"{volunteer.name}: {error}")
                continue
            vals_list.append(
                {
                    "volunteer_id": volunteer_id,
                    "date": self.date,
                    "minutes": minutes,
                    "description": description,
                    "project_id": self.project_id.id,
                    "activity_id": self.id,
                    "start": begin,
                    "stop": end,
                    "source": "claim",
                }
            )
        if problems:
            raise UserError("\n".join(dict.fromkeys(problems)))
        if not vals_list:
            raise UserError(self.env._("Choose who was there."))
        return vals_list

    def _get_claim_rows_sudo(self):
        """Return for whom hours of this activity may be claimed, in few queries.

        :return: a dict a person, in order of names: ``volunteer``, ``signed_up`` and
            ``line`` (hours they have from this activity already, or none)
        :rtype: list
        """
        self.ensure_one()
        signups = self.signup_ids.filtered(
            lambda signup: signup.state in ("confirmed", "attended")
        )
        absent = self.signup_ids.filtered(lambda signup: signup.state == "absent")
        members = self.team_id.member_ids.filtered(
            lambda member: member._is_on(self.date)
        )
        people = (
            signups.volunteer_id | members.volunteer_id._filter_serving()
        ) - absent.volunteer_id
        people = people.filtered(
            lambda volunteer: self.company_id in volunteer.company_ids
        )
        lines = self.env["volunteer.hour"].search(
            [("activity_id", "=", self.id), ("state", "not in", GONE)]
        )
        having = {line.volunteer_id: line for line in lines if not line.reverses_id}
        none = self.env["volunteer.hour"]
        return [
            {
                "volunteer": volunteer,
                "signed_up": volunteer in signups.volunteer_id,
                "line": having.get(volunteer, none),
            }
            for volunteer in people.sorted(lambda one: (one.name, one.id))
        ]

    def _check_claims_free_sudo(self, vals_list):
        """Say who has other hours at the time, in one query for all.

        :raise UserError: by person
        """
        timed = [vals for vals in vals_list if vals["start"]]
        if not timed:
            return
        found = self.env["volunteer.hour"].search(
            [
                ("volunteer_id", "in", [vals["volunteer_id"] for vals in timed]),
                ("state", "not in", GONE),
                ("reversed", "=", False),
                ("reverses_id", "=", False),
                ("start", "<", max(vals["stop"] for vals in timed)),
                ("stop", ">", min(vals["start"] for vals in timed)),
            ]
        )
        others = defaultdict(list)
        for line in found:
            others[line.volunteer_id.id].append(line)
        problems = [
            self.env._(
                "At that time there are other hours already: %(other)s, %(period)s.",
                other=line._describe_service(),
                period=line.period,
            )
            for vals in timed
            for line in others[vals["volunteer_id"]]
            if line.start < vals["stop"] and line.stop > vals["start"]
        ]
        if problems:
            raise UserError("\n".join(problems))


class VolunteerHour(models.Model):
    """What a leader claims for others."""

    # One matter a file keeps the files short.
    _inherit = "volunteer.hour"  # pylint: disable=consider-merging-classes-inherited

    def _is_agreed_by_claiming(self, target):
        """Return whether a step's approver has agreed by submitting the claim.

        A leader who claims for a roster does not approve it once more: it goes to the
        next step. The leader's own hours are never agreed that way.

        :param tuple target: ``(user id, group id)`` of the step
        """
        self.ensure_one()
        user = self.env.user
        return (
            target == (user.id, False)
            and self.source == "claim"
            and not self.reverses_id
            and not self._is_own_of(user)
        )
