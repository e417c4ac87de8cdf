import io

import pytest
from django.core.management import CommandError, call_command


@pytest.fixture
def run_command():
    """Return a function that runs a command and gives its exit code, output and errors."""

    def run(command, *arguments):
        out, err = io.StringIO(), io.StringIO()
        try:
            call_command(command, *map(str, arguments), stdout=out, stderr=err)
        except CommandError as error:
            return error.returncode, out.getvalue(), f"{err.getvalue()}{error}"
        return 0, out.getvalue(), err.getvalue()

    return run
