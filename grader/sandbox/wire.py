"""The format between the grader and a child: data only, bounded, typed, and never executable.

    frame = magic · head length · blob length │ head (MessagePack) │ blob (the bytes of all tensors)

The head is one of the messages below, decoded by msgspec against its type: a frame of any other shape is a
`WireError`. Values are trees of nodes; numbers inside tensors travel in the blob. Both sides import this
module, and neither trusts it to have been used by the other.

Numbering. The tensors, arrays, optimizers, generators and lists of a call's arguments are *objects*, numbered
from 0 in the order in which they are first met, depth first, a list after what is in it. `Ref(n)` stands for
the very same object, in arguments and in answers, so that identity can be observed across the boundary.
"""

from __future__ import annotations

import struct
from collections.abc import Collection, Iterable
from typing import Annotated, Any, Final, Literal, TypeAlias

import msgspec

MAGIC: Final = b"GRD1"
HEADER: Final = struct.Struct("<4sIQ")
HEAD_LIMIT: Final = 1 << 20
BLOB_LIMIT: Final = 64 << 20
TEXT_LIMIT: Final = 1 << 14
# Of a text that arrives, in characters: one that was cut at TEXT_LIMIT may have grown by escapes.
Text: TypeAlias = Annotated[str, msgspec.Meta(max_length=1 << 18)]
DEPTH_LIMIT: Final = 32
NODE_LIMIT: Final = 20_000
# Of a dict whose keys are not all texts: others can be made so that each one costs a look at all before it.
KEY_LIMIT: Final = 1_000
RANK_LIMIT: Final = 16
# Hexadecimal digits of an integer beyond 64 bits.
DIGIT_LIMIT: Final = 512

# Bytes of one element, for every dtype that may cross.
ITEM_SIZES: Final[dict[str, int]] = {
    "float32": 4, "float64": 8, "float16": 2, "bfloat16": 2, "int64": 8, "int32": 4, "int16": 2, "int8": 1,
    "uint8": 1, "bool": 1, "complex64": 8, "complex128": 16,
}  # fmt: skip


class WireError(Exception):
    """A frame or value is not of the agreed form, or is larger than allowed."""


class Node(msgspec.Struct, frozen=True, tag_field="t"):
    """A value that MessagePack has no word for."""


class Integer(Node, frozen=True, tag="i"):
    """An integer beyond 64 bits, in hexadecimal."""

    text: str


class Sequence(Node, frozen=True, tag="s"):
    kind: Literal["list", "tuple"]
    items: list[Value]


class Mapping(Node, frozen=True, tag="m"):
    items: list[tuple[Value, Value]]


class View(msgspec.Struct, frozen=True, array_like=True):
    """How an argument lies in memory that it does not fill, or that others have, too; all in elements."""

    # Of the whole memory, whose bytes begin at the tensor's offset.
    count: int
    start: int
    strides: list[int]


class Tensor(Node, frozen=True, tag="x"):
    """A dense tensor or array, as it was seen."""

    dtype: str
    shape: list[int]
    # Where its bytes begin in the blob, C order, little endian.
    offset: int
    device: str = "cpu"
    requires_grad: bool = False
    has_graph: bool = False
    # "tensor", "array" (NumPy), "scalar" (NumPy) or the name of a subclass.
    kind: str = "tensor"
    grad: Tensor | None = None
    # Objects of the call whose memory this one uses.
    shares: list[int] = []
    # Of an argument: its dimensions in the order of their strides, largest first; empty for C order. The
    # bytes lie in this order, so that a transposed tensor arrives transposed.
    order: list[int] = []
    # Of an argument that is no whole memory in an order: views at one offset have one memory.
    view: View | None = None
    # Of an argument: computed from a leaf that requires grad.
    computed: bool = False


class Ref(Node, frozen=True, tag="r"):
    """The very object with this number."""

    number: int


class Named(Node, frozen=True, tag="n"):
    """A torch dtype, device or layout by its name."""

    kind: Literal["dtype", "device", "layout"]
    text: str


class Optimizer(Node, frozen=True, tag="o"):
    """`torch.optim.<name>(params, **options)`; `state` per parameter where it has run before."""

    name: str
    params: list[Value]
    options: list[tuple[str, Value]]
    state: list[list[tuple[str, Value]]] = []
    # Of an argument: gradients of its one parameter, each of which it has taken a step along before the call.
    stepped: list[Tensor] = []


