import base64
import binascii

from odoo import api, models
from odoo.exceptions import UserError

from ...tools.upload import UploadError, shrink_photo

MAX_PHOTO = 10 * 1024 * 1024
PHOTO_SIDE = 1600


class VolunteerPhotoMixin(models.AbstractModel):
    """A photo taken on a phone: kept small, and without place and camera in it."""

    _name = "volunteer.photo.mixin"
    _description = "Photos from Phones"

    _photo_field = "image"

    @api.model_create_multi
    def create(self, vals_list):
        return super().create([self._shrink_in_vals(vals) for vals in vals_list])

    def write(self, vals):
        return super().write(self._shrink_in_vals(vals))

    @api.model
    def _shrink_in_vals(self, vals):
        if not vals.get(self._photo_field):
            return vals
        content = self._decode_photo(vals[self._photo_field])
        return {**vals, self._photo_field: base64.b64encode(content)}

    @api.model
    def _decode_photo(self, value):
        """Return the small JPEG of a photo in base64.

        :raise UserError: too large, or no picture
        """
        try:
            # Four characters hold three bytes: what is too long is not even decoded.
            if len(value) > MAX_PHOTO * 4 // 3 + 4:
                raise UploadError("size")
            content = base64.b64decode(value)
            return shrink_photo(content, MAX_PHOTO, PHOTO_SIDE)
        except (UploadError, binascii.Error, TypeError, ValueError) as error:
            reason = getattr(error, "reason", "picture")
            raise UserError(self._describe_photo_error(reason)) from error

    @api.model
    def _describe_photo_error(self, reason):
        return {
            "size": self.env._("A photo may have up to 10 MB."),
            "pixels": self.env._("A picture may have up to 12 megapixels."),
            "kind": self.env._("Photos must be JPEG or PNG files."),
            "picture": self.env._("This picture cannot be read."),
        }[reason]
