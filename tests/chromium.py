"""Chromium without a window, driven through a pipe by its own protocol: pages as whoever reads them has them.

Nothing here waits for a time: what a page shall show is waited for in the page.
"""

from __future__ import annotations

import base64
import json
import os
import shutil
import subprocess
import sys
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest

from tests.child_processes import driven

BROWSER = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
needs_chromium = pytest.mark.skipif(
    BROWSER is None or os.name != "posix", reason="NO BROWSER: no chromium on PATH, the page is not looked at"
)
#: Descriptors 3 and 4 are where the browser listens and talks.
WITH_PIPE = """
import fcntl, os, sys
listens, talks = (fcntl.fcntl(int(each), fcntl.F_DUPFD, 10) for each in sys.argv[1:3])
os.dup2(listens, 3); os.dup2(talks, 4)
os.execv(sys.argv[3], sys.argv[3:])
"""
FLAGS = (
    "--headless=new",
    "--remote-debugging-pipe",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-dev-shm-usage",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--hide-scrollbars",
)
#: No name is resolved but this machine's: what a page wants from elsewhere it does not get.
ALONE = "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1"
Message = dict[str, Any]


class Gone(Exception):
    """The browser has ended, or its page has thrown an error."""


class Chromium:
    """A browser that runs: `tab` opens a page in it."""

    def __init__(self, to: int, back: int) -> None:
        self._to, self._back = os.fdopen(to, "wb", buffering=0), os.fdopen(back, "rb")
        self._changed = threading.Condition()
        self._answers: dict[int, Message] = {}
        self._asked = 0
        self._ended = False
        self.events: list[Message] = []
        threading.Thread(target=self._listen, daemon=True).start()

    def _listen(self) -> None:
        rest = b""
        while part := self._back.read1(1 << 16):  # type: ignore[attr-defined]
            *whole, rest = (rest + part).split(b"\0")
            for text in whole:
                self._heard(json.loads(text))
        with self._changed:
            self._ended = True
            self._changed.notify_all()
        self._back.close()

    def _heard(self, message: Message) -> None:
        with self._changed:
            if "id" in message:
                self._answers[message["id"]] = message
            else:
                self.events.append(message)
            self._changed.notify_all()
        if message.get("method") == "Target.attachedToTarget":  # a worker of a page: what it complains of counts
            session = message["params"]["sessionId"]
            self._send("Runtime.enable", {}, session)
            self._send("Log.enable", {}, session)
            self._send("Network.enable", {}, session)
            self._send("Runtime.runIfWaitingForDebugger", {}, session)

    def _send(self, method: str, told: Message, session: str = "") -> int:
        with self._changed:
            self._asked += 1
            number = self._asked
            message = {"id": number, "method": method, "params": told} | ({"sessionId": session} if session else {})
            self._to.write(json.dumps(message).encode() + b"\0")
            return number

    def call(self, method: str, told: Message | None = None, session: str = "") -> Message:
        """What the browser answers."""
        number = self._send(method, told or {}, session)
        with self._changed:
            self._changed.wait_for(lambda: number in self._answers or self._ended)
            if number not in self._answers:
                raise Gone(method)
            found = self._answers.pop(number)
        if "error" in found:
            raise Gone(f"{method}: {found['error']}")
        result: Message = found["result"]
        return result

    def wait(self, method: str, session: str, since: int) -> Message:
        """The first event of this name behind those that had come."""

        def found() -> Message | None:
            for event in self.events[since:]:
                if event["method"] == method and event.get("sessionId") == session:
                    return event
            return None

        with self._changed:
            self._changed.wait_for(lambda: found() or self._ended)
        event = found()
        if event is None:
            raise Gone(method)
        return event

    def close(self) -> None:
        with suppress(OSError, Gone):
            self._send("Browser.close", {})
        self._to.close()

    def tab(self) -> Tab:
        target = self.call("Target.createTarget", {"url": "about:blank"})["targetId"]
        session = self.call("Target.attachToTarget", {"targetId": target, "flatten": True})["sessionId"]
        return Tab(self, session, target)

    def asked_for(self) -> list[str]:
        """The addresses that its pages and their workers have asked for."""
        return [
            told["params"]["request"]["url"] for told in self.events if told["method"] == "Network.requestWillBeSent"
        ]


