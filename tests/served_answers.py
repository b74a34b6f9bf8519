"""What worker processes of the tests answer with: requests that come back, and those that never would."""

from __future__ import annotations

import os
import signal
from typing import Any

from recur.model import InvalidRecurrence

JsonObject = dict[str, Any]
SAID: list[str] = []


def answer(request: JsonObject) -> JsonObject:
    """What the request asks for by its one key."""
    match request:
        case {"say": said}:
            SAID.append(said)
            return {"said": said, "before": len(SAID) - 1, "process": os.getpid()}
        case {"loop": "heeding"}:
            while True:
                pass
        case {"loop": "deaf"}:
            if hasattr(signal, "SIGALRM"):
                signal.signal(signal.SIGALRM, signal.SIG_IGN)
            while True:
                pass
        case {"memory": size}:
            return {"held": len(bytearray(size))}
        case {"end": code}:
            os._exit(code)
        case {"print": text}:
            print(text)
            return {"printed": text}
        case {"refuse": why}:
            raise InvalidRecurrence(why, hint="ask otherwise")
        case {"fault": why}:
            raise ZeroDivisionError(why)
    return {"unread": request}
