"""Results that last: one store a folder, and everything else in the folder is made from it.

    found ─► keys      what grades it: its bytes, the course's files, level, limits, devices, versions
          ─► matching  what the store has: kept, or to be graded, and why
          ─► store     one transaction a result; sqlite (`local`) or PostgreSQL (`remote`)
          ─► changes   two runs, or two folders: whose score differs, and by which check

A row holds the whole report, hidden checks included, so the store is its owner's alone to read. Earlier
results stay in it. What a student's folder shows is made of `labels` and the report, after `audience`.
"""
