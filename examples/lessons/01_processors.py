"""How many processors there are: logical, physical, and those that this process may use.

python examples/lessons/01_processors.py

A core that runs two hardware threads at once counts as two logical processors and one physical one.
`os.cpu_count()` counts the logical ones. Try: `taskset -c 0 python examples/lessons/01_processors.py` (Linux).
"""

import os
import platform
import subprocess
from pathlib import Path

#: What prints the number of cores, where no file holds it.
COMMANDS = {
    "Darwin": ["sysctl", "-n", "hw.physicalcpu"],
    "Windows": [
        "powershell",
        "-NoProfile",
        "-Command",
        "(Get-CimInstance Win32_Processor | Measure-Object NumberOfCores -Sum).Sum",
    ],
}


def cores_in(folder):
    """Linux: logical processors of one core name each other as siblings; None where nothing is said."""
    siblings = {file.read_text() for file in Path(folder).glob("cpu[0-9]*/topology/thread_siblings_list")}
    return len(siblings) or None


def physical():
    """The number of cores, or None: Python itself has no call for it."""
    if platform.system() == "Linux":
        return cores_in("/sys/devices/system/cpu")
    try:
        said = subprocess.run(COMMANDS[platform.system()], capture_output=True, text=True, timeout=10)
        return int(said.stdout)
    except (KeyError, OSError, ValueError, subprocess.TimeoutExpired):
        return None


def usable():
    """The logical processors that this process may run on."""
    if hasattr(os, "process_cpu_count"):  # Python 3.13
        return os.process_cpu_count()
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count()


if __name__ == "__main__":
    print(f"Logical processors:  {os.cpu_count() or 'unknown'}")
    print(f"Physical processors: {physical() or 'unknown'}")
    print(f"Usable by this process: {usable() or 'unknown'}")
    print("The usable ones bound the speed-up of work that computes. A virtual machine counts what it was given;")
    print("a container may besides be held to a share of their time, which none of these numbers shows.")
