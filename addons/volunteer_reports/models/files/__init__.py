from . import volunteer_file_data
from . import volunteer_file
from . import volunteer_activity_file
from . import volunteer_certificate_practice
