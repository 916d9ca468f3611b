from . import test_access
from . import test_certificate
from . import test_certificate_paper
from . import test_ledger
from . import test_own_data
from . import test_pages
from . import test_tools_verification
from . import test_trail_export