class GeneratorSeed(Node, frozen=True, tag="g"):
    """A CPU generator with this seed; `state` is a digest of where a call left it, and empty before one."""

    seed: int
    state: Text = ""


class Line(msgspec.Struct, frozen=True, array_like=True):
    """Points in drawing order and whether they are joined."""

    x: list[float]
    y: list[float]
    joined: bool


class Axes(msgspec.Struct, frozen=True):
    xlabel: str
    ylabel: str
    title: str
    lines: list[Line]


class Figure(Node, frozen=True, tag="f"):
    """What a matplotlib figure shows."""

    axes: list[Axes]


class Opaque(Node, frozen=True, tag="q"):
    """Anything else: its type and the beginning of its text, as Python writes it."""

    type: Text
    text: Text
    # What there is to say of it: an exception that was returned and not raised, or a value that is too large
    # or nested too deeply to be read.
    about: Literal["", "exception", "size"] = ""


class Plain(Node, frozen=True, tag="p"):
    """A value of a kind that `plain_values` knows, as what it is made of; only where these are asked for."""

    kind: Text
    parts: list[Value]


Value: TypeAlias = (
    bool | int | float | str | Integer
    | Sequence | Mapping | Tensor | Ref | Named | Optimizer | GeneratorSeed | Figure | Plain | Opaque
    | None
)  # fmt: skip


# ── messages to the child ────────────────────────────────────────────────────────────────────────────────


class Edits(msgspec.Struct, frozen=True):
    """Edits of one function: it is called by `edited_name` as each of them would leave it."""

    function: str
    # Its own lines.
    text: str
    # Of each edit, what of those lines is replaced: (from, to, what stands there instead), in bytes.
    each: list[list[tuple[int, int, str]]]
    # How often all loops of one call may go round: an edit can make one endless.
    turns: int


def edited_name(function: str, number: int) -> str:
    """By which an edited function is called: no name that Python code can have."""
    return f"{function}~{number}"


class OwnFile(msgspec.Struct, frozen=True, array_like=True):
    """A module or data of the submission's owner: where its bytes are in the blob."""

    # Its path from the submission's folder, with slashes.
    name: str
    offset: int
    size: int


class Load(msgspec.Struct, frozen=True, tag="load", tag_field="m"):
    """The submission, once, before any call: (name of the cell, its text)."""

    cells: list[tuple[str, str]]
    # The functions of the assignment: what to describe in the answer.
    functions: list[str]
    # Only imports, definitions and plain assignments: for a file whose top level hangs or crashes.
    definitions_only: bool = False
    # Siblings that the grader answers in place of the submission's own.
    lent: list[str] = []
    # What else can be called: one of the functions, edited.
    edits: Edits | None = None
    # The parameters that the assignment asks for, by function.
    parameters: dict[str, list[str]] = {}
    # The machine says that it has CUDA, from before the submission is run.
    cuda: bool = False
    # What was handed in beside it.
    files: list[OwnFile] = []
    # Texts of ours that define functions, run after the cells: they are called, and nothing is told of them.
    made: list[tuple[str, str]] = []


class Ask(msgspec.Struct, frozen=True, tag="ask", tag_field="m"):
    """Call a function."""

    id: int
    function: str
    arguments: list[Value]
    keywords: list[tuple[str, Value]] = []
    seed: int = 0
    device: str = "cpu"
    # Also describe optimizers as the call left them, and the slopes of the result, which lent calls need.
    effects: bool = False
    # Objects to be told of where autograd keeps them for a backward pass.
    watched: list[int] = []
    # Whether gradients are on around the call.
    gradients: bool = True
    # All that is data is told of the answer, as `Plain` too, and what went to standard error by itself.
    plain: bool = False


class LentAnswer(msgspec.Struct, frozen=True, tag="lent", tag_field="m"):
    """The reference's answer to a lent call: what to return or raise and what to change in place."""

    value: Value
    after: list[tuple[int, Value]]
    # The type of what was raised, and its words; "" where the call returned.
    error: str = ""
    message: str = ""
    slopes: list[tuple[int, Tensor]] = []
    used_autograd: bool = False


class Show(msgspec.Struct, frozen=True, tag="show", tag_field="m"):
    """Run one notebook cell in the namespace of those before it, for what it shows."""

    name: str
    text: str


