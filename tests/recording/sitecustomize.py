"""On PYTHONPATH of a test run that records sentences: processes of their own record theirs, too."""

import os

if os.environ.get("GRADER_RECORD_SENTENCES"):
    import sys

    sys.path.insert(0, os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
    try:
        from helpers.recorder import record
    except ImportError:
        pass  # a Python without the grader: nothing to record
    else:
        record(os.environ["GRADER_RECORD_SENTENCES"])
    del sys.path[0]
