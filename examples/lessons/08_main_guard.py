"""Under spawn a child imports the main file: what is not behind the `__main__` guard runs again in every child.

python examples/lessons/08_main_guard.py

The same program is run twice, each time in an interpreter of its own: without the guard, and with it.
spawn is the start method of macOS and Windows, and forkserver, that of Linux from Python 3.14, imports the file too.
Under fork a missing guard goes unnoticed until the program moves.
"""

import subprocess
import sys
import tempfile
from pathlib import Path

PROGRAM = """\
from multiprocessing import get_context

print("top level, as", __name__, flush=True)

def greet():
    print("the child greets", flush=True)

if GUARD:
    child = get_context("spawn").Process(target=greet)
    child.start()
    child.join()
    print("exit code of the child:", child.exitcode, flush=True)
"""


def run(guard):
    """What the program prints, and the complaint of the process that failed."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "greeting.py"
        file.write_text(PROGRAM.replace("GUARD", guard), encoding="utf-8")
        done = subprocess.run([sys.executable, file], capture_output=True, text=True, timeout=60)
    complaint = done.stderr.rpartition("RuntimeError:")[2].split("\n\n")[0]
    return done.stdout.splitlines(), " ".join(complaint.split())


if __name__ == "__main__":
    for guard in ("True", '__name__ == "__main__"'):
        lines, complaint = run(guard)
        print(f"With `if {guard}:`")
        print(*(f"    {line}" for line in lines), sep="\n")
        if complaint:
            print(f"    RuntimeError in the child: {complaint}")
    print("The child imports the file under the name __mp_main__, to find greet. Without the guard that import would")
    print("start a process, which would import the file, and so on: multiprocessing refuses the first of them.")
