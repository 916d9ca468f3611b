import hashlib
import os
import shutil
import tempfile

from odoo import api, models

#: Bytes of a file that are in memory at a time.
CHUNK = 1 << 20


class IrAttachment(models.Model):
    # One matter a file keeps the files short.
    _inherit = "ir.attachment"

    @api.model
    def _create_from_file_sudo(self, file, values):
        """Return an attachment with the contents of a file that is not read whole.

        Odoo keeps what it stores in memory twice; a year's registers are large.

        :param file: a binary file, open for reading
        :param values: of the attachment, without its contents
        """
        attachment = self.sudo().create(values)
        if self._storage() == "db":
            file.seek(0)
            attachment.raw = file.read()
            return attachment
        digest, size = hashlib.sha1(), 0
        file.seek(0)
        while chunk := file.read(CHUNK):
            digest.update(chunk)
            size += len(chunk)
        checksum = digest.hexdigest()
        name = f"{checksum[:2]}/{checksum}"
        # Past Odoo's own write, which lets nobody name a place in the store.
        models.Model.write(
            attachment,
            {"store_fname": name, "checksum": checksum, "file_size": size},
        )
        # Before the store is touched: what collects its garbage waits for this row.
        attachment.flush_recordset()
        path = self._full_path(name)
        if not os.path.exists(path):
            folder = os.path.dirname(path)
            os.makedirs(folder, exist_ok=True)
            self._mark_for_gc(name)
            file.seek(0)
            with tempfile.NamedTemporaryFile(dir=folder, delete=False) as stored:
                shutil.copyfileobj(file, stored, CHUNK)
            os.chmod(stored.name, 0o644)
            os.replace(stored.name, path)
        return attachment
