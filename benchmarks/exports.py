"""What an export costs: `python benchmarks/exports.py [SUBMISSIONS …]` from the root of the repository.

For every size (1,000 and 10,000 unless given; try 100000) and format, runs the job that writes the file
in a process of its own, and prints how long it took, the most memory that the process held and the size
of the file. Fails if a format needs much more memory for the largest size than for the smallest.
"""

import os
import subprocess
import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

SIZES = (1_000, 10_000)
QUESTIONS = 15
GROWTH = 1.25
"""The most memory for the largest size, against the smallest."""
CHILD = "EXPORT_JOB"


def measure(job_id: str) -> None:
    """Do one job in this process and print seconds, peak MiB and MiB of the file."""
    import django  # noqa: PLC0415 - only the child sets up itself

    django.setup()
    from django.core.files.storage import default_storage  # noqa: PLC0415

    from forms_engine.models import Job  # noqa: PLC0415
    from forms_engine.services.running import run_job  # noqa: PLC0415

    began = time.perf_counter()
    run_job(job_id)
    seconds = time.perf_counter() - began
    job = Job.objects.get(pk=job_id)
    assert job.state == "done", job.failure
    print(seconds, peak(), default_storage.size(job.file_name) / 2**20)


def peak() -> float:
    """Return the most memory this process has held, in MiB; getrusage would count our parent's too."""
    lines = Path("/proc/self/status").read_text().splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("VmHWM")) / 1024


def main(sizes: tuple[int, ...]) -> bool:
    """Print the figures; tell whether memory stays as it is."""
    from dataclasses import replace  # noqa: PLC0415

    from benchmarks._questionnaire import questionnaire  # noqa: PLC0415
    from benchmarks._site import Site  # noqa: PLC0415
    from forms_engine.domain.definition import Question, QuestionType  # noqa: PLC0415
    from forms_engine.domain.jobs import ExportFormat  # noqa: PLC0415
    from forms_engine.services.exports import start_export  # noqa: PLC0415

    site, met = Site(), True
    peaks: dict[str, list[float]] = {}
    for size in sizes:
        after = replace(questionnaire(QUESTIONS), form_id=f"bench{size}")
        gone = Question(key="gone", type=QuestionType.TEXT, label={"": "Gone"})
        filled = site.fill(replace(after, children=(*after.children, gone)), after, size)
        for kind in ExportFormat:
            job = start_export(actor=site.person, questionnaire=filled, kind=kind)
            command = [sys.executable, __file__]
            ran = subprocess.run(
                command, env=os.environ | {CHILD: str(job.pk)}, stdout=subprocess.PIPE, check=True, text=True
            )
            seconds, most, length = map(float, ran.stdout.split())
            peaks.setdefault(kind.value, []).append(most)
            each = 1_000 * seconds / size
            print(
                f"{size:8,} submissions  {kind.value:5}  {seconds:8.1f} s ({each:5.2f} ms each)"
                f"  {most:6.1f} MiB at most  file {length:6.1f} MiB",
                flush=True,
            )
    for kind, most in peaks.items():
        print(f"memory of {kind}: ×{most[-1] / most[0]:.2f} from {sizes[0]:,} to {sizes[-1]:,}")
        met = met and most[-1] <= GROWTH * most[0]
    print(f"Target: not more than ×{GROWTH}.")
    return met


if __name__ == "__main__":
    if CHILD in os.environ:
        measure(os.environ[CHILD])
    else:
        sys.exit(not main(tuple(map(int, sys.argv[1:])) or SIZES))
