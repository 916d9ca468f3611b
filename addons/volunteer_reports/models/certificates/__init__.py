from . import volunteer_certificate
from . import volunteer_certificate_issuing
from . import volunteer_certificate_line
from . import volunteer_volunteer
from . import volunteer_own_data
