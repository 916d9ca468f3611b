from datetime import UTC

from odoo import Command, fields, models


class VolunteerVolunteer(models.Model):
    """What duplicates hand over to the record that is kept when they are merged."""

    # One matter a file keeps the files short.
    _inherit = "volunteer.volunteer"  # pylint: disable=consider-merging-classes-inherited

    def _move_identities_sudo(self, kept):
        """Fill what the kept identity lacks, the ID number with its type included."""
        sources = self.identity_ids
        if sources and not kept.identity_ids:
            first, sources = sources[:1], sources[1:]
            kept.id_number_masked = first.volunteer_id.id_number_masked
            first.volunteer_id = kept
        target = kept.identity_ids
        for source in sources:
            vals, mask = {}, source.volunteer_id.id_number_masked
            if source.id_number_index and not target.id_number_index:
                vals = {
                    name: source[name]
                    for name in ("id_type", "id_number_cipher", "id_number_index")
                }
                # The index is unique: it leaves the one before it enters the other.
                source._store_id_number_sudo(False, False, mask)
                self.env.flush_all()
            for name in self._get_identity_fields():
                if source[name] and not target[name]:
                    vals[name] = source[name]
            if vals:
                target.write(target._convert_to_write(vals))
            if "id_number_index" in vals:
                kept.id_number_masked = mask

    def _get_identity_fields(self):
        """Return the names of the identity's own stored data."""
        return [
            name
            for name, field in self.env["volunteer.identity"]._fields.items()
            if field.store
            and name not in models.MAGIC_COLUMNS
            and not field.related
            and field.type not in ("one2many", "many2many")
            and name
            not in ("volunteer_id", "id_type", "id_number_cipher", "id_number_index")
        ]

    def _move_rows_sudo(self, kept):
        for model, names in self._get_merge_moves().items():
            rows = self.env[model].sudo().with_context(active_test=False)
            rows = rows.search([("volunteer_id", "in", (self | kept).ids)], order="id")
            own = rows.filtered(lambda row: row.volunteer_id == kept)
            present = {tuple(row[name] for name in names) for row in own}
            moving = rows.browse()
            for row in rows - own:
                key = tuple(row[name] for name in names)
                if key not in present:
                    present.add(key)
                    moving |= row
            if moving:
                moving.write({"volunteer_id": kept.id})

    def _move_members_sudo(self, kept):
        """Move memberships; one that overlaps a kept one ends with its record."""
        today = fields.Date.context_today(self)
        far = fields.Date.to_date("9999-12-31")
        own = list(kept.member_ids)
        moving = ending = future = self.env["volunteer.team.member"].sudo()
        for member in self.member_ids:
            if any(
                other.team_id == member.team_id
                and other.date_from <= (member.date_to or far)
                and member.date_from <= (other.date_to or far)
                for other in own
            ):
                if member.date_from > today:
                    future |= member
                elif not member.date_to or member.date_to > today:
                    ending |= member
            else:
                moving |= member
                own.append(member)
        future.unlink()
        ending.write({"date_to": today})
        moving.write({"volunteer_id": kept.id})

    def _move_signups_sudo(self, kept):
        """Move sign-ups of today and later, unless the kept record is busy then.

        Whoever comes today is checked in after the merge, not before.
        """
        today = kept.company_id._get_volunteer_time(fields.Datetime.now()).replace(
            hour=0, minute=0, second=0, microsecond=0
        )
        since = today.astimezone(UTC).replace(tzinfo=None)
        coming = (self | kept).signup_ids.filtered(
            lambda signup: (
                signup.state in ("waiting", "confirmed") and signup.start >= since
            )
        )
        own = coming.filtered(lambda signup: signup.volunteer_id == kept)
        # Cancelled ones too: one row a person and activity.
        activities = set(kept.signup_ids.activity_id)
        busy = [(signup.start, signup.stop) for signup in own]
        moving = releasing = own.browse()
        for signup in (coming - own).sorted("id"):
            if signup.activity_id in activities or any(
                start < signup.stop and signup.start < stop for start, stop in busy
            ):
                releasing |= signup
            else:
                moving |= signup
                activities.add(signup.activity_id)
                busy.append((signup.start, signup.stop))
        releasing._release_sudo()
        self.env.flush_all()
        moving.write({"volunteer_id": kept.id})

    def _move_distinct_sudo(self, kept):
        """Let who is not a duplicate's person be not the kept record's, either."""
        Distinct = self.env["volunteer.distinct"].sudo()
        people = self | kept
        pairs = Distinct.search(
            ["|", ("first_id", "in", people.ids), ("second_id", "in", people.ids)]
        )
        known = {(pair.first_id.id, pair.second_id.id) for pair in pairs}
        others = (pairs.first_id | pairs.second_id) - people
        wanted = {tuple(sorted((kept.id, other.id))) for other in others}
        Distinct.create(
            [
                {"first_id": first, "second_id": second}
                for first, second in sorted(wanted - known)
            ]
        )

    def _move_roles_sudo(self, kept):
        """Let the kept record be in charge of what the duplicates were."""
        for model, roles in self._get_merge_roles().items():
            for name, domain in roles.items():
                records = self.env[model].sudo().with_context(active_test=False)
                records = records.search([*domain, (name, "in", self.ids)])
                if not records:
                    continue
                if records._fields[name].type == "many2one":
                    records.write({name: kept.id})
                else:
                    records.write(
                        {
                            name: [
                                *(Command.unlink(old_id) for old_id in self.ids),
                                Command.link(kept.id),
                            ]
                        }
                    )

    def _move_links_sudo(self, kept):
        """Give the kept record the login, the employments and what else it lacks."""
        vals = self._prepare_life_vals(kept)
        user = self.user_id[:1]
        partner = self.partner_id[:1]
        # The login is unique, so it leaves all duplicates first.
        account = self.account_user_id[:1]
        own = {record.user_id for record in self if record._is_own_account_sudo()} - (
            {user} if not kept.user_id else set()
        )
        self.write({"user_id": False, "partner_id": False, "account_user_id": False})
        self.env.flush_all()
        # Logins made for these records alone would be nobody's.
        for orphan in own:
            orphan.active = False
        if user and not kept.user_id:
            vals["user_id"] = user.id
            vals["account_user_id"] = user.id if user == account else False
            # Mail goes to who logs in.
            vals["partner_id"] = user.partner_id.id
        elif kept.user_id:
            vals["partner_id"] = kept.user_id.partner_id.id
        elif partner and not kept.partner_id:
            vals["partner_id"] = partner.id
        for name in ("skill_ids", "category_ids", "company_ids"):
            missing = self[name] - kept[name]
            if missing:
                vals[name] = [Command.link(record_id) for record_id in missing.ids]
        if vals:
            kept.write(vals)
        self.employee_ids.write({"volunteer_id": kept.id})
        for model, names in self._get_merge_links().items():
            for name in names:
                self.env[model].sudo().search([(name, "in", self.ids)]).write(
                    {name: kept.id}
                )

    def _prepare_life_vals(self, kept):
        """Return what the kept record lacks of what befell the duplicates."""
        vals = {}
        for name in (
            "image_128",
            "branch_id",
            "date_registered",
            "account_date",
            "guardian_account",
            "recruitment_id",
            "import_id",
            "import_team_id",
            "is_contract",
            "date_trial_done",
            "date_confirmed",
            # Who asked to be erased still waits for it.
            "erasure_requested",
        ):
            found = next((record[name] for record in self if record[name]), False)
            if found and not kept[name]:
                vals[name] = kept._fields[name].convert_to_write(found, kept)
        asked = self.filtered(lambda record: record.confirmation != "none")
        asked = asked.sorted(lambda record: record.confirmation != "confirmed")[:1]
        if asked and kept.confirmation == "none":
            names = [name for name in kept._fields if name.startswith("confirmation")]
            names = [name for name in names if kept._fields[name].store]
            vals |= {
                name: kept._fields[name].convert_to_write(asked[name], kept)
                for name in names
            }
        return vals
