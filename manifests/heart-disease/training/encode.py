#!/usr/bin/env python3
"""Re-encode UCI's `processed.cleveland.data` as this example's CSV files.

    python3 encode.py processed.cleveland.data            write ../data/*.csv and diagnosis.csv
    python3 encode.py processed.cleveland.data --check    only compare; exit 1 if they differ

The input is the file of that name in the Heart Disease data set of the UCI Machine Learning
Repository (DOI 10.24432/C52P4X): 303 lines, 14 comma-separated values, no header, `?` = missing.
Nothing but the encoding changes: no row is dropped, reordered or imputed. Standard library only.
"""

import argparse
import sys
from pathlib import Path

TRAINING = Path(__file__).resolve().parent
DATA = TRAINING.parent / "data"

PATIENTS = 303
PATIENTS_PER_FILE = 31  # ten files, the last with 24

YES_NO = {"0": "no", "1": "yes"}

# UCI's columns in UCI's order; None = a number, otherwise UCI's codes and their readable names.
COLUMNS = [
    ("age", None),
    ("sex", {"0": "female", "1": "male"}),
    ("cp", {"1": "typical-angina", "2": "atypical-angina", "3": "non-anginal-pain", "4": "asymptomatic"}),
    ("trestbps", None),
    ("chol", None),
    ("fbs", YES_NO),
    ("restecg", {"0": "normal", "1": "st-t-abnormality", "2": "left-ventricular-hypertrophy"}),
    ("thalach", None),
    ("exang", YES_NO),
    ("oldpeak", None),
    ("slope", {"1": "upsloping", "2": "flat", "3": "downsloping"}),
    ("ca", None),
    ("thal", {"3": "normal", "6": "fixed-defect", "7": "reversible-defect"}),
]

# UCI's 14th value: 0 = less than 50 % diameter narrowing, 1 to 4 = more than 50 %.
DIAGNOSIS = {"0": "0", "1": "1", "2": "1", "3": "1", "4": "1"}


def shortest(text):
    """`63.0` -> `63`, `2.3` -> `2.3`."""
    number = float(text)
    return str(int(number)) if number == int(number) else repr(number)


def encode(source):
    """Return {path: text} of every file to write."""
    lines = source.split()
    if len(lines) != PATIENTS:
        raise ValueError(f"expected {PATIENTS} lines, found {len(lines)}")
    rows, labels = [], ["patient_id,diagnosis"]
    for patient, line in enumerate(lines, start=1):
        values = line.split(",")
        if len(values) != len(COLUMNS) + 1:
            raise ValueError(f"line {patient}: expected {len(COLUMNS) + 1} values, found {len(values)}")
        row = [str(patient)]
        for (name, names), value in zip(COLUMNS, values):
            if value == "?":
                row.append("")
                continue
            code = shortest(value)
            if names is not None and code not in names:
                raise ValueError(f"line {patient}: {name} has the unknown code {code}")
            row.append(code if names is None else names[code])
        rows.append(",".join(row))
        labels.append(f"{patient},{DIAGNOSIS[shortest(values[-1])]}")

    header = ",".join(["patient_id"] + [name for name, _ in COLUMNS])
    files = {TRAINING / "diagnosis.csv": "\n".join(labels) + "\n"}
    for number, start in enumerate(range(0, PATIENTS, PATIENTS_PER_FILE), start=1):
        block = [header] + rows[start:start + PATIENTS_PER_FILE]
        files[DATA / f"patients-{number:02d}.csv"] = "\n".join(block) + "\n"
    return files


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("source", type=Path, help="UCI's processed.cleveland.data")
    parser.add_argument("--check", action="store_true", help="compare with the files that are there; write nothing")
    arguments = parser.parse_args()
    files = encode(arguments.source.read_text(encoding="ascii"))

    if not arguments.check:
        for path, text in files.items():
            path.parent.mkdir(exist_ok=True)
            path.write_bytes(text.encode("ascii"))
        print(f"wrote {len(files)} files, {PATIENTS} patients")
        return 0

    wrong = [path for path, text in files.items() if not path.is_file() or path.read_bytes() != text.encode("ascii")]
    wrong += sorted(path for path in DATA.iterdir() if path not in files)
    for path in wrong:
        print(f"differs from the source: {path.relative_to(TRAINING.parent)}", file=sys.stderr)
    if not wrong:
        print(f"{len(files)} files agree with the source")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
