"""A join with a time-out stops waiting; it does not stop the process.

python examples/lessons/07_join_with_timeout.py

`join(seconds)` returns None either way: whether the process has ended is asked of `exitcode` or `is_alive()`.
"""

import time
from multiprocessing import Event, Process


def wait_for(event):
    event.wait()


def sleep_for_an_hour():
    time.sleep(3600)


def describe(process):
    return f"alive: {process.is_alive()}, exit code {process.exitcode}"


if __name__ == "__main__":
    may_end = Event()
    patient = Process(target=wait_for, args=(may_end,))
    patient.start()
    patient.join(0.2)
    print(f"After join(0.2):             {describe(patient)}")
    may_end.set()
    patient.join()
    print(f"After its event and join():  {describe(patient)}")

    endless = Process(target=sleep_for_an_hour)
    endless.start()
    endless.join(0.2)
    print(f"Another, after join(0.2):    {describe(endless)}")
    endless.terminate()
    endless.join()
    print(f"After terminate and join():  {describe(endless)}")
    print("A negative exit code names the signal that ended the process. Terminating is a last resort: what the")
    print("process held then, a lock or half a message in a queue, stays as it was.")
