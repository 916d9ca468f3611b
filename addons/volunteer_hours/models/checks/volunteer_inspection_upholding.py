from odoo import fields, models
from odoo.exceptions import UserError


class VolunteerInspectionLine(models.Model):
    """What the office decides about a finding: taken back with a bar, or dismissed."""

    # One matter a file keeps the files short.
    _inherit = "volunteer.inspection.line"  # pylint: disable=consider-merging-classes-inherited

    def action_uphold(self, note, bar_months=None):
        """Uphold findings: take the hours back, and bar own claims for a while.

        Each line of the ledger gets a reversal, which is approved and published like
        any other. Whoever claimed the hours cannot claim for themselves until the bar
        is over; leaders and the office enter hours for them all the same. The volunteer
        is told.

        :param str note: why; stands on the reversals and on the bars
        :param int bar_months: months of the bar, 0 for none; not given: what is set
            for the unit for claimed and imported hours, none for hours from presence
        :raise AccessError: not of the volunteer office, or one's own hours
        :raise UserError: no note, nothing to decide, or months nobody is barred for
        """
        lines, note = self._check_decidable(note)
        if bar_months is not None and (
            not isinstance(bar_months, int) or not 0 <= bar_months <= 120
        ):
            raise UserError(self.env._("A bar lasts up to 120 months."))
        lines._reverse_findings(note)
        lines._settle_sudo("upheld", note)
        bars = lines._bar_claimants_sudo(note, bar_months)
        lines._tell_upheld_sudo(bars)
        return True

    def action_dismiss(self, note):
        """Dismiss findings: the hours are right after all.

        :param str note: why
        :raise AccessError: not of the volunteer office, or one's own hours
        :raise UserError: no note, or nothing to decide
        """
        lines, note = self._check_decidable(note)
        lines._settle_sudo("dismissed", note)
        return True

    def _check_decidable(self, note):
        """Return these as superuser and the note, where the user may decide."""
        self.inspection_id._check_officer()
        self.check_access("write")
        note = self._clean_reason(note)
        lines = self.sudo()
        lines.inspection_id._check_state("running")
        lines._check_not_own(self.env.user)
        for line in lines:
            if not line._is_to_be_decided():
                raise UserError(
                    self.env._(
                        "%(line)s: there is nothing to decide.",
                        line=line.display_name,
                    )
                )
        return lines, note

    def _is_to_be_decided(self):
        """Return whether a finding waits for the office, or does so again.

        So it does where its reversal was refused or cancelled: the hours stand, and
        nobody shall read that they were taken back.
        """
        self.ensure_one()
        if self.state == "upheld":
            return self.reversal_id.state in ("refused", "cancelled")
        return self.state == "checked" and self.result != "ok"

    def _reverse_findings(self, note):
        """Link each line to its reversal; somebody may have begun one before."""
        hours = self.hour_id
        Hour = self.env["volunteer.hour"]
        begun = Hour.search(
            [
                ("reverses_id", "in", hours.ids),
                ("state", "not in", ("refused", "cancelled")),
            ]
        )
        missing = (hours - begun.reverses_id).with_env(self.env(su=False))
        made = Hour.browse(missing.action_reverse(note) if missing else ())
        reversals = {reversal.reverses_id: reversal for reversal in begun | made.sudo()}
        for line in self:
            line.reversal_id = reversals[line.hour_id]

    def _settle_sudo(self, state, note):
        self.write(
            {
                "state": state,
                "decision_note": note,
                "decided_by": self.env.uid,
                "date_decided": fields.Datetime.now(),
            }
        )

    def _bar_claimants_sudo(self, note, months):
        """Make one bar a person; return the bars."""
        vals_list = []
        for inspection, lines in self.grouped("inspection_id").items():
            company = inspection.company_id
            duration = company.volunteer_bar_months if months is None else months
            if months is None:
                lines = lines.filtered(lambda line: line.hour_id.source != "checkin")
            if not duration:
                continue
            today = company._get_volunteer_today()
            people = lines.hour_id.volunteer_id._get_canonical_sudo()
            barred = self.env["volunteer.claim.bar"].search(
                [("inspection_id", "=", inspection.id)]
            )
            vals_list += [
                {
                    "volunteer_id": volunteer.id,
                    "company_id": company.id,
                    "date_from": today,
                    "date_until": fields.Date.add(today, months=duration),
                    "reason": note,
                    "inspection_id": inspection.id,
                }
                for volunteer in people - barred.volunteer_id
            ]
        return self.env["volunteer.claim.bar"].create(vals_list)

    def _tell_upheld_sudo(self, bars):
        """Tell those concerned which hours were taken back, and why, in one message."""
        bar_by_person = {bar.volunteer_id: bar for bar in bars}
        for (person, _inspection), lines in self.grouped(
            lambda line: (
                line.hour_id.volunteer_id._get_canonical_sudo(),
                line.inspection_id,
            )
        ).items():
            bar = bar_by_person.get(person)

            def write(person, lines=lines, bar=bar):
                env = person.env
                text = env._(
                    "A spot check found these recorded hours not correct: %(hours)s. "
                    "Reason: %(reason)s They are being taken back. If that is wrong, "
                    "please speak to the volunteer office.",
                    hours=[f"{line.date} {line.hour_id.hours:g} h" for line in lines],
                    reason=lines[0].decision_note,
                )
                if bar:
                    text += "\n" + env._(
                        "Until %(date)s you cannot claim hours yourself; the leader of "
                        "a service or the volunteer office enters them.",
                        date=bar.date_until,
                    )
                return env._("Recorded hours are taken back"), text

            person._notify_sudo(
                "hours",
                write,
                url="/my/volunteer/hours",
                key=f"inspected-{','.join(map(str, lines.ids))}",
            )
