from . import exam
from . import survey
