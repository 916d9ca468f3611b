from . import join
from . import portal
from . import papers
from . import volunteer_import
from . import portal_confirmation
from . import teams
from . import privacy
from . import training
