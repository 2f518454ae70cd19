"""A description's two parts: the runner's notes above the divider line, our block from it on."""

import re

DIVIDER = "——— runlift · your own notes go above this line ———"
"""What stands above it is the runner's for ever; what stands beneath it is ours."""

FEEDBACK = (
    "Felt like 20 reps were in you, or the top of the range in every set, two sessions running? Note #heavier above. "
    "Missed the bottom of the range? Note #lighter."
)
"""The only line of ours with tags in it: they are no feedback, wherever the line ends up."""

_MARKUP = re.compile(r"<[^<>]*>")
_GAP = re.compile(r"\n{3,}")
_FEEDBACK = re.compile(r"\s+".join(re.escape(word) for word in FEEDBACK.split()))


def notes_of(description: str) -> str:
    """Return the runner's notes; the whole text where there is no divider."""
    return _without_feedback(description.partition(DIVIDER)[0])


def block_of(description: str) -> str:
    """Return our block, the divider included; nothing where there is no divider."""
    _, divider, below = description.partition(DIVIDER)
    return f"{divider}{below}".rstrip()


def join(notes: str, block: str) -> str:
    """Return the description that holds both."""
    return f"{notes}\n\n{block}" if notes else block


def adopt(description: str, block: str) -> str:
    """Return a description whose block the runner has edited as notes: whatever is not ours in it is the runner's now.

    Args:
        block: what ours should say; lines of it need not be kept twice.
    """
    ours = {_bare(line) for line in block.splitlines()}
    lines = description.replace(DIVIDER, "\n").splitlines()
    kept = "\n".join(line for line in lines if not line.strip() or _bare(line) not in ours)
    return _GAP.sub("\n\n", _without_feedback(kept))


def _bare(line: str) -> str:
    """Return a line without its layout and without the tags that some apps put around it."""
    return " ".join(_MARKUP.sub(" ", line).split())


def _without_feedback(text: str) -> str:
    return _FEEDBACK.sub("", text).strip()
