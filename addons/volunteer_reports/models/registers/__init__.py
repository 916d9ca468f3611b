from . import ir_attachment
from . import volunteer_register_mixin
from . import volunteer_register_output
from . import volunteer_register_wizard_mixin
from . import volunteer_export
from . import volunteer_export_making
from . import volunteer_export_certificates
from . import volunteer_subsidy
