"""The functions of a file in short, as a JSON document: of schema 1, as that of `analyze` is."""

from recur.source_costs.summary import FileSummary, FunctionSummary
from recur.writers.json.analysis import bounds_object
from recur.writers.json.answers import JsonObject, answered


def summary_document(file: FileSummary, case: str = "worst") -> JsonObject:
    """{"input": path, "case", "procedures": [{"name", "line", "measured_by", "work", "span", "reason"}], "error"}."""
    return answered(file.path, file.error, case=case, procedures=list(map(_function, file.functions)))


def _function(f: FunctionSummary) -> JsonObject:
    sides = {"work": f.work, "span": f.span}
    nothing = {"theta": None, "lower": None, "upper": None}
    measures = {name: nothing if found is None else bounds_object(found) for name, found in sides.items()}
    return {"name": f.name, "line": f.line, "measured_by": f.sizes, **measures, "reason": f.reason or None}
