from odoo import models


class VolunteerExport(models.Model):
    """Certificates printed in the background leave the traces of any others."""

    # One matter a file keeps the files short.
    _inherit = "volunteer.export"  # pylint: disable=consider-merging-classes-inherited

    def _keep_sudo(self, file, name):
        """Keep the file, its digest, and who saw which number of an ID document.

        The transaction that made the file was taken back, with what it had noted.
        """
        result = super()._keep_sudo(file, name)
        registry = self.env.registry
        many = registry["volunteer.certificate.many.mixin"]
        if not issubclass(registry[self.res_model], many):
            return result
        env = self._get_owner_env_sudo()
        [[_command, _zero, ids]] = self.question["certificate_ids"]
        file.seek(0)
        env["volunteer.certificate.print"]._register_sudo(ids, file.read())
        certificates = env["volunteer.certificate"].browse(ids)
        env["report.volunteer_reports.certificate"]._get_id_numbers_sudo(certificates)
        return result