class Files(msgspec.Struct, frozen=True, tag="files", tag_field="m"):
    """What was handed in beside a notebook, before its first cell."""

    files: list[OwnFile]


class Look(msgspec.Struct, frozen=True, tag="look", tag_field="m"):
    """What a global name holds after the cells shown so far."""

    id: int
    name: str


class Prepare(msgspec.Struct, frozen=True, tag="prepare", tag_field="m"):
    """What a grade cell has prepared for the calls that come, in place of what was prepared before."""

    id: int
    # Of generators of random numbers: remember how they stand, or let them stand so again.
    random: Literal["", "keep", "restore"] = ""
    # What the grader answers: "module.name", of the notebook's own names "__main__.name", or "sys.stdin".
    lent: list[str] = []
    # Names of the notebook that are not there, and such that are now the name of another of its functions.
    deleted: list[str] = []
    renamed: list[tuple[str, str]] = []


Request: TypeAlias = Load | Ask | LentAnswer | Show | Files | Look | Prepare

# ── messages from the child ──────────────────────────────────────────────────────────────────────────────


class Ready(msgspec.Struct, frozen=True, tag="ready", tag_field="m"):
    """The walls stand and no code of the submission has been seen yet."""

    landlock: int = 0


class Place(msgspec.Struct, frozen=True, array_like=True):
    """A cell's name and a line in it."""

    file: Text
    line: int


class Trouble(msgspec.Struct, frozen=True):
    """Something that went wrong while loading."""

    text: Text
    place: Place | None = None
    # The module that could not be found, where that is what went wrong.
    module: Text = ""
    # Later lines that raised NameError because of it.
    more: int = 0


# What a file changed for the whole process, and the child changed back.
Setting: TypeAlias = Literal["default dtype", "default device", "gradients", "threads", "deterministic"]


class UnparsedPart(msgspec.Struct, frozen=True):
    """A part of the text that Python cannot read: nothing of it was run."""

    # The exception's type and its words.
    kind: Text
    text: Text
    place: Place
    # Where in the line, from 1; 0 where that is not known.
    column: int = 0
    # The functions of the assignment that it would have defined.
    functions: list[Text] = []


# By what a call got to know its machine: by PyTorch's questions, or in other ways.
AskedOfMachine: TypeAlias = Literal["nothing", "torch", "else"]


class Definition(msgspec.Struct, frozen=True):
    """A function of the assignment as the file defines it."""

    name: Text
    place: Place | None
    # The body holds nothing but a docstring, `pass`, `...` or `raise NotImplementedError`.
    empty: bool
    # A digest of the syntax tree without docstrings and positions: equal to the stub's means unattempted.
    digest: Text
    parameters: list[Text]
    # Global names that it mentions.
    mentions: list[Text]
    # Its parameters as they are written, with defaults and stars.
    signature: Text = ""
    # Whether it takes more than its parameters say: stars, or defaults.
    flexible: bool = False


class RepeatedDefinition(msgspec.Struct, frozen=True):
    """A function that is defined more than once at the top level."""

    name: Text
    # The definitions in the order in which they ran.
    places: list[Place]
    # Which of these is asked; the last, but where an earlier one alone fits the assignment.
    asked: int


class Bound(msgspec.Struct, frozen=True):
    """What a name of the top level holds in the end."""

    name: Text
    kind: Literal["function", "class", "value"]
    type: Text
    place: Place


class Elsewhere(msgspec.Struct, frozen=True):
    """A function of the assignment that is defined, but not at the top level."""

    name: Text
    kind: Literal["main", "class", "function"]
    # The class or function that holds it.
    inside: Text
    place: Place


class Absent(msgspec.Struct, frozen=True):
    """Why a name is not there, or is nothing to call, though the file has it."""

    name: Text
    why: Literal["deleted", "raised", "value"]
    place: Place
    # What was raised, or the type of the value.
    text: Text = ""


class Hidden(msgspec.Struct, frozen=True):
    """Names that a star import replaced, and that the file uses."""

    names: list[Text]
    # Whose they were: PyTorch's and now another module's, or Python's and now PyTorch's.
    owner: Literal["Python", "PyTorch"]
    module: Text
    place: Place


