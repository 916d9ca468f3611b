from . import volunteer_file_data
from . import volunteer_file
