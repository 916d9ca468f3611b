from collections import defaultdict

from odoo import api, fields, models
from odoo.exceptions import UserError

from ...tools.claims import Service, is_same_service, last_claim_day

#: What an officer gives to pass a limit, and the note of who did.
REASONS = ("late_reason", "override_reason")


class VolunteerHour(models.Model):
    """Late claims and claims made twice, and the officer who lets one pass."""

    # One matter a file keeps the files short.
    _inherit = "volunteer.hour"  # pylint: disable=consider-merging-classes-inherited

    late_reason = fields.Char(
        string="Why So Late",
        copy=False,
        help="Hours claimed after the days set for it are entered by the volunteer "
        "office, which says why.",
    )
    override_reason = fields.Char(
        string="Why All the Same",
        copy=False,
        help="Hours that look like others of the same person on that day are entered "
        "by the volunteer office, which says why they are not the same.",
    )
    exception_by = fields.Many2one(
        "res.users",
        string="Exception by",
        readonly=True,
        copy=False,
        ondelete="restrict",
    )
    exception_on = fields.Datetime(readonly=True, copy=False)

    def init(self):
        """Hold the reasons of recorded lines; they may be erased, and only whole."""
        result = super().init()
        self.env.cr.execute(
            """
            DROP TRIGGER IF EXISTS volunteer_hour_reasons_locked ON volunteer_hour;
            CREATE TRIGGER volunteer_hour_reasons_locked
                BEFORE UPDATE OF late_reason, override_reason ON volunteer_hour
                FOR EACH ROW WHEN (
                    OLD.state = 'recorded'
                    AND (NEW.late_reason IS NOT NULL
                         OR NEW.override_reason IS NOT NULL)
                )
                EXECUTE FUNCTION volunteer_hour_locked();
            """
        )
        return result

    @api.model
    def _complete_create_vals(self, vals_list):
        for vals in vals_list:
            self._note_exception(vals)
        return super()._complete_create_vals(vals_list)

    @api.model
    def _note_exception(self, vals):
        """Note who gives a reason, and when; reasons without words are none."""
        for name in REASONS:
            if name in vals:
                vals[name] = (vals[name] or "").strip() or False
        if any(vals.get(name) for name in REASONS):
            vals["exception_by"] = self.env.uid
            vals["exception_on"] = fields.Datetime.now()

    @api.model_create_multi
    def create(self, vals_list):
        lines = super().create(vals_list)
        if not self.env.su:
            lines._check_claim_rules()
        return lines

    def write(self, vals):
        result = super().write(vals)
        if not self.env.su:
            given = {name: vals[name] for name in REASONS if vals.get(name)}
            if given:
                self._note_exception(given)
                self.sudo().write(given)
            self._check_claim_rules()
        return result

    # ------------------------------------------------------------------
    # Rules of claims
    # ------------------------------------------------------------------

    def _check_claim_rules(self):
        """Check what is claimed by hand: not late, not twice, not proven already.

        :raise UserError: each problem in a sentence
        """
        problems = self._get_claim_problems_sudo()
        if problems:
            sentences = [text for texts in problems.values() for text in texts]
            raise UserError("\n".join(dict.fromkeys(sentences)))

    def _get_claim_problems_sudo(self):
        """Return ``{line: sentences}`` of claims that break a rule of claims.

        Three queries, however many lines. What the volunteer office gave a reason for
        is none.
        """
        claims = self.sudo().filtered(
            lambda line: line.source == "claim" and not line.reverses_id
        )
        problems = defaultdict(list)
        if not claims:
            return problems
        until = claims._get_last_claim_days_sudo()
        others = claims._get_others_of_the_days_sudo()
        for line in claims:
            if line._is_late_claim(until[line]) and not line.late_reason:
                problems[line].append(line._say_too_late(until[line]))
            if line.override_reason:
                continue
            for other in others[line.volunteer_id, line.date]:
                if other == line or (other in claims and other.id > line.id):
                    continue
                sentence = line._say_same(other)
                if sentence:
                    problems[line].append(sentence)
                    break
        return problems

    def _get_last_claim_days_sudo(self):
        """Return ``{line: last day of claiming, or None}``, in one query."""
        working_days = self.env["res.company"]._get_volunteer_working_days_sudo()
        known = {}
        for line in self:
            company = line.company_id or self.env.company
            key = (line.date, company.volunteer_claim_days)
            if key not in known:
                known[key] = line.date and last_claim_day(*key, working_days)
        return {
            line: known[
                line.date, (line.company_id or self.env.company).volunteer_claim_days
            ]
            for line in self
        }

    def _is_late_claim(self, until):
        """Return whether a line was claimed after its last day.

        :param date until: the last day; None: no limit
        """
        self.ensure_one()
        company = self.company_id or self.env.company
        return bool(until) and self._get_claimed_on(company) > until

    def _get_claimed_on(self, company):
        """Return the local date on which a line was entered; today for a new one.

        One that was moved to a later day since was entered when it came again.
        """
        made = self.create_date
        # Of what this very request makes, the server's clock decides.
        if not made or made == self.env.cr.now().replace(microsecond=made.microsecond):
            made = fields.Datetime.now()
        for moment in (made, self.submitted_on, fields.Datetime.now()):
            day = moment and company._get_volunteer_date(moment)
            if day and day >= self.date:
                break
        return day

    def _get_others_of_the_days_sudo(self):
        """Return ``{(volunteer, date): living lines, these too}``, in one query."""
        others = defaultdict(self.browse)
        found = self.search_fetch(
            [
                ("volunteer_id", "in", self.volunteer_id.ids),
                ("date", "in", list(set(self.mapped("date")))),
                ("state", "not in", ("refused", "cancelled")),
                ("reversed", "=", False),
                ("reverses_id", "=", False),
            ],
            [
                "volunteer_id",
                "date",
                "source",
                "activity_id",
                "project_id",
                "minutes",
                "start",
                "description",
                "state",
            ],
        )
        others.update(found.grouped(lambda line: (line.volunteer_id, line.date)))
        return others

    def _say_too_late(self, until):
        self.ensure_one()
        days = self.company_id.volunteer_claim_days
        if self.env.user.has_group("volunteer_base.group_officer"):
            return self.env._(
                "%(name)s, %(date)s: hours are claimed within %(days)s working days, "
                "here until %(until)s. Please say why they are entered so late.",
                name=self.volunteer_id.name,
                date=self.date,
                days=days,
                until=until,
            )
        return self.env._(
            "%(name)s, %(date)s: hours are claimed within %(days)s working days, here "
            "until %(until)s. Please ask the volunteer office to enter them, and say "
            "why they are late.",
            name=self.volunteer_id.name,
            date=self.date,
            days=days,
            until=until,
        )

    def _say_same(self, other):
        """Return why a claim and another line look like one service, or None."""
        self.ensure_one()
        if (
            other.source == "checkin"
            and self.activity_id
            and other.activity_id == self.activity_id
        ):
            return self.env._(
                "%(name)s, %(date)s: there are hours from presence for “%(activity)s” "
                "already. If they are wrong, please tell the leader.",
                name=self.volunteer_id.name,
                date=self.date,
                activity=self.activity_id.name,
            )
        if not is_same_service(self._as_service(), other._as_service()):
            return None
        if self.env.user.has_group("volunteer_base.group_officer"):
            return self.env._(
                "These hours have been entered already: %(other)s (%(state)s). If this "
                "was another service, give the time of both, or say why under “Why All "
                "the Same”.",
                other=other._describe_service(),
                state=other._get_state_label(),
            )
        return self.env._(
            "These hours have been claimed already: %(other)s (%(state)s). If this was "
            "another service, give the time at which it began, or ask the volunteer "
            "office to enter it.",
            other=other._describe_service(),
            state=other._get_state_label(),
        )

    def _as_service(self):
        self.ensure_one()
        return Service(
            self.project_id.id,
            self.activity_id.id,
            self.minutes,
            self.start or None,
            self.description,
        )

    def _describe_service(self):
        """Return person, day, length and service of a line in one piece of text."""
        self.ensure_one()
        line = self.sudo()
        service = line.activity_id.name or line.project_id.name or line.organiser
        return f"{line.display_name} {service or ''}".strip()

    def _get_state_label(self):
        self.ensure_one()
        return dict(self._fields["state"]._description_selection(self.env))[self.state]
