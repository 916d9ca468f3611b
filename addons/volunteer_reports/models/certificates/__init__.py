from . import volunteer_certificate
from . import volunteer_certificate_issuing
from . import volunteer_certificate_many
from . import volunteer_certificate_line
from . import volunteer_certificate_print
from . import ir_actions_report
from . import volunteer_volunteer
from . import volunteer_own_data
