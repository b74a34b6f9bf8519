"""Without join, main runs on while its processes work; the interpreter still waits for them, but not for daemons.

python examples/lessons/06_without_join.py

A time printed without join is the time of starting, not of the work. Here the child waits for a message that main
sends after its last line, so the order of the lines does not depend on who is faster.
"""

import time
from multiprocessing import Pipe, Process, parent_process


def work(messages):
    messages.recv()
    time.sleep(0.1)
    print(f"child: I end now; my parent process is still there: {parent_process().is_alive()}", flush=True)


def work_for_an_hour():
    time.sleep(3600)
    print("daemon: this line is never printed", flush=True)


if __name__ == "__main__":
    began = time.perf_counter()
    from_main, to_child = Pipe(duplex=False)
    child = Process(target=work, args=(from_main,))
    daemon = Process(target=work_for_an_hour, daemon=True)
    child.start()
    daemon.start()
    print(f"main: {time.perf_counter() - began:.2f} seconds for starting two processes, which are alive:", end=" ")
    print(child.is_alive(), daemon.is_alive())
    print("main: this is my last line; nobody was joined", flush=True)
    to_child.send("main is through")
    # As it exits, the interpreter ends the daemon and joins the child.
