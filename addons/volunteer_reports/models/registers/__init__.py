from . import volunteer_register_mixin
from . import volunteer_register_wizard_mixin