class Loaded(msgspec.Struct, frozen=True, tag="loaded", tag_field="m"):
    definitions: list[Definition]
    troubles: list[Trouble]
    # What each of the file's other functions mentions, to follow calls through them.
    helpers: dict[Text, list[Text]] = {}
    printed: Text = ""
    undone: list[Setting] = []
    # Whether functions were to be compiled; they run as they are written.
    compiled: bool = False
    unparsed: list[UnparsedPart] = []
    repeated: list[RepeatedDefinition] = []
    bound: list[Bound] = []
    absent: list[Absent] = []
    elsewhere: list[Elsewhere] = []
    # Functions of the assignment that are not there for want of a library, and which.
    needs: dict[Text, Text] = {}
    hidden: list[Hidden] = []


class Answer(msgspec.Struct, frozen=True, tag="answer", tag_field="m"):
    """Everything seen of one call."""

    id: int
    value: Value = None
    # Numbered objects that the call changed.
    after: list[tuple[int, Value]] = []
    # "" where the call returned; else the exception's type.
    error: Text = ""
    error_text: Text = ""
    missing: bool = False
    place: Place | None = None
    printed: Text = ""
    used_autograd: bool = False
    trace: list[Text] = []
    # Watched objects that autograd kept for a backward pass: a graph was built over them.
    kept: list[int] = []
    # Whether gradients were on after the call.
    gradients_on: bool = True
    # With `effects`, the derivatives of a differentiable result by the objects that require grad.
    slopes: list[tuple[int, Tensor]] = []
    # Where the submission made a tensor that lies on another device than the call's.
    origin: Place | None = None
    # The words that say what the pretend accelerator cannot do, where that was asked of it: nobody's mistake.
    lacks: Text = ""
    # Of an exception: the built-in types that it is one of, and the submission's function that raised it.
    kinds: list[Text] = []
    raised_in: Text = ""
    # Whether the submission's own `raise` raised it, and no operation of Python's or PyTorch's.
    by_statement: bool = False
    # The exception, though no MemoryError, is for want of memory; it leaves the process without its GPU.
    out_of_memory: bool = False
    device_lost: bool = False
    # The known library that is missing here, on which the answer hangs; else empty.
    needs: Text = ""
    # On a machine that says it has CUDA.
    asked_of_machine: AskedOfMachine = "nothing"
    # Of a call that was asked for plain values: the exception, what it wrote to standard error, whether
    # either text was cut off, and whether the value had to be waited for.
    raised: Value = None
    complained: Text = ""
    cut: bool = False
    awaited: bool = False


class LentCall(msgspec.Struct, frozen=True, tag="call", tag_field="m"):
    """The submission called a sibling that the grader lends."""

    function: Text
    arguments: list[Value]
    keywords: list[tuple[str, Value]] = []


class Shown(msgspec.Struct, frozen=True, tag="shown", tag_field="m"):
    """What a notebook cell shows: text, the value of its last line, PNG figures in the blob, or an error."""

    printed: Text = ""
    value: Text = ""
    # Where each begins in the blob, and its length.
    figures: list[tuple[int, int]] = []
    # Why a figure could not be drawn: an exception's words; else empty.
    figure_error: Text = ""
    error: Text = ""
    # The exception's type, as in `error`.
    error_type: Text = ""
    places: list[Place] = []
    # What the cell wanted and could not have: a library's name, "network", "program", "command"; else empty.
    wants: Text = ""


class Broken(msgspec.Struct, frozen=True, tag="broken", tag_field="m"):
    """The child could not build its walls or a call's arguments: a fault of ours.

    text: the error's words, of arguments. reasons: keys and values, of walls (`levels.Reason`).
    """

    text: Text = ""
    building: Literal["walls", "arguments"] = "walls"
    reasons: tuple[tuple[Text, ...], ...] = ()


Reply: TypeAlias = Ready | Loaded | Answer | LentCall | Shown | Broken

_encoder = msgspec.msgpack.Encoder()
_requests: Final = msgspec.msgpack.Decoder(Request)
_replies: Final = msgspec.msgpack.Decoder(Reply)


def pack(message: Request | Reply, blob: bytes | bytearray = b"") -> bytes:
    """One frame. Raises `WireError` where it is larger than the other side would accept."""
    head = _encoder.encode(message)
    if len(head) > HEAD_LIMIT or len(blob) > BLOB_LIMIT:
        raise WireError("the message is larger than a frame may be")
    return b"".join((HEADER.pack(MAGIC, len(head), len(blob)), head, blob))


def encoded(value: Value) -> bytes:
    """A node alone, to compare it with others."""
    return _encoder.encode(value)


