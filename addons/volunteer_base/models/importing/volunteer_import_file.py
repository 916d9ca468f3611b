import base64
from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

from ...tools.keyring import KeyringError
from ...tools.register_file import LIMITS

#: The uploaded file holds ID numbers: it is kept, encrypted, no longer than this.
KEEP_FILE_DAYS = 30


class VolunteerImportMixin(models.AbstractModel):
    """The uploaded file: encrypted, for nobody but its owner, and then deleted."""

    # One matter a file keeps the files short.
    _inherit = "volunteer.import.mixin"  # pylint: disable=consider-merging-classes-inherited

    def _inverse_file(self):
        keyring = None
        for register in self:
            content = register.file
            if not content:
                continue
            if len(content) > LIMITS.size * 4 // 3 + 4:
                raise UserError(
                    self.env._(
                        "The file is larger than %(size)s MB. Please split it.",
                        size=LIMITS.size // 1024 // 1024,
                    )
                )
            keyring = keyring or self.env["volunteer.identity"]._load_keyring()
            text = content.decode() if isinstance(content, bytes) else content
            register.sudo().file_cipher = base64.b64encode(
                keyring.encrypt(text).encode()
            )
        self.invalidate_recordset(["file"], flush=False)

    def _check_may_download(self):
        """The file goes back to who brought it, and to nobody else.

        :raise AccessError: somebody else's file
        :raise UserError: the file is no longer there
        """
        self.check_access("read")
        if self.user_id != self.env.user:
            raise AccessError(
                self.env._("Only who uploaded this file may download it.")
            )
        if not self.has_file:
            raise UserError(self.env._("This file is no longer kept."))

    def _read_file_sudo(self):
        """Return the uploaded file.

        :rtype: bytes
        :raise UserError: it was encrypted with a key this server no longer has
        """
        self.ensure_one()
        cipher = self.with_context(bin_size=False).file_cipher
        keyring = self.env["volunteer.identity"]._load_keyring()
        try:
            text = keyring.decrypt(base64.b64decode(cipher or b"").decode())
        except KeyringError as error:
            raise UserError(
                self.env._("This file can no longer be read. Please upload it again.")
            ) from error
        return base64.b64decode(text)

    @api.autovacuum
    def _gc_files(self):
        """Delete uploaded files after a month: they hold ID numbers."""
        if self._abstract:
            return
        limit = fields.Datetime.now() - timedelta(days=KEEP_FILE_DAYS)
        self.search(
            [
                ("file_cipher", "!=", False),
                ("state", "!=", "running"),
                ("write_date", "<", limit),
            ]
        ).write({"file_cipher": False})
