from odoo import api, models
from odoo.tools import SQL

from ...tools.canonical import NoticeDigest, description_hash, line_digest

#: Ledgers with more lines are verified by the scheduled action, not in the request.
VERIFY_IN_REQUEST = 200_000


class VolunteerNotice(models.Model):
    """Verification: the chain of digests is computed anew from the lines."""

    # One matter a file keeps the files short.
    _inherit = "volunteer.notice"  # pylint: disable=consider-merging-classes-inherited

    def action_verify_ledger(self):
        """Recompute the chain of digests of these notices' units, or of one's own.

        :return: a notification that says the ledger is whole, or names the first notice
            and line that differ; of a large ledger, that it is being verified
        :raise AccessError: not of the volunteer office
        """
        self._check_officer()
        companies = self.company_id or self.env.companies.sudo()
        if sum(companies.mapped("volunteer_ledger_no")) > VERIFY_IN_REQUEST:
            self.env.ref(
                "volunteer_hours.volunteer_ledger_cron_verify"
            ).sudo()._trigger()
            return self._notify(
                self.env._(
                    "The ledger is large and is verified in the background. The result "
                    "stands below its last notice in a few minutes."
                ),
                "info",
            )
        for company in companies:
            problem = self.sudo()._find_ledger_break(company)
            if problem:
                return self._notify(problem, "danger")
        return self._notify(
            self.env._("The ledger is whole: every digest agrees."), "success"
        )

    @api.model
    def _cron_verify_ledger(self):
        """Verify the ledger of every unit; a difference becomes a to-do."""
        groups = self.sudo()._read_group([("state", "=", "closed")], ["company_id"])
        Cron = self.env["ir.cron"]
        Cron._commit_progress(remaining=len(groups))
        for (company,) in groups:
            self.sudo()._verify_and_tell_sudo(company)
            if not Cron._commit_progress(1):
                break

    @api.model
    def _verify_and_tell_sudo(self, company):
        """Verify one unit's ledger and write the result below a notice of it."""
        officer = company._get_volunteer_officers_sudo()[company]
        lang = officer.lang or self.env["res.lang"]._get_office_lang()
        notices = self.with_context(lang=lang)
        problem = notices._find_ledger_difference(company)
        last = notices.search(
            [("company_id", "=", company.id), ("state", "=", "closed")],
            order="last_ledger_no desc",
            limit=1,
        )
        if not problem:
            last.message_post(
                body=notices.env._(
                    "The ledger was verified: %(count)s lines, every digest agrees.",
                    count=company.volunteer_ledger_no,
                )
            )
            return
        notice = problem["notice"] or last
        notice.message_post(body=problem["sentence"])
        notice._todo_for_office_sudo(
            "ledger",
            lambda env: env._("The ledger differs from its seal"),
            note=lambda _env: problem["sentence"],
        )

    @api.model
    def _find_ledger_break(self, company):
        """Return a sentence on the first difference in a company's ledger, or False."""
        found = self._find_ledger_difference(company)
        return found and found["sentence"]

    @api.model
    def _find_ledger_difference(self, company):
        """Return the first difference in a company's ledger.

        :return: a dict of ``notice``, ``line`` (either may be empty) and ``sentence``,
            or False where every digest agrees
        """
        previous, expected_no = self.browse(), 1
        notices = self.search(
            [("company_id", "=", company.id), ("state", "=", "closed")],
            order="last_ledger_no",
        )
        for notice in notices:
            digest = NoticeDigest(previous.digest)
            for rows in notice._read_pages("h.state = 'recorded'", "h.ledger_no"):
                for row in rows:
                    if row["ledger_no"] != expected_no or not self._row_agrees(row):
                        return self._describe_line(notice, row, expected_no)
                    expected_no += 1
                    digest.update(row["digest"])
            if digest.hexdigest() != notice.digest or notice.previous_id != previous:
                return {
                    "notice": notice,
                    "line": self.env["volunteer.hour"],
                    "sentence": self.env._(
                        "The lines of “%(notice)s” differ from its digest.",
                        notice=notice.name,
                    ),
                }
            previous = notice
        return self._find_stray_lines(
            company, expected_no - 1
        ) or self._find_false_reversed(company)

    @api.model
    def _describe_line(self, notice, row, expected_no):
        line = self.env["volunteer.hour"].browse(row["id"])
        return {
            "notice": notice,
            "line": line,
            "sentence": self.env._(
                "Ledger number %(number)s of “%(notice)s” differs from its digest: "
                "%(line)s.",
                number=expected_no,
                notice=notice.name,
                line=line.display_name,
            ),
        }

    @api.model
    def _row_agrees(self, row):
        """Return whether a line agrees with its digest, and its texts with theirs.

        An erased text has no salt any more; its hash still stands in the digest.
        """
        if row["digest"] != line_digest(row["salt"], row):
            return False
        if not row["text_salt"]:
            return row["description"] is None
        return all(
            description_hash(row["text_salt"], row[name]) == (row[f"{name}_hash"] or "")
            for name in ("description", "organiser")
        )

    @api.model
    def _find_stray_lines(self, company, count):
        """Return recorded lines that no closed notice recorded, or False."""
        self.env.flush_all()
        [(recorded, stray)] = self.env.execute_query(
            SQL(
                """
                SELECT count(*), min(h.id) FILTER (WHERE n.id IS NULL)
                  FROM volunteer_hour h
             LEFT JOIN volunteer_notice n
                    ON n.id = h.notice_id AND n.state = 'closed'
                 WHERE h.company_id = %s AND h.state = 'recorded'
                """,
                company.id,
            )
        )
        if recorded == count == company.volunteer_ledger_no:
            return False
        return {
            "notice": self.browse(),
            "line": self.env["volunteer.hour"].browse(stray or ()),
            "sentence": self.env._(
                "Notices recorded %(count)s lines, but the ledger has %(recorded)s.",
                count=count,
                recorded=recorded,
            ),
        }

    @api.model
    def _find_false_reversed(self, company):
        """Return the first line that counts as reversed and is not, or the other way.

        The one mark of a recorded line that no digest covers, since it comes later.
        """
        rows = self.env.execute_query(
            SQL(
                """
                SELECT h.id
                  FROM volunteer_hour h
             LEFT JOIN volunteer_hour r
                    ON r.reverses_id = h.id AND r.state = 'recorded'
                 WHERE h.company_id = %s AND h.state = 'recorded'
                   AND h.reversed IS DISTINCT FROM (r.id IS NOT NULL)
              ORDER BY h.ledger_no
                 LIMIT 1
                """,
                company.id,
            )
        )
        if not rows:
            return False
        line = self.env["volunteer.hour"].browse(rows[0])
        return {
            "notice": line.notice_id,
            "line": line,
            "sentence": self.env._(
                "Ledger number %(number)s of “%(notice)s” does not agree with its "
                "reversal: %(line)s.",
                number=line.ledger_no,
                notice=line.notice_id.name,
                line=line.display_name,
            ),
        }

    def _notify(self, message, kind):
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {"message": message, "type": kind, "sticky": kind == "danger"},
        }