def lengths(header: bytes) -> tuple[int, int]:
    """Lengths of head and blob. Raises `WireError` where the 16 bytes are no header of ours."""
    magic, head, blob = HEADER.unpack(header)
    if magic != MAGIC or head > HEAD_LIMIT or blob > BLOB_LIMIT:
        raise WireError("not the start of a frame")
    return head, blob


def request(head: bytes) -> Request:
    """What the grader asks. Raises `WireError`."""
    message: Request = _decode(_requests, head)
    return message


def reply(head: bytes) -> Reply:
    """What a child says: untrusted. Raises `WireError`."""
    message: Reply = _decode(_replies, head)
    return message


def _decode(decoder: msgspec.msgpack.Decoder[Any], head: bytes) -> Any:
    try:
        return decoder.decode(head)
    except (msgspec.DecodeError, RecursionError, ValueError) as error:
        raise WireError(f"not a message: {type(error).__name__}") from None


def size(tensor: Tensor) -> int:
    """Bytes of a tensor, or of the memory it is a view of.

    Raises `WireError` for a dtype or shape that may not cross.
    """
    if tensor.dtype not in ITEM_SIZES or len(tensor.shape) > RANK_LIMIT:
        raise WireError("a tensor of an unknown dtype or of too many dimensions")
    total = ITEM_SIZES[tensor.dtype]
    span = 1
    for extent in tensor.shape:
        total *= extent
        # As if none were empty: strides are computed that way.
        span *= max(extent, 1)
        if extent < 0 or span > BLOB_LIMIT:
            raise WireError("a tensor of an impossible shape")
    if tensor.order and sorted(tensor.order) != list(range(len(tensor.shape))):
        raise WireError("a tensor whose dimensions lie in an impossible order")
    return total if tensor.view is None else _memory(tensor, tensor.view)


def _memory(tensor: Tensor, view: View) -> int:
    """Bytes of the memory of a view. Raises `WireError` where the view reaches beyond it."""
    if len(view.strides) != len(tensor.shape) or min(view.start, view.count, *view.strides, 0) < 0:
        raise WireError("a view of an impossible form")
    last = sum((extent - 1) * stride for extent, stride in zip(tensor.shape, view.strides, strict=True))
    if min(tensor.shape, default=1) > 0 and view.start + last >= view.count:
        raise WireError("a view that reaches beyond its memory")
    if view.count > BLOB_LIMIT:
        raise WireError("a view of too large a memory")
    return view.count * ITEM_SIZES[tensor.dtype]


def validate(values: Iterable[Value], blob_length: int) -> None:
    """Check what types cannot say: depth, number of nodes, every tensor inside the blob, in bytes of its own.

    Raises `WireError`.
    """
    stack: list[tuple[Value, int]] = [(value, 0) for value in values]
    count = claimed = 0
    while stack:
        node, depth = stack.pop()
        count += 1
        if depth > DEPTH_LIMIT or count > NODE_LIMIT:
            raise WireError("a value nested too deeply or of too many parts")
        if isinstance(node, Mapping) and has_too_many_keys([key for key, _ in node.items]):
            raise WireError("a dict of too many keys")
        if isinstance(node, Tensor):
            if node.view is not None:
                raise WireError("a view: only arguments are views")
            claimed += size(node)
            if node.offset < 0 or node.offset + size(node) > blob_length:
                raise WireError("a tensor outside the frame")
            if claimed > blob_length:
                raise WireError("tensors that claim the same bytes")
        stack.extend((child, depth + 1) for child in children(node))


def has_too_many_keys(keys: Collection[object]) -> bool:
    """Whether a dict of these keys, as values or as nodes, may not cross."""
    return len(keys) > KEY_LIMIT and not all(isinstance(key, str) for key in keys)


def children(node: Value) -> list[Value]:
    """The nodes directly below a node."""
    if isinstance(node, Sequence):
        return node.items
    if isinstance(node, Plain):
        return node.parts
    if isinstance(node, Mapping):
        return [part for pair in node.items for part in pair]
    if isinstance(node, Tensor):
        return [] if node.grad is None else [node.grad]
    if isinstance(node, Optimizer):
        options: list[Value] = [option for _, option in node.options]
        return [
            *node.params,
            *options,
            *(part for state in node.state for _, part in state),
            *node.stepped,
        ]
    return []
