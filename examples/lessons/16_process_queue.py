"""A process queue carries results from a process to main; what was put must be taken out before the join.

python examples/lessons/16_process_queue.py

multiprocessing.Queue is no shared memory: a thread of the putting process pickles each item into a pipe. A pipe
holds little, and a process does not end before its items are through, so to join it first can wait for ever.
"""

from multiprocessing import Process, Queue

END = None


def put_squares(numbers, queue):
    for n in numbers:
        queue.put(n * n)
    queue.put(END)


def put_a_megabyte(queue):
    queue.put(bytes(1_000_000))


def items_of(queue):
    """The items up to the END: `empty()` may be true while an item is still on its way."""
    return list(iter(queue.get, END))


if __name__ == "__main__":
    queue = Queue()
    process = Process(target=put_squares, args=([2, 3, 5, 7], queue))
    process.start()
    print(f"Squares from the process, in the order in which it put them: {items_of(queue)}")
    process.join()

    process = Process(target=put_a_megabyte, args=(queue,))
    process.start()
    process.join(0.5)
    print(f"A megabyte was put; after join(0.5) the process is alive: {process.is_alive()}")
    print(f"Main takes out {len(queue.get())} bytes;", end=" ")
    process.join()
    print(f"after join() the process is alive: {process.is_alive()}, exit code {process.exitcode}")
    print("Without its time-out the first join would wait for ever: take first, then join.")
