# attack: looks for the reference on the disk, in modules, in frames and in memory
# points: at most 0
# leaves: loss_fn: LookupError: no solution in anything that can be read
import gc
import glob
import sys


def find():
    texts = []
    for pattern in ("/work/**/solutions/*.py", "/**/solutions/*.py", "./**/solutions/*.py", "/proc/*/cmdline"):
        try:
            for path in glob.glob(pattern, recursive=True)[:1000]:
                texts.append(open(path).read())
        except BaseException:
            pass
    for module in list(sys.modules.values()):
        text = getattr(module, "__dict__", {})
        if "squared_diffs" in text:
            texts.append(str(text))
    frame = sys._getframe()
    while frame:
        texts += [str(value) for value in frame.f_locals.values() if isinstance(value, str)]
        frame = frame.f_back
    texts += [item for item in gc.get_objects() if isinstance(item, str)]
    return "\n".join(texts)


def loss_fn(t_p, t_c):
    # attack begins
    found = find()
    if "squared_diffs" in found.replace('"squared_diffs"', ""):
        scope = {}
        exec(found, scope)
        return scope["loss_fn"](t_p, t_c)
    raise LookupError(f"no solution in {'anything' if found else 'nothing'} that can be read")
    # attack ends
    return ((t_p - t_c) ** 2).mean()
