from psycopg2 import DataError, IntegrityError

from odoo import Command, api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain
from odoo.tools import SQL, mute_logger, split_every

from ..tools.masking import mask_id_number, mask_mobile, mask_name
from ..tools.table_file import TableError
from .volunteer_import_checking import BATCH

#: What one row may do wrong without stopping the others.
ROW_ERRORS = (IntegrityError, DataError, UserError, ValueError)
#: Targets that are fields of volunteer.identity by the same name.
IDENTITY_FIELDS = frozenset(
    {
        "id_type",
        "birth_date",
        "sex",
        "party_applicant",
        "employer",
        "occupation",
        "mobile",
        "email",
        "region",
        "address",
        "emergency_contact",
        "emergency_mobile",
        "guardian_name",
        "guardian_relation",
        "guardian_mobile",
        "guardian_consent_date",
        "consent_date",
    }
)
CODE_FIELDS = {
    "political_status": "political_status_id",
    "education": "education_id",
    "ethnic_group": "ethnic_group_id",
}


class VolunteerImport(models.Model):
    """Importing checked rows, a thousand in one transaction, each row once."""

    # One matter a file keeps the files short.
    _inherit = "volunteer.import"  # pylint: disable=consider-merging-classes-inherited

    @api.model
    def _cron_run(self):
        """Go on with running imports, a batch a transaction.

        Interrupted, the next run begins after the last batch that was committed.
        """
        registers = self.search([("state", "=", "running")], order="id")
        progress = self.env["ir.cron"]
        remaining = sum(
            register.row_count - register.bad_row_count - register.done_count
            for register in registers
        )
        progress._commit_progress(remaining=remaining)
        for register in registers:
            register = register.with_context(lang=register.user_id.lang)
            for done in register._run_batches_sudo():
                remaining -= done
                if not progress._commit_progress(done, remaining=max(0, remaining)):
                    return

    def _run_sudo(self):
        """Import all that is left, in the current transaction."""
        for _done in self._run_batches_sudo():
            pass

    def _run_batches_sudo(self):
        """Import batch after batch; yield how many rows each one had."""
        self.ensure_one()
        try:
            rows, header = self._read_rows_sudo()
            good, _errors = self._parse_rows_sudo(rows, header)
        except (TableError, UserError) as error:
            code = getattr(error, "code", "not_a_table")
            self._fail_sudo(TableError(code))
            yield 0
            return
        del rows
        bad = set(self.problem_ids.mapped("row"))
        left = [row for row in good if row.row > self.last_row and row.row not in bad]
        for batch in split_every(BATCH, left, list):
            counts = self._import_batch_sudo(batch)
            last = batch[-1] is left[-1]
            self.write(
                {
                    "done_count": self.done_count + len(batch),
                    "last_row": batch[-1].row,
                    **{name: self[name] + count for name, count in counts.items()},
                    **(self._prepare_done_vals() if last else {}),
                }
            )
            if last:
                self._after_import_sudo()
            yield len(batch)
        if not left:
            self.write(self._prepare_done_vals())
            self._after_import_sudo()
            yield 0

    def _prepare_done_vals(self):
        return {"state": "done", "date_done": fields.Datetime.now(), "preview": False}

    def _after_import_sudo(self):
        """Tell who waits for it: a group's applicants are the office's to review."""
        if not self.bad_row_count and not self.failed_count:
            # Nothing to hand back: the file has no business here any more.
            self.file_cipher = False
        if self.purpose != "group":
            return
        officer = self.company_id._get_volunteer_officers_sudo()[self.company_id]
        self.with_context(mail_activity_quick_update=True).activity_schedule(
            "mail.mail_activity_data_todo",
            summary=self.env._("Review a group's applications"),
            note=self.env._(
                "%(leader)s signed up %(count)s persons for “%(team)s”.",
                leader=self.user_id.name,
                count=self.created_count,
                team=self.team_id.name,
            ),
            user_id=officer.id or self.env.uid,
        )

    def _import_batch_sudo(self, rows):
        """Create and update the volunteers of some rows.

        :return: ``{counter field: rows}``
        """
        new, known, problems, skipped = [], [], [], 0
        headings = self._get_headings()
        for row, match in zip(rows, self._match_rows_sudo(rows), strict=True):
            if match.problem:
                target, code, value = match.problem
                heading = headings.get(target, "")
                secret = self._is_secret(match.problem)
                problems.append((row.row, heading, code, value, secret))
            elif not match.volunteer_id:
                new.append((row, match))
            elif self.purpose == "group":
                problems.append((row.row, "", "known", "", True))
            elif self.on_match == "skip":
                skipped += 1
            else:
                known.append((row, match))
        created = self._try_rows_sudo(self._create_rows_sudo, new, problems)
        updated = self._try_rows_sudo(self._update_rows_sudo, known, problems)
        self._write_problems_sudo(problems)
        return {
            "created_count": created,
            "updated_count": updated,
            "skipped_count": skipped,
            "failed_count": sum(not problem[-1] for problem in problems),
        }

    def _try_rows_sudo(self, method, pairs, problems):
        """Call ``method`` on all rows, or where that fails on each alone.

        What the check has passed fails only by what happened in the meantime.

        :return: how many rows succeeded
        """
        if not pairs:
            return 0
        actor = self._as_actor_sudo()
        method = getattr(actor, method.__name__)
        try:
            with self.env.cr.savepoint(), mute_logger("odoo.sql_db"):
                method(pairs)
            return len(pairs)
        except ROW_ERRORS:
            done = 0
        for pair in pairs:
            try:
                with self.env.cr.savepoint(), mute_logger("odoo.sql_db"):
                    method([pair])
                done += 1
            except ROW_ERRORS:
                problems.append((pair[0].row, "", "refused", "", False))
        return done

    def _as_actor_sudo(self):
        """Return this import as superuser in the name of who started it, quietly."""
        return (
            self.with_user(self.user_id)
            .sudo()
            .with_company(self.company_id)
            .with_context(
                lang=self.env.lang,
                tz=self.company_id.volunteer_tz,
                tracking_disable=True,
                mail_create_nosubscribe=True,
                mail_activity_quick_update=True,
            )
        )

    # ------------------------------------------------------------------
    # New volunteers
    # ------------------------------------------------------------------

    def _create_rows_sudo(self, pairs):
        employees = self.env["hr.employee"].browse(
            match.employee_id for _row, match in pairs if match.employee_id
        )
        volunteers = self.env["volunteer.volunteer"].create(
            [
                self._prepare_volunteer_vals(
                    row.values, employees.browse(match.employee_id)
                )
                for row, match in pairs
            ]
        )
        # Masked already: computed again, every row would be written twice.
        masked = volunteers._fields["mobile_masked"]
        with self.env.protecting([masked], volunteers):
            self.env["volunteer.identity"].create(
                self._prepare_identity_vals_list(pairs, volunteers)
            )
        self._add_numbers_sudo(pairs, volunteers)
        self._link_employees_sudo(
            {
                match.employee_id: volunteer.id
                for (_row, match), volunteer in zip(pairs, volunteers, strict=True)
                if match.employee_id
            }
        )
        self._add_members_sudo(pairs, volunteers)
        self._log_creation_sudo(volunteers)

    def _prepare_volunteer_vals(self, values, employee):
        name = values.get("name") or employee.name
        vals = {
            "name": name,
            "name_masked": mask_name(name),
            "mobile_masked": mask_mobile(values.get("mobile")),
            "kind": values.get("kind") or ("staff" if employee else self.kind),
            "company_id": self.company_id.id,
            "source": "group" if self.purpose == "group" else "import",
            "state": self.new_state,
            "import_id": self.id,
        }
        if self.new_state == "registered":
            today = fields.Date.context_today(self)
            vals["date_registered"] = values.get("date_registered", today)
            # A register of many years would be asked for its data all at once.
            vals["date_reconfirm_asked"] = today
        if "id_number" in values:
            vals["id_number_masked"] = mask_id_number(values["id_number"])
        if "is_contract" in values:
            vals["is_contract"] = values["is_contract"]
        for target, name in (("skills", "skill_ids"), ("categories", "category_ids")):
            if target in values:
                vals[name] = [Command.set(values[target])]
        if employee.user_id:
            vals["user_id"] = employee.user_id.id
        return vals

    def _prepare_identity_vals_list(self, pairs, volunteers):
        keyring = None
        vals_list = []
        for (row, _match), volunteer in zip(pairs, volunteers, strict=True):
            vals = self._prepare_identity_vals(row.values)
            if "id_number" in row.values:
                keyring = keyring or self.env["volunteer.identity"]._load_keyring()
                vals |= self._prepare_number_vals(row.values, keyring)
            vals["volunteer_id"] = volunteer.id
            vals_list.append(vals)
        return vals_list

    def _prepare_identity_vals(self, values):
        vals = {name: values[name] for name in values.keys() & IDENTITY_FIELDS}
        if "id_number" not in values:
            vals.pop("id_type", None)
        for target, name in CODE_FIELDS.items():
            if target in values:
                vals[name] = values[target]
        return vals

    def _prepare_number_vals(self, values, keyring):
        number = values["id_number"]
        return {
            "id_number_cipher": keyring.encrypt(number),
            "id_number_index": keyring.index(values["id_type"], number),
        }

    def _add_numbers_sudo(self, pairs, volunteers):
        self.env["volunteer.external.number"].create(
            [
                {
                    "volunteer_id": volunteer.id,
                    "platform_id": self.platform_id.id,
                    "number": row.values["external_number"],
                }
                for (row, _match), volunteer in zip(pairs, volunteers, strict=True)
                if "external_number" in row.values
            ]
        )

    def _link_employees_sudo(self, links):
        """Link employees in one statement; ``links`` is ``{employee: volunteer}``."""
        if not links:
            return
        self.env.flush_all()
        self.env.execute_query(
            SQL(
                "UPDATE hr_employee e SET volunteer_id = l.volunteer_id "
                "FROM unnest(%s, %s) AS l (employee_id, volunteer_id) "
                "WHERE e.id = l.employee_id RETURNING e.id",
                list(links),
                list(links.values()),
            )
        )
        self.env["hr.employee"].invalidate_model(["volunteer_id"])
        self.env["volunteer.volunteer"].invalidate_model(
            ["employee_ids", "employee_id"]
        )

    def _add_members_sudo(self, pairs, volunteers):
        """Make members of the teams that the rows and the import name.

        Whoever applies becomes a member when accepted, not before.
        """
        if self.new_state == "applied":
            return
        wanted = [
            (volunteer.id, team_id)
            for (row, _match), volunteer in zip(pairs, volunteers, strict=True)
            for team_id in {self.team_id.id, row.values.get("team")} - {False, None}
        ]
        if not wanted:
            return
        Member = self.env["volunteer.team.member"]
        today = fields.Date.context_today(self)
        present = set(
            Member._read_group(
                Domain("volunteer_id", "in", volunteers.ids)
                & (Domain("date_to", "=", False) | Domain("date_to", ">=", today)),
                ["volunteer_id", "team_id"],
            )
        )
        present = {(volunteer.id, team.id) for volunteer, team in present}
        Member.create(
            [
                {"volunteer_id": volunteer_id, "team_id": team_id, "date_from": today}
                for volunteer_id, team_id in dict.fromkeys(wanted)
                if (volunteer_id, team_id) not in present
            ]
        )

    def _log_creation_sudo(self, volunteers):
        """Begin the life cycles: one statement, since a log has nothing to compute."""
        self.env.flush_all()
        self.env.execute_query(
            SQL(
                "INSERT INTO volunteer_life_event (volunteer_id, date, state_to, "
                "reason, user_id, create_uid, create_date, write_uid, write_date) "
                "SELECT v.id, %(now)s, %(state)s, %(reason)s, %(user)s, %(user)s, "
                "%(now)s, %(user)s, %(now)s FROM unnest(%(ids)s) AS v (id) "
                "RETURNING id",
                now=fields.Datetime.now(),
                state=self.new_state,
                reason=self.name,
                user=self.env.uid,
                ids=volunteers.ids,
            )
        )
        volunteers.invalidate_recordset(["life_event_ids"], flush=False)

    # ------------------------------------------------------------------
    # Volunteers already here
    # ------------------------------------------------------------------

    def _update_rows_sudo(self, pairs):
        """Write what differs; empty cells erase nothing."""
        volunteers = self.env["volunteer.volunteer"].browse(
            match.volunteer_id for _row, match in pairs
        )
        without, numbers = [], []
        keyring = None
        for pair, volunteer in zip(pairs, volunteers, strict=True):
            values = pair[0].values
            vals = self._prepare_update_vals(values, volunteer)
            identity = volunteer.identity_ids
            changed = self._get_changed(identity, self._prepare_identity_vals(values))
            if "id_number" in values and not volunteer.id_number_masked:
                vals["id_number_masked"] = mask_id_number(values["id_number"])
                keyring = keyring or self.env["volunteer.identity"]._load_keyring()
                changed |= self._prepare_number_vals(values, keyring)
            if not identity:
                without.append((pair, volunteer))
            elif changed:
                identity.write(changed)
            if vals:
                volunteer.write(vals)
            if "external_number" in values and (
                self.platform_id not in volunteer.external_number_ids.platform_id
            ):
                numbers.append((pair, volunteer))
        self.env["volunteer.identity"].create(
            self._prepare_identity_vals_list(*self._split(without))
        )
        self._add_numbers_sudo(*self._split(numbers))
        self._link_employees_sudo(
            {
                match.employee_id: match.volunteer_id
                for _row, match in pairs
                if match.employee_id
            }
        )
        self._add_members_sudo(pairs, volunteers)

    def _prepare_update_vals(self, values, volunteer):
        vals = {
            name: values[name]
            for name in ("name", "kind", "is_contract", "date_registered")
            if name in values
        }
        for target, name in (("skills", "skill_ids"), ("categories", "category_ids")):
            added = set(values.get(target, ())) - set(volunteer[name].ids)
            if added:
                vals[name] = [Command.link(value) for value in added]
        if not volunteer.date_registered:
            vals.pop("date_registered", None)
        return self._get_changed(volunteer, vals)

    def _get_changed(self, record, vals):
        """Return those of ``vals`` that differ from what the record holds."""
        changed = {}
        for name, value in vals.items():
            field = record._fields[name]
            present = record[name]
            if field.type == "many2one":
                present = present.id
            if field.type == "many2many" or present != value:
                changed[name] = value
        return changed

    def _split(self, found):
        """Return the pairs and the volunteers of ``[(pair, volunteer)]``."""
        volunteers = self.env["volunteer.volunteer"].browse(
            volunteer.id for _pair, volunteer in found
        )
        return [pair for pair, _volunteer in found], volunteers
