from . import test_access
from . import test_exam
from . import test_exam_page
