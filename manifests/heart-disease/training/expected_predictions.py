#!/usr/bin/env python3
"""Compute what the batch job must predict, without the scoring script.

    python3 expected_predictions.py                              print the 303 expected rows, by patient id
    python3 expected_predictions.py --compare predictions.csv    compare a job's output, row by row; exit 1 on a difference

This shares no code with ../code/score.py and takes another way to the same numbers: exact decimal
arithmetic (50 digits), the standardisation folded into the coefficients, the threshold applied to the
log-odds. Before it prints, it checks that no probability lies close enough to a rounding boundary of the
printed format, or to the threshold, for floating-point error to change a row. Standard library only.
"""

import argparse
import json
import sys
from decimal import ROUND_HALF_EVEN, Decimal, getcontext
from pathlib import Path

getcontext().prec = 50

EXAMPLE = Path(__file__).resolve().parent.parent
STEP = Decimal("0.000001")  # probabilities are printed with six decimals
MARGIN = Decimal("1e-12")  # double precision errs by about 1e-16 here


def exact(value):
    """A JSON number as a decimal (floats were parsed as decimals already)."""
    return Decimal(value)


def table(model):
    """Rewrite the model as: constant, {numeric column: slope}, {(column, value): step}, {column: filler}."""
    constant, slopes, steps, fillers = exact(model["intercept"]), {}, {}, {}
    for feature in model["features"]:
        column = feature["name"]
        if feature["kind"] == "numeric":
            slopes[column] = exact(feature["weight"]) / exact(feature["scale"])
            constant -= slopes[column] * exact(feature["mean"])
        else:
            steps[column, feature["reference"]] = Decimal(0)
            for value, weight in feature["weights"].items():
                steps[column, value] = exact(weight)
        if "impute" in feature:
            fillers[column] = str(feature["impute"])
    return constant, slopes, steps, fillers


def expected_rows(model_path, data):
    model = json.loads(model_path.read_text(encoding="utf-8"), parse_float=Decimal)
    constant, slopes, steps, fillers = table(model)
    threshold = exact(model["threshold"])
    log_odds_threshold = (threshold / (1 - threshold)).ln()
    rows = []
    for path in data.glob("*.csv"):
        header, *lines = path.read_text(encoding="ascii").splitlines()
        for line in lines:
            patient = dict(zip(header.split(","), line.split(",")))
            log_odds = constant
            for column, text in patient.items():
                text = text or fillers.get(column, "")
                if column in slopes:
                    log_odds += slopes[column] * Decimal(text)
                elif column != "patient_id":
                    log_odds += steps[column, text]
            probability = 1 / (1 + (-log_odds).exp())
            if abs(probability - threshold) < MARGIN or abs(probability % STEP - STEP / 2) < MARGIN:
                raise ArithmeticError(f"patient {patient['patient_id']}: {probability} is too close to a boundary")
            rounded = probability.quantize(STEP, rounding=ROUND_HALF_EVEN)
            prediction = int(log_odds >= log_odds_threshold)
            rows.append((int(patient["patient_id"]), f"{patient['patient_id']},{rounded},{prediction},{path.name}"))
    return [text for _, text in sorted(rows)]


def compare(expected, path):
    """Compare as sets of rows: a batch job promises no order. Returns the number of differences."""
    found = [line for line in path.read_text(encoding="utf-8").splitlines() if line]
    spare = list(found)
    absent = []
    for row in expected:
        if row in spare:
            spare.remove(row)
        else:
            absent.append(row)
    problems = [f"expected, not found: {row}" for row in absent] + [f"found, not expected: {row}" for row in spare]
    for problem in problems[:20]:
        print(problem, file=sys.stderr)
    if len(problems) > 20:
        print(f"and {len(problems) - 20} more", file=sys.stderr)
    print(f"{len(expected) - len(absent)} of {len(expected)} expected rows found; {len(found)} rows in {path.name}")
    return len(problems)


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--compare", type=Path, metavar="FILE", help="a predictions.csv to compare")
    arguments = parser.parse_args()
    expected = expected_rows(EXAMPLE / "model" / "model.json", EXAMPLE / "data")
    if arguments.compare is not None:
        return 1 if compare(expected, arguments.compare) else 0
    print("\n".join(expected))
    return 0


if __name__ == "__main__":
    sys.exit(main())
