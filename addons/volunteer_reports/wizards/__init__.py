from . import volunteer_certificate_batch
from . import volunteer_certificate_issue
from . import volunteer_file_print
from . import volunteer_ledger_export
from . import volunteer_trail_export
from . import volunteer_reason_wizard
from . import volunteer_scorecard_make
