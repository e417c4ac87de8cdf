"""The tables that the sessions' benchmark prints."""

from benchmarks.load.report import growth_table, table
from benchmarks.load.scenario import Result
from benchmarks.load.target import judged


def result(side, first, cpu, **more):
    spread = {"p50": first, "p95": 2 * first, "p99": 3 * first}
    times = {"first": spread, "double": {"p95": 1.0, "p99": 2.0}}
    return Result(side, 1_000, 300, 12_345, {}, times=times, cpu={"serving": cpu, "web": cpu}, **more)


def cells(text, label):
    line = next(line for line in text.splitlines() if label in line)
    return [cell.strip() for cell in line.strip("|").split("|")][1:]


def test_table_has_a_column_a_side_and_the_ratios_of_what_is_bold():
    text = table([result("ours", 20.0, 30.0), result("relay", 10.0, 15.0), result("other", 40.0, 60.0)])
    assert cells(text, "added to first token, p95 ms") == ["40.0", "20.0", "80.0", "2.00", "0.50"]
    assert cells(text, "CPU of its own processes") == ["30.0", "15.0", "60.0", "2.00", "0.50"]
    assert cells(text, "turns") == ["12,345"] * 3 + ["", ""]
    assert len({len(line) for line in text.splitlines()}) == 1


def test_table_leaves_out_what_nobody_has_and_marks_what_one_has_not():
    ours = result("ours", 1.0, 1.0, operations={"database select": 5.4})
    text = table([ours, result("relay", 1.0, 1.0)])
    assert cells(text, "database: select") == ["5.40", "–", ""]
    assert "echo" not in text


def test_table_names_what_was_lost():
    ours = result("ours", 1.0, 1.0)
    ours.faults["a message twice"] = 2
    assert cells(table([ours]), "lost, twice") == ["a message twice: 2"]


def test_growth_table_has_a_line_a_size_and_side():
    text = growth_table([result("ours", 1.0, 2.0), result("relay", 1.0, 2.0)])
    assert len(text.splitlines()) == 4
    assert cells(text, "relay")[:3] == ["1,000", "12,345", "1.0"]


def test_targets_of_the_steady_scenario_hold_ours_against_both_peers():
    found = judged("steady", [result("ours", 10.0, 21.0), result("relay", 5.0, 15.0), result("c", 9.0, 50.0)])
    assert [verdict.met for verdict in found] == [True, True, True, True, False, True]
    assert str(found[4]) == "MISSED  CPU a turn ÷ c: 0.42, at most 0.4"


def test_a_fault_at_any_size_misses():
    late = result("ours", 1.0, 1.0)
    late.faults["a turn that never ended"] = 1
    assert [verdict.met for verdict in judged("growth", [result("ours", 1.0, 1.0), late])] == [False]
