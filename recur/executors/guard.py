"""A script without `if __name__ == "__main__"`: each of its workers would load it, and start workers of its own."""

import multiprocessing

GUARD = 'a script opens the engine below if __name__ == "__main__": its workers load the script, too'
#: The exit code of a worker that was about to start workers while it was still loading the script (BSD: EX_CONFIG).
UNGUARDED = 78


def end_an_unguarded_script() -> None:
    """In a worker that is loading the script, end it: the driver says why, once, and not each worker at length."""
    if getattr(multiprocessing.current_process(), "_inheriting", False):
        raise SystemExit(UNGUARDED)