class Tab:
    """One page: what is done in it, what it shows, and what it complains of."""

    def __init__(self, browser: Chromium, session: str, target: str) -> None:
        self.browser, self.session, self.target = browser, session, target
        for domain in ("Page", "Runtime", "Log", "Network"):
            self.call(f"{domain}.enable")
        self.call("Target.setAutoAttach", autoAttach=True, waitForDebuggerOnStart=False, flatten=True)

    def call(self, method: str, **told: Any) -> Message:
        return self.browser.call(method, told, self.session)

    def open(self, address: str) -> None:
        since = len(self.browser.events)
        answer = self.call("Page.navigate", url=address)
        if answer.get("errorText"):
            raise Gone(f"{address}: {answer['errorText']}")
        if answer.get("loaderId"):  # another part of the same page is there at once
            self.browser.wait("Page.loadEventFired", self.session, since)

    def close(self) -> None:
        self.browser.call("Target.closeTarget", {"targetId": self.target})

    def run(self, script: str) -> Any:
        """The value of an expression in the page, once it is there."""
        told = {"expression": script, "awaitPromise": True, "returnByValue": True, "userGesture": True}
        found = self.call("Runtime.evaluate", **told)
        if "exceptionDetails" in found:
            details = found["exceptionDetails"]
            raise Gone(f"{script}: {details.get('exception', {}).get('description', details['text'])}")
        return found["result"].get("value")

    def until(self, condition: str) -> Any:
        """The value of an expression in the page as soon as it is one that counts."""
        look = "const look = () => { const found = (CONDITION); found ? tell(found) : setTimeout(look, 20); }; look()"
        return self.run(f"new Promise(tell => {{ {look.replace('CONDITION', condition)} }})")

    def press(self, *keys: str) -> None:
        """Keys one after the other; `Control+Enter` is one of them."""
        for written in keys:
            *held, key = written.split("+")
            modifiers = sum({"Alt": 1, "Control": 2, "Meta": 4, "Shift": 8}[each] for each in held)
            codes = {"Enter": 13, "Tab": 9, "Escape": 27, " ": 32}
            told = {"key": key, "code": key, "windowsVirtualKeyCode": codes[key], "modifiers": modifiers}
            text = {"text": "\r"} if key == "Enter" and not held else {}
            self.call("Input.dispatchKeyEvent", type="keyDown", **told, **text)
            self.call("Input.dispatchKeyEvent", type="keyUp", **told)

    def type(self, text: str) -> None:
        self.call("Input.insertText", text=text)

    def size(self, width: int, height: int) -> None:
        self.call("Emulation.setDeviceMetricsOverride", width=width, height=height, deviceScaleFactor=1, mobile=False)

    def prefer(self, scheme: str) -> None:
        self.call("Emulation.setEmulatedMedia", features=[{"name": "prefers-color-scheme", "value": scheme}])

    def picture(self, file: Path) -> None:
        shown = self.call("Page.captureScreenshot", format="png", captureBeyondViewport=True)
        file.write_bytes(base64.b64decode(shown["data"]))

    def complaints(self) -> list[str]:
        """Errors of the console, of the log, and those that nobody has caught; in the page and in its workers."""
        found = []
        for event in list(self.browser.events):
            told = event["params"]
            if event["method"] == "Runtime.exceptionThrown":
                found.append(json.dumps(told["exceptionDetails"]))
            elif event["method"] == "Runtime.consoleAPICalled" and told["type"] in ("error", "assert"):
                found.append(json.dumps(told["args"]))
            elif event["method"] == "Log.entryAdded" and told["entry"]["level"] == "error":
                found.append(json.dumps(told["entry"]))
        return found


@contextmanager
def chromium(*flags: str) -> Iterator[Chromium]:
    """A browser with a profile of its own, which ends with the block."""
    assert BROWSER is not None
    listens, to = os.pipe()
    back, talks = os.pipe()
    with TemporaryDirectory(ignore_cleanup_errors=True) as profile:
        words: Sequence[str] = [BROWSER, *FLAGS, f"--user-data-dir={profile}", *flags, "about:blank"]
        launch = [sys.executable, "-c", WITH_PIPE, str(listens), str(talks), *words]
        quiet = {"stdin": subprocess.DEVNULL, "stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
        with driven(launch, pass_fds=(listens, talks), env=os.environ | {"HOME": profile}, **quiet):
            os.close(listens)
            os.close(talks)
            browser = Chromium(to, back)
            try:
                yield browser
            finally:
                browser.close()
