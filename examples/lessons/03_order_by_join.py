"""Joining a process before the next one starts fixes their order; and nothing runs side by side any more.

python examples/lessons/03_order_by_join.py

Sleeps of different lengths only make an order likely; a join makes it certain.
"""

from multiprocessing import Process, SimpleQueue

NAMES = ["A", "B", "C"]


def work(name, events):
    events.put(f"{name} begins")
    events.put(f"{name} ends")


def start_all_then_join(processes):
    for process in processes:
        process.start()
    for process in processes:
        process.join()


def join_before_the_next_start(processes):
    for process in processes:
        process.start()
        process.join()


def events_of(run):
    """What happened, in the order in which it happened: a put returns when the event is written down."""
    events = SimpleQueue()
    run([Process(target=work, args=(name, events)) for name in NAMES])
    return [events.get() for _ in range(2 * len(NAMES))]


if __name__ == "__main__":
    print("Start all, then join all (this time; another run may differ):")
    print("   ", ", ".join(events_of(start_all_then_join)))
    print("Join each before the next start (in every run):")
    print("   ", ", ".join(events_of(join_before_the_next_start)))
    print("The order of the calls to join does not matter in the first case: they only wait.")
    print("In the second, B does not exist before A has ended. That is order, bought with all the parallelism.")
