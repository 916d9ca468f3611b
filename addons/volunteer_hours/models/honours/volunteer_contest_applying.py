from odoo import api, models
from odoo.exceptions import AccessError, UserError
from odoo.fields import Domain


class VolunteerContest(models.Model):
    """Whoever manages a project or leads its team applies with it."""

    # One matter a file keeps the files short.
    _inherit = "volunteer.contest"  # pylint: disable=consider-merging-classes-inherited

    @api.model
    def _get_open_for_sudo(self, volunteer):
        """Return the contests of a volunteer's units that take applications."""
        today = volunteer.company_id._get_volunteer_today()
        return self.sudo().search(
            [
                ("company_id", "in", volunteer.company_ids.ids),
                ("state", "=", "open"),
                "|",
                ("apply_until", "=", False),
                ("apply_until", ">=", today),
            ]
        )

    def _get_own_projects_sudo(self, user):
        """Return the projects a user may apply with that have not applied yet."""
        self.ensure_one()
        known = self.sudo().entry_ids.filtered(lambda entry: entry.state != "withdrawn")
        found = (
            self.env["volunteer.project"].sudo().search(self._get_project_domain(user))
        )
        return found - known.project_id

    def _get_project_domain(self, user):
        return (
            Domain("company_id", "=", self.sudo().company_id.id)
            & Domain("state", "!=", "closed")
            & (
                Domain("manager_id", "=", user.id)
                | Domain("team_id.manager_user_ids", "in", user.id)
            )
        )

    def action_apply(self, project_id, title, application, files=None):
        """Apply with a project of one's own.

        :param int project_id: id of a project one manages, or whose team one leads;
            officers apply with any
        :param str title: what the application is called
        :param str application: what is done, for whom, and what it takes
        :param list files: one ``(name, base64)``: the plan as a PDF or a photo
        :return: id of the entry
        :raise AccessError: no project of one's own
        :raise UserError: nothing written, too late, or applied already
        """
        self.ensure_one()
        user = self.env.user
        volunteer = self.env["res.users"]._get_current_volunteer_sudo()
        contest = self.sudo()
        if contest.company_id not in volunteer.company_ids or contest.state == "draft":
            self.check_access("read")
        project = self.env["volunteer.project"].browse(int(project_id))
        if user.has_group("volunteer_base.group_officer") and self.has_access("write"):
            project.check_access("write")
        elif not project.sudo().search_count(
            self._get_project_domain(user) & Domain("id", "=", project.id)
        ):
            raise AccessError(
                self.env._("Whoever manages a project or leads its team applies.")
            )
        self._check_jury_state("open")
        last = contest.apply_until
        if last and last < contest.company_id._get_volunteer_today():
            raise UserError(
                self.env._("Applications were open until %(date)s.", date=last)
            )
        title = (title or "").strip()
        application = (application or "").strip()
        if not title or not application:
            raise UserError(
                self.env._("Write what the application is called and what you plan.")
            )
        known = contest.entry_ids.filtered(
            lambda entry: entry.state != "withdrawn" and entry.project_id == project
        )
        if known:
            raise UserError(self.env._("This project has applied already."))
        vals = {
            "contest_id": self.id,
            "project_id": project.id,
            "name": title,
            "application": application,
            "applied_by": user.id,
        }
        Evidence = self.env["volunteer.hour.evidence"]
        for name, data, _mimetype, _digest in Evidence._prepare_files(files or []):
            vals.update(file=data, file_name=name)
        return self.env["volunteer.contest.entry"].sudo().create(vals).id


class VolunteerContestEntry(models.Model):
    """What applicants do with their entries: withdraw, report, read the result."""

    # One matter a file keeps the files short.
    _inherit = "volunteer.contest.entry"  # pylint: disable=consider-merging-classes-inherited

    @api.model
    def _get_own_sudo(self):
        """Return the entries of the projects of the current user."""
        return self.sudo().search(
            [
                "|",
                "|",
                ("applied_by", "=", self.env.uid),
                ("project_id.manager_id", "=", self.env.uid),
                ("project_id.team_id.manager_user_ids", "in", self.env.uid),
            ],
            limit=100,
        )

    @api.ondelete(at_uninstall=False)
    def _unlink_except_own(self):
        if not self.env.su and any(one.applied_by != self.env.user for one in self):
            raise UserError(
                self.env._("Whoever applied is refused with a reason, not deleted.")
            )

    def _check_no_part(self, user):
        """:raise AccessError: nobody decides about their own project"""
        entries = self.sudo()
        led = entries.project_id.filtered(
            lambda project: (
                user in project.manager_id | project.team_id.leader_id.user_id
            )
        )
        own = entries.filtered(
            lambda entry: user == entry.applied_by or entry.project_id in led
        )
        if own:
            raise AccessError(
                self.env._(
                    "You have a part in %(names)s; somebody else decides.",
                    names=own.mapped("name"),
                )
            )

    def _check_applicant(self):
        """:raise AccessError: neither applicant nor in charge of the project"""
        for entry, users in self._get_partial_users_sudo().items():
            if self.env.user not in users:
                entry.with_env(self.env).check_access("write")

    def action_withdraw(self):
        """Withdraw applications; the office also those that were taken in.

        A project that is given up while it is supported would keep its contest open.

        :raise AccessError: neither applicant nor of the office
        :raise UserError: not chosen, or concluded
        """
        self._check_applicant()
        entries = self.sudo()
        entries.contest_id._check_jury_state("open", "scoring", "decided")
        out = entries.filtered(lambda entry: entry.contest_id.state == "decided")
        if out:
            out.contest_id.with_env(self.env)._check_officer()
        if any(
            entry.state not in ("applied", "shortlisted")
            and not (entry in out and entry.state == "incubated")
            for entry in entries
        ):
            raise UserError(self.env._("This is decided already."))
        entries.activity_ids.filtered("automated").unlink()
        self.sudo().write({"state": "withdrawn"})
        # So that the project may apply anew at once.
        self.flush_recordset(["state"])
        return True

    def action_report(self, text):
        """Say what came of a project that is being supported; may be said anew.

        :param str text: results, numbers, what is next
        :raise AccessError: neither applicant nor of the office
        :raise UserError: nothing written, or not being supported
        """
        self._check_applicant()
        text = (text or "").strip() if isinstance(text, str) else ""
        if not text:
            raise UserError(self.env._("Write what came of the project."))
        for entry in self.sudo():
            if entry.state != "incubated":
                raise UserError(
                    self.env._("“%(name)s” is not being supported.", name=entry.name)
                )
            entry.write(
                {
                    "report": text,
                    "reported_on": entry.company_id._get_volunteer_today(),
                }
            )
        return True

    def _tell_applicants_sudo(self):
        """Tell applicants who are volunteers of the result: one message a person."""
        people = (
            self.env["volunteer.volunteer"]
            .sudo()
            .search([("user_id", "in", self.applied_by.ids)])
        )

        def write(volunteer):
            own = self.filtered(lambda entry: entry.applied_by == volunteer.user_id)
            words = dict(self._fields["state"]._description_selection(volunteer.env))
            return (
                volunteer.env._("The results of the contest are out"),
                "\n".join(f"{entry.name}: {words[entry.state]}" for entry in own),
            )

        people._notify_sudo("recognition", write, url="/my/volunteer/contests")
