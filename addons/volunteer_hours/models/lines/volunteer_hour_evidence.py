import base64
import binascii
import hashlib

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import SQL

from odoo.addons.volunteer_base.tools.upload import (
    UploadError,
    check_file,
    shrink_photo,
)

#: Files a line, and bytes a file.
MOST_FILES = 9
MAX_FILE = 10 * 1024 * 1024
PHOTO_SIDE = 1600
PDF = "application/pdf"


class VolunteerHourEvidence(models.Model):
    """A photo or paper behind hours that nobody confirmed on the spot.

    Added by methods of the line alone; nobody writes here, so that a file cannot be
    exchanged below a decision either.
    """

    _name = "volunteer.hour.evidence"
    _description = "Evidence of Service Hours"
    _inherit = ["volunteer.guard.mixin"]
    _order = "hour_id, id"

    hour_id = fields.Many2one(
        "volunteer.hour",
        string="Service Hours",
        required=True,
        readonly=True,
        index=True,
        ondelete="restrict",
    )
    name = fields.Char(string="File Name", readonly=True)
    file = fields.Binary(readonly=True, attachment=True)
    mimetype = fields.Char(string="Kind of File", readonly=True)
    digest = fields.Char(
        string="SHA-256", readonly=True, help="Of the file as it was added."
    )
    uploaded_by = fields.Many2one(
        "res.users", required=True, readonly=True, ondelete="restrict"
    )
    is_image = fields.Boolean(compute="_compute_is_image")

    @api.depends("mimetype")
    def _compute_is_image(self):
        for evidence in self:
            evidence.is_image = (evidence.mimetype or "").startswith("image/")

    def init(self):
        """Lock the evidence of recorded lines in the database itself.

        The name alone may be erased, and only whole: it can tell of the volunteer.
        """
        self.env.cr.execute(
            """
            CREATE OR REPLACE FUNCTION volunteer_hour_evidence_locked()
            RETURNS trigger AS $$
            DECLARE
                line volunteer_hour_evidence;
            BEGIN
                line := CASE WHEN TG_OP = 'INSERT' THEN NEW ELSE OLD END;
                IF TG_OP = 'UPDATE' AND NEW.name IS NULL
                   AND to_jsonb(NEW) - 'name' = to_jsonb(OLD) - 'name' THEN
                    RETURN NEW;
                END IF;
                IF (SELECT state FROM volunteer_hour
                     WHERE id = line.hour_id) = 'recorded' THEN
                    RAISE EXCEPTION 'evidence of recorded hours does not change'
                        USING ERRCODE = '23514', TABLE = TG_TABLE_NAME,
                              CONSTRAINT = 'volunteer_hour_evidence_locked';
                END IF;
                IF TG_OP = 'DELETE' THEN
                    RETURN OLD;
                END IF;
                RETURN NEW;
            END $$ LANGUAGE plpgsql;
            DROP TRIGGER IF EXISTS volunteer_hour_evidence_locked
                ON volunteer_hour_evidence;
            CREATE TRIGGER volunteer_hour_evidence_locked
                BEFORE INSERT OR UPDATE OR DELETE ON volunteer_hour_evidence
                FOR EACH ROW EXECUTE FUNCTION volunteer_hour_evidence_locked();
            """
        )

    @api.model
    def _get_guarded_fields(self):
        return ("hour_id", "name", "file", "mimetype", "digest", "uploaded_by")

    @api.model
    def _prepare_files(self, files):
        """Return ``(name, base64, MIME type, SHA-256)`` of files that may be kept.

        Photos become small and lose what the camera wrote into them.

        :param list files: ``(name, base64)``
        :raise UserError: too many, too large, or no photo and no PDF
        """
        if not isinstance(files, (list, tuple)):
            raise UserError(self.env._("These files cannot be read."))
        if len(files) > MOST_FILES:
            raise UserError(
                self.env._("Up to %(most)s files may be added.", most=MOST_FILES)
            )
        return [self._prepare_file(entry) for entry in files]

    @api.model
    def _prepare_file(self, entry):
        try:
            name, data = entry
            # Four characters hold three bytes: what is too long is not even decoded.
            if len(data) > MAX_FILE * 4 // 3 + 4:
                raise UploadError("size")
            content = base64.b64decode(data, validate=True)
            name, content, mimetype = check_file(
                name if isinstance(name, str) else "", content, MAX_FILE
            )
            if mimetype != PDF:
                content = shrink_photo(content, MAX_FILE, PHOTO_SIDE)
                name, mimetype = f"{name.rsplit('.', 1)[0]}.jpg", "image/jpeg"
        except (UploadError, binascii.Error, TypeError, ValueError) as error:
            reason = getattr(error, "reason", "kind")
            raise UserError(self._describe_file_error(reason)) from error
        digest = hashlib.sha256(content).hexdigest()
        return name, base64.b64encode(content), mimetype, digest

    @api.model
    def _describe_file_error(self, reason):
        return {
            "size": self.env._("A file may have up to 10 MB."),
            "pixels": self.env._("A picture may have up to 12 megapixels."),
            "kind": self.env._("Evidence is a photo (JPEG or PNG) or a PDF."),
            "picture": self.env._("This picture cannot be read."),
        }[reason]

    @api.ondelete(at_uninstall=False)
    def _unlink_except_recorded(self):
        if any(evidence.hour_id.state == "recorded" for evidence in self.sudo()):
            raise UserError(self.env._("Evidence of recorded hours is kept with them."))

    def _erase_files_sudo(self):
        """Drop files and their names, of recorded lines too; that they were, stays.

        By hand, since the ledger's lock lets exactly this through.
        """
        self.flush_recordset()
        self.env["ir.attachment"].sudo().search(
            [
                ("res_model", "=", self._name),
                ("res_field", "=", "file"),
                ("res_id", "in", self.ids),
            ]
        ).unlink()
        self.env.execute_query(
            SQL(
                """
                UPDATE volunteer_hour_evidence SET name = NULL
                 WHERE id IN %s AND name IS NOT NULL
             RETURNING id
                """,
                tuple(self.ids) or (0,),
            )
        )
        self.invalidate_recordset(["name", "file"])


