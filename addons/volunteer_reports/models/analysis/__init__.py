from . import volunteer_hour_analysis
from . import volunteer_hour_analysis_query
from . import digest_digest
from . import digest_recipients
