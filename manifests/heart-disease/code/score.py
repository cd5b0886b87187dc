"""Scoring script of the heart-disease example, by the batch-deployment contract of Azure Machine Learning.

init() is called once per process and reads `model.json` from the folder in AZUREML_MODEL_DIR.
run(mini_batch) gets a list of file paths and returns one string per patient:

    patient_id,probability,prediction,file

With the output action `append_row` each string becomes one line of predictions.csv; there is no header line.
A malformed file raises ValueError with the file, the line and the column. Standard library only.
"""

import csv
import io
import json
import math
import os
import re

MODEL_FORMAT = "heart-disease-logistic/1"

_ID = re.compile(r"[0-9]{1,18}")
_NUMBER = re.compile(r"[+-]?[0-9]+(\.[0-9]+)?([eE][+-]?[0-9]+)?")

_model = None


def init():
    global _model
    folder = os.environ["AZUREML_MODEL_DIR"]
    # Azure ML keeps the folder name of a model that was registered as a folder, so look there too.
    candidates = [os.path.join(folder, "model.json"), os.path.join(folder, "model", "model.json")]
    path = next((candidate for candidate in candidates if os.path.isfile(candidate)), None)
    if path is None:
        raise FileNotFoundError("no model.json in AZUREML_MODEL_DIR: looked for " + " and ".join(candidates))
    with open(path, encoding="utf-8") as file:
        model = json.load(file)
    if model.get("format") != MODEL_FORMAT:
        raise ValueError(f"{path}: format is {model.get('format')!r}, this script reads {MODEL_FORMAT!r}")
    _model = model


def run(mini_batch):
    if _model is None:
        raise RuntimeError("run() was called before init()")
    results = []
    for path in mini_batch:
        results.extend(_score_file(_model, path))
    return results


def _score_file(model, path):
    name = os.path.basename(path)
    results = []
    for where, patient, row in _read(model, path):
        probability = _sigmoid(_logit(model, row, where))
        prediction = 1 if probability >= model["threshold"] else 0
        results.append(_line([patient, f"{probability:.6f}", prediction, name]))
    return results


def _logit(model, row, where):
    terms = [model["intercept"]]
    for feature in model["features"]:
        column = feature["name"]
        text = row[column]
        if text == "":
            if "impute" not in feature:
                raise ValueError(f"{where}: column {column!r} is empty")
            value = feature["impute"]
        else:
            value = _number(text, column, where) if feature["kind"] == "numeric" else text
        if feature["kind"] == "numeric":
            terms.append(feature["weight"] * ((value - feature["mean"]) / feature["scale"]))
        elif value in feature["weights"]:
            terms.append(feature["weights"][value])
        elif value != feature["reference"]:
            known = ", ".join([feature["reference"], *feature["weights"]])
            raise ValueError(f"{where}: column {column!r} has {_shown(value)}; known values: {known}")
    return math.fsum(terms)


def _sigmoid(logit):
    if logit >= 0:
        return 1.0 / (1.0 + math.exp(-logit))
    odds = math.exp(logit)
    return odds / (1.0 + odds)


def _read(model, path):
    """Yield (where, patient id, row as a dict) for each patient of a CSV file."""
    name = os.path.basename(path)
    columns = ["patient_id"] + [feature["name"] for feature in model["features"]]
    seen = set()
    try:
        with open(path, newline="", encoding="utf-8-sig") as file:
            reader = csv.reader(file, strict=True)
            header = next(reader, None)
            if not header:
                raise ValueError(f"{name} line 1: the file has no header line")
            missing = [column for column in columns if column not in header]
            if missing:
                raise ValueError(f"{name} line 1: missing column " + ", ".join(map(repr, missing)))
            repeated = sorted({column for column in header if header.count(column) > 1})
            if repeated:
                raise ValueError(f"{name} line 1: repeated column " + ", ".join(map(repr, repeated)))
            for cells in reader:
                if not cells:
                    continue
                where = f"{name} line {reader.line_num}"
                if len(cells) != len(header):
                    raise ValueError(f"{where}: {len(cells)} values where the header has {len(header)}")
                row = {column: cell.strip() for column, cell in zip(header, cells)}
                patient = row["patient_id"]
                if not _ID.fullmatch(patient):
                    raise ValueError(f"{where}: column 'patient_id' has {_shown(patient)}, which is not a whole number")
                if patient in seen:
                    raise ValueError(f"{where}: patient_id {patient} is there twice")
                seen.add(patient)
                yield where, patient, row
    except UnicodeDecodeError as error:
        raise ValueError(f"{name}: not UTF-8: {error}") from error
    except csv.Error as error:
        raise ValueError(f"{name} line {reader.line_num}: not CSV: {error}") from error
    if not seen:
        raise ValueError(f"{name}: a header line and no patients")


def _number(text, column, where):
    value = float(text) if _NUMBER.fullmatch(text) else math.nan
    if not math.isfinite(value):
        raise ValueError(f"{where}: column {column!r} has {_shown(text)}, which is not a number")
    return value


def _shown(text):
    return repr(text if len(text) <= 40 else text[:40] + "...")


def _line(values):
    """One CSV row without its line end; a file name with a comma is quoted."""
    out = io.StringIO()
    csv.writer(out, lineterminator="").writerow(values)
    return out.getvalue()