class VolunteerHour(models.Model):
    """The evidence of a line: who adds it, and until when."""

    # One matter a file keeps the files short.
    _inherit = "volunteer.hour"  # pylint: disable=consider-merging-classes-inherited

    evidence_ids = fields.One2many(
        "volunteer.hour.evidence",
        "hour_id",
        readonly=True,
        copy=False,
    )
    evidence_count = fields.Integer(
        string="Files", compute="_compute_evidence_count", compute_sudo=True
    )

    @api.depends("evidence_ids")
    def _compute_evidence_count(self):
        counts = dict(
            self.env["volunteer.hour.evidence"]._read_group(
                [("hour_id", "in", self.ids)], ["hour_id"], ["__count"]
            )
        )
        for line in self:
            line.evidence_count = counts.get(line, 0)

    def action_add_evidence(self, files):
        """Add photos or papers to lines that are not approved yet.

        :param list files: ``(name, base64)`` of each; JPEG, PNG or PDF
        :return: ids of the new rows
        :raise AccessError: neither one's own line nor in charge of it
        :raise UserError: wrong state, too many files, or no photo and no PDF
        """
        self._check_may_submit()
        fixed = self.sudo().filtered(
            lambda line: line.state not in ("draft", "refused", "submitted")
        )
        if fixed:
            raise UserError(
                self.env._(
                    "Evidence is added before hours are approved: %(lines)s.",
                    lines=fixed[:5].mapped("display_name"),
                )
            )
        return self.sudo()._add_evidence_sudo(files).ids

    def _add_evidence_sudo(self, files):
        """Add the same files to each of these lines; the caller has checked rights."""
        Evidence = self.env["volunteer.hour.evidence"].sudo()
        prepared = Evidence._prepare_files(files)
        for line in self:
            if line.evidence_count + len(prepared) > MOST_FILES:
                raise UserError(
                    self.env._(
                        "%(line)s: up to %(most)s files may be added.",
                        line=line.display_name,
                        most=MOST_FILES,
                    )
                )
        return Evidence.create(
            [
                {
                    "hour_id": line.id,
                    "name": name,
                    "file": data,
                    "mimetype": mimetype,
                    "digest": digest,
                    "uploaded_by": self.env.uid,
                }
                for line in self
                for name, data, mimetype, digest in prepared
            ]
        )

    def action_remove_evidence(self, evidence_ids):
        """Remove files from lines that are not submitted, or were refused.

        :param list evidence_ids: ids of rows of these lines
        :raise AccessError: neither one's own line nor in charge of it
        :raise UserError: the hours are with their approvers, who have seen the files
        """
        self._check_may_submit()
        chosen = self.env["volunteer.hour.evidence"].browse(evidence_ids)
        evidence = self.sudo().evidence_ids.filtered(
            lambda evidence: evidence.id in chosen.ids
        )
        if any(line.state not in ("draft", "refused") for line in evidence.hour_id):
            raise UserError(
                self.env._(
                    "Whoever approves these hours may have seen the file. Withdraw the "
                    "hours first."
                )
            )
        evidence.unlink()
        return True

    def unlink(self):
        # Rights and state are asked before anything is dropped.
        if self.evidence_ids:
            self.check_access("unlink")
            self._unlink_except_draft()
            self.sudo().evidence_ids.unlink()
        return super().unlink()


class VolunteerVolunteer(models.Model):
    # One matter a file keeps the files short.
    _inherit = "volunteer.volunteer"  # pylint: disable=consider-merging-classes-inherited

    def _get_own_data_sudo(self):
        """Add the evidence behind the hours of this record and its duplicates."""
        groups = super()._get_own_data_sudo()
        evidence = self.env["volunteer.hour.evidence"].search(
            [("hour_id.volunteer_id", "in", self._with_merged_sudo().ids)]
        )
        groups["service"].append(
            self._own_section_sudo(
                "evidence",
                self.env._("Evidence of Hours"),
                evidence,
                ("hour_id", "name", "mimetype", "uploaded_by", "create_date"),
            )
        )
        return groups

    def _erase_sudo(self):
        result = super()._erase_sudo()
        self.env["volunteer.hour.evidence"].search(
            [("hour_id.volunteer_id", "in", self.ids)]
        )._erase_files_sudo()
        return result
