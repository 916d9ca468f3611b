from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import split_every

#: Drafts of an import are submitted in the request up to here, more by the cron.
SUBMIT_IN_REQUEST = 500
SUBMIT_BATCH = 500


class VolunteerHourImport(models.Model):
    """After an import: all of it submitted, or all of it undone."""

    # One matter a file keeps the files short.
    _inherit = "volunteer.hour.import"  # pylint: disable=consider-merging-classes-inherited

    def action_submit_all(self):
        """Submit all drafts of imports; more than 500 in the background.

        :raise AccessError: not of the volunteer office
        :raise UserError: the import is not done, or has no drafts
        """
        self.check_access("write")
        self._check_may_import()
        for imported in self:
            if imported.state != "done" or not imported.draft_count:
                raise UserError(
                    self.env._("“%(name)s” has no drafts.", name=imported.name)
                )
        for imported in self:
            if imported.draft_count <= SUBMIT_IN_REQUEST:
                imported._get_drafts_sudo().with_user(self.env.user).action_submit()
            else:
                imported.sudo().submit_asked_id = self.env.user
                self.env.ref(self._import_cron)._trigger()
        return True

    def _get_drafts_sudo(self, limit=None):
        return self.env["volunteer.hour"].search(
            [("import_id", "in", self.ids), ("state", "=", "draft")],
            order="id",
            limit=limit,
        )

    @api.model
    def _cron_run(self):
        """Go on with running imports, then with those being submitted."""
        result = super()._cron_run()
        for imported in self.search([("submit_asked_id", "!=", False)], order="id"):
            if not imported._submit_batches_sudo():
                break
        return result

    def _submit_batches_sudo(self):
        """Submit drafts, a batch a transaction.

        :return: whether there is time for more
        """
        self.ensure_one()
        progress = self.env["ir.cron"]
        user = self.submit_asked_id
        left = self.draft_count
        while drafts := self._get_drafts_sudo(SUBMIT_BATCH):
            try:
                # As superuser in the name of who asked, who was checked then.
                drafts.with_user(user).sudo().action_submit()
            except UserError as error:
                self.env.cr.rollback()
                self.write({"submit_asked_id": False, "message": str(error)})
                break
            left -= len(drafts)
            if not progress._commit_progress(len(drafts), remaining=max(left, 0)):
                return False
        self.submit_asked_id = False
        progress._commit_progress(1)
        return True

    def action_undo(self):
        """Delete the drafts of imports, all of them or none.

        Those that were submitted and withdrawn are cancelled: their trail is kept.

        :raise AccessError: not of the volunteer office
        :raise UserError: lines were submitted already
        """
        self.check_access("write")
        self._check_may_import()
        for imported in self:
            if imported.state not in ("done", "failed") or not imported.hour_count:
                raise UserError(
                    self.env._("“%(name)s” has nothing to undo.", name=imported.name)
                )
            beyond = imported.hour_count - imported.draft_count
            if beyond or imported.submit_asked_id:
                raise UserError(
                    self.env._(
                        "%(count)s lines of “%(name)s” were submitted already. "
                        "Withdraw or cancel them first.",
                        count=beyond,
                        name=imported.name,
                    )
                )
        for imported in self.sudo():
            for drafts in split_every(
                5000,
                imported._get_drafts_sudo().ids,
                self.env["volunteer.hour"].sudo().browse,
            ):
                told = drafts._filter_with_history_sudo()
                told.action_cancel()
                (drafts - told).unlink()
            imported.write({"state": "undone", "date_done": fields.Datetime.now()})
        return True
