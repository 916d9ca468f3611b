from . import volunteer_hour_analysis
from . import volunteer_hour_analysis_query
