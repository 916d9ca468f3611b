from . import volunteer_paper_template
from . import volunteer_paper_template_printing
from . import volunteer_paper_wording
from . import ir_actions_report
from . import ir_actions
