#!/usr/bin/env python3
"""Fit the example's logistic regression and measure it on patients that it has not seen.

    python3 fit.py            write ../model/model.json and the figures in ../model/MODEL_CARD.md
    python3 fit.py --check    refit and compare; write nothing; exit 1 if anything would change

Everything is deterministic and uses the standard library only:

- Split: within each diagnosis, patients are ordered by the SHA-256 of "SEED:patient_id" (hexadecimal); the
  first 30 % of each (rounded to the nearest whole patient) are held out, the others train the model.
- Numeric columns: (value - mean) / standard deviation (population), both from the training patients.
- Categorical columns: one 0/1 indicator for each value but the reference value.
- Missing values (only `ca` and `thal` have any): the median (`ca`) or the most frequent value (`thal`) of
  the training patients.
- Loss: sum of the log losses + L2 / 2 * sum of the squared weights; the intercept is not penalised.
- Newton's method until no component of the gradient exceeds 1e-10. No value was tuned on any patient.
"""

import argparse
import hashlib
import json
import math
import random
import re
import statistics
import sys
from pathlib import Path

EXAMPLE = Path(__file__).resolve().parent.parent
DATA = EXAMPLE / "data"
LABELS = EXAMPLE / "training" / "diagnosis.csv"
MODEL = EXAMPLE / "model" / "model.json"
CARD = EXAMPLE / "model" / "MODEL_CARD.md"

SEED = "heart-disease-1989"
HELD_OUT_SHARE = 0.30
L2 = 1.0
THRESHOLD = 0.5
FOLDS = 10
RESAMPLES = 2000

# The columns in the order of the files; None = numeric, otherwise the values, the first is the reference.
FEATURES = [
    ("age", None),
    ("sex", ["female", "male"]),
    ("cp", ["typical-angina", "atypical-angina", "non-anginal-pain", "asymptomatic"]),
    ("trestbps", None),
    ("chol", None),
    ("fbs", ["no", "yes"]),
    ("restecg", ["normal", "st-t-abnormality", "left-ventricular-hypertrophy"]),
    ("thalach", None),
    ("exang", ["no", "yes"]),
    ("oldpeak", None),
    ("slope", ["upsloping", "flat", "downsloping"]),
    ("ca", None),
    ("thal", ["normal", "fixed-defect", "reversible-defect"]),
]
MAY_BE_MISSING = ["ca", "thal"]


# Reading and splitting

def read_csv(path):
    header, *lines = path.read_text(encoding="ascii").splitlines()
    names = header.split(",")
    return [dict(zip(names, line.split(","))) for line in lines]


def load():
    """Return {patient id: row} and {patient id: 0 or 1}."""
    rows = {int(row["patient_id"]): row for path in sorted(DATA.glob("*.csv")) for row in read_csv(path)}
    labels = {int(row["patient_id"]): int(row["diagnosis"]) for row in read_csv(LABELS)}
    if rows.keys() != labels.keys():
        raise ValueError("data/ and training/diagnosis.csv do not have the same patients")
    return rows, labels


def fingerprint():
    """SHA-256 over the data files in name order, then the labels."""
    digest = hashlib.sha256()
    for path in [*sorted(DATA.glob("*.csv")), LABELS]:
        digest.update(path.read_bytes())
    return digest.hexdigest()


def shuffled(labels):
    """Two lists of patient ids, one for each diagnosis, in the order of the hash."""
    def key(patient):
        return hashlib.sha256(f"{SEED}:{patient}".encode("ascii")).hexdigest()

    return [sorted((patient for patient in labels if labels[patient] == label), key=key) for label in (0, 1)]


def split(labels):
    train, held_out = [], []
    for patients in shuffled(labels):
        cut = math.floor(HELD_OUT_SHARE * len(patients) + 0.5)
        held_out += patients[:cut]
        train += patients[cut:]
    return sorted(train), sorted(held_out)


# The model

def twelve_digits(value):
    """Twelve significant digits: far more than the model needs, few enough to be the same on every machine."""
    return float(f"{value:.12g}")


def learn_preparation(rows):
    """What the training rows say about each column: the JSON features, still without weights."""
    features = []
    for name, values in FEATURES:
        present = [row[name] for row in rows if row[name] != ""]
        if len(present) < len(rows) and name not in MAY_BE_MISSING:
            raise ValueError(f"column {name} has a missing value")
        feature = {"name": name, "kind": "numeric" if values is None else "categorical"}
        if values is None:
            numbers = [float(text) for text in present]
            if name in MAY_BE_MISSING:
                feature["impute"] = statistics.median(numbers)
                numbers += [feature["impute"]] * (len(rows) - len(present))
            mean = math.fsum(numbers) / len(numbers)
            variance = math.fsum((number - mean) ** 2 for number in numbers) / len(numbers)
            feature["mean"], feature["scale"] = twelve_digits(mean), twelve_digits(math.sqrt(variance))
        else:
            if name in MAY_BE_MISSING:
                feature["impute"] = max(values, key=present.count)
            feature["reference"] = values[0]
        features.append(feature)
    return features


def design(features, row):
    """One row of the design matrix; the first entry is the intercept's 1."""
    cells = [1.0]
    for feature, (name, values) in zip(features, FEATURES):
        value = row[name] if row[name] != "" else feature["impute"]
        if values is None:
            cells.append((float(value) - feature["mean"]) / feature["scale"])
        else:
            values.index(value)  # an unknown value is an error
            cells += [float(value == other) for other in values[1:]]
    return cells


def sigmoid(logit):
    return 1 / (1 + math.exp(-logit)) if logit >= 0 else math.exp(logit) / (1 + math.exp(logit))


def dot(left, right):
    return math.fsum(a * b for a, b in zip(left, right))


def objective(weights, matrix, targets):
    losses = []
    for cells, target in zip(matrix, targets):
        margin = dot(weights, cells) * (1 if target else -1)
        losses.append(math.log1p(math.exp(-margin)) if margin > 0 else math.log1p(math.exp(margin)) - margin)
    return math.fsum(losses) + L2 / 2 * math.fsum(weight * weight for weight in weights[1:])


def solve(matrix, vector):
    """Gaussian elimination with partial pivoting."""
    size = len(vector)
    work = [row[:] + [value] for row, value in zip(matrix, vector)]
    for column in range(size):
        pivot = max(range(column, size), key=lambda i: abs(work[i][column]))
        work[column], work[pivot] = work[pivot], work[column]
        for i in range(column + 1, size):
            factor = work[i][column] / work[column][column]
            for j in range(column, size + 1):
                work[i][j] -= factor * work[column][j]
    solution = [0.0] * size
    for i in reversed(range(size)):
        known = math.fsum(work[i][j] * solution[j] for j in range(i + 1, size))
        solution[i] = (work[i][size] - known) / work[i][i]
    return solution


def newton(matrix, targets):
    """Return (weights, iterations)."""
    size = len(matrix[0])
    penalty = [0.0] + [L2] * (size - 1)
    columns = list(zip(*matrix))
    weights = [0.0] * size
    for iteration in range(100):
        chances = [sigmoid(dot(weights, cells)) for cells in matrix]
        errors = [chance - target for chance, target in zip(chances, targets)]
        gradient = [dot(column, errors) + l2 * weight for column, l2, weight in zip(columns, penalty, weights)]
        if max(map(abs, gradient)) < 1e-10:
            return weights, iteration
        spread = [chance * (1 - chance) for chance in chances]
        hessian = []
        for i, left in enumerate(columns):
            scaled = [a * s for a, s in zip(left, spread)]
            hessian.append([dot(scaled, right) + (penalty[i] if i == j else 0.0) for j, right in enumerate(columns)])
        step = solve(hessian, gradient)
        before, length = objective(weights, matrix, targets), 1.0
        while True:
            trial = [weight - length * move for weight, move in zip(weights, step)]
            # Close to the optimum the objective no longer resolves the step: allow for its rounding.
            if objective(trial, matrix, targets) <= before + 1e-12 * abs(before):
                break
            length /= 2
        weights = trial
    raise ArithmeticError("Newton's method did not converge")


def train_model(rows, targets):
    """Return (features without weights, weights, iterations)."""
    features = learn_preparation(rows)
    weights, iterations = newton([design(features, row) for row in rows], targets)
    return features, [twelve_digits(weight) for weight in weights], iterations


def chances_of(features, weights, rows):
    return [sigmoid(dot(weights, design(features, row))) for row in rows]


def with_weights(features, weights):
    """The features as they stand in model.json."""
    rest = iter(weights[1:])
    complete = []
    for feature, (_, values) in zip(features, FEATURES):
        feature = dict(feature)
        if values is None:
            feature["weight"] = next(rest)
        else:
            feature["weights"] = {value: next(rest) for value in values[1:]}
        complete.append(feature)
    return complete


# The figures

def auc(positives, negatives):
    """The chance that a patient with the disease gets the higher probability (a tie counts half)."""
    wins = sum((a > b) + 0.5 * (a == b) for a in positives for b in negatives)
    return wins / (len(positives) * len(negatives))


def exact_interval(successes, trials):
    """Clopper and Pearson's 95 % interval of a proportion, by bisection."""
    def tail(share, outcomes):
        return math.fsum(math.comb(trials, k) * share ** k * (1 - share) ** (trials - k) for k in outcomes)

    def bisect(is_low):
        low, high = 0.0, 1.0
        for _ in range(60):
            middle = (low + high) / 2
            low, high = (middle, high) if is_low(middle) else (low, middle)
        return (low + high) / 2

    lower = bisect(lambda share: tail(share, range(successes, trials + 1)) < 0.025)
    upper = bisect(lambda share: tail(share, range(0, successes + 1)) > 0.025)
    return [lower, upper]


def auc_interval(positives, negatives):
    """Percentile bootstrap, 95 %, resampled within each diagnosis."""
    generator = random.Random(1989)
    wins = [[(a > b) + 0.5 * (a == b) for b in negatives] for a in positives]
    results = []
    for _ in range(RESAMPLES):
        columns = [int(generator.random() * len(negatives)) for _ in negatives]
        total = 0.0
        for _ in positives:
            row = wins[int(generator.random() * len(positives))]
            total += sum(map(row.__getitem__, columns))
        results.append(total / (len(positives) * len(negatives)))
    results.sort()
    return [results[int(0.025 * RESAMPLES)], results[int(0.975 * RESAMPLES) - 1]]


def measure(chances, targets, intervals):
    pairs = [(int(chance >= THRESHOLD), target) for chance, target in zip(chances, targets)]
    positives = [chance for chance, target in zip(chances, targets) if target == 1]
    negatives = [chance for chance, target in zip(chances, targets) if target == 0]
    right = sum(guess == target for guess, target in pairs)
    figures = {
        "patients": len(targets),
        "with_disease": len(positives),
        "true_positives": pairs.count((1, 1)),
        "false_negatives": pairs.count((0, 1)),
        "true_negatives": pairs.count((0, 0)),
        "false_positives": pairs.count((1, 0)),
        "accuracy": right / len(targets),
        "auc": auc(positives, negatives),
        "log_loss": -math.fsum(math.log(c if t else 1 - c) for c, t in zip(chances, targets)) / len(targets),
        "brier": math.fsum((c - t) ** 2 for c, t in zip(chances, targets)) / len(targets),
    }
    if intervals:
        figures["accuracy_95"] = exact_interval(right, len(targets))
        figures["auc_95"] = auc_interval(positives, negatives)
    return {name: [twelve_digits(v) for v in value] if isinstance(value, list)
            else twelve_digits(value) if isinstance(value, float) else value for name, value in figures.items()}


def cross_validate(rows, labels):
    """Stratified folds over all patients, the same recipe in each: is the one split above an ordinary one?"""
    accuracies, aucs, right = [], [], 0
    order = shuffled(labels)
    for fold in range(FOLDS):
        test = [patient for patients in order for patient in patients[fold::FOLDS]]
        train = sorted(set(labels) - set(test))
        features, weights, _ = train_model([rows[p] for p in train], [labels[p] for p in train])
        chances = chances_of(features, weights, [rows[p] for p in test])
        hits = sum((chance >= THRESHOLD) == (labels[p] == 1) for chance, p in zip(chances, test))
        right += hits
        accuracies.append(hits / len(test))
        aucs.append(auc([c for c, p in zip(chances, test) if labels[p]], [c for c, p in zip(chances, test) if not labels[p]]))
    return {
        "folds": FOLDS,
        "accuracy": twelve_digits(right / len(labels)),
        "accuracy_of_folds": [twelve_digits(min(accuracies)), twelve_digits(max(accuracies))],
        "auc_mean": twelve_digits(statistics.fmean(aucs)),
        "auc_of_folds": [twelve_digits(min(aucs)), twelve_digits(max(aucs))],
    }


def fit():
    """Return the contents of model.json."""
    rows, labels = load()
    train, held_out = split(labels)
    train_rows, train_targets = [rows[p] for p in train], [labels[p] for p in train]
    features, weights, iterations = train_model(train_rows, train_targets)
    held_targets = [labels[p] for p in held_out]
    return {
        "format": "heart-disease-logistic/1",
        "predicts": "1 = more than 50 % narrowing of a major coronary vessel, 0 = less",
        "threshold": THRESHOLD,
        "intercept": weights[0],
        "features": with_weights(features, weights),
        "training": {
            "source": "UCI Machine Learning Repository, Heart Disease (Cleveland), DOI 10.24432/C52P4X, CC BY 4.0",
            "fitted_by": "training/fit.py",
            "data_sha256": fingerprint(),
            "seed": SEED,
            "held_out_share": HELD_OUT_SHARE,
            "l2": L2,
            "newton_iterations": iterations,
            "training_patients": len(train),
            "missing_in_training": {name: sum(row[name] == "" for row in train_rows) for name in MAY_BE_MISSING},
            "missing_in_held_out": {name: sum(rows[p][name] == "" for p in held_out) for name in MAY_BE_MISSING},
            "held_out_patient_ids": held_out,
        },
        "figures": {
            "training": measure(chances_of(features, weights, train_rows), train_targets, intervals=False),
            "held_out": measure(chances_of(features, weights, [rows[p] for p in held_out]), held_targets, intervals=True),
            "cross_validation": cross_validate(rows, labels),
        },
    }


# model.json and the model card

def to_json(model):
    text = json.dumps(model, indent=2)
    # A list of numbers on one line.
    return re.sub(r"\[[-\d\s.,e]+\]", lambda found: re.sub(r"\s+", " ", found[0]).replace("[ ", "[").replace(" ]", "]"), text) + "\n"


def card_blocks(model):
    """The generated parts of the model card, made from the contents of model.json only."""
    training, figures = model["training"], model["figures"]
    seen, unseen, crossed = figures["training"], figures["held_out"], figures["cross_validation"]

    def span(bounds):
        return f"{bounds[0]:.3f} to {bounds[1]:.3f}"

    def row(title, shown):
        return f"| {title} | {shown(unseen)} | {shown(seen)} |"

    def share(part, *whole):
        return lambda f: f"{f[part] / sum(f[name] for name in whole):.3f} ({f[part]} of {sum(f[name] for name in whole)})"

    right = unseen["true_positives"] + unseen["true_negatives"]
    split_block = [
        "| | patients | with disease | without | `ca` missing | `thal` missing |",
        "| --- | ---: | ---: | ---: | ---: | ---: |",
    ]
    for title, f, gaps in [("training", seen, "missing_in_training"), ("held out", unseen, "missing_in_held_out")]:
        split_block.append(f"| {title} | {f['patients']} | {f['with_disease']} | {f['patients'] - f['with_disease']} "
                           f"| {training[gaps]['ca']} | {training[gaps]['thal']} |")
    fillers = {feature["name"]: feature["impute"] for feature in model["features"] if "impute" in feature}
    split_block += [
        "",
        f"Seed `{training['seed']}`; L2 = {training['l2']:g}; threshold {model['threshold']:g}; "
        f"Newton's method converged after {training['newton_iterations']} steps.",
        f"A missing `ca` is taken as {fillers['ca']:g}, a missing `thal` as {fillers['thal']}.",
    ]
    baseline = max(unseen["with_disease"], unseen["patients"] - unseen["with_disease"]) / unseen["patients"]
    figures_block = [
        "| | held out | training |",
        "| --- | ---: | ---: |",
        row("accuracy", lambda f: f"{f['accuracy']:.3f} ({f['true_positives'] + f['true_negatives']} of {f['patients']})"),
        row("AUC", lambda f: f"{f['auc']:.3f}"),
        row("sensitivity", share("true_positives", "true_positives", "false_negatives")),
        row("specificity", share("true_negatives", "true_negatives", "false_positives")),
        row("true positives", lambda f: f["true_positives"]),
        row("false negatives", lambda f: f["false_negatives"]),
        row("true negatives", lambda f: f["true_negatives"]),
        row("false positives", lambda f: f["false_positives"]),
        row("log loss", lambda f: f"{f['log_loss']:.3f}"),
        row("Brier score", lambda f: f"{f['brier']:.3f}"),
        "",
        f"Held-out accuracy {right} of {unseen['patients']}: 95 % interval {span(unseen['accuracy_95'])} (Clopper-Pearson).",
        f"Held-out AUC: 95 % interval {span(unseen['auc_95'])} (percentile bootstrap, {RESAMPLES} resamples).",
        f"Always predicting the more frequent diagnosis would be right for {baseline:.3f} of the held-out patients.",
        "",
        f"The same recipe in {crossed['folds']}-fold cross-validation over all patients: accuracy {crossed['accuracy']:.3f} "
        f"(folds {span(crossed['accuracy_of_folds'])}), mean AUC {crossed['auc_mean']:.3f} "
        f"(folds {span(crossed['auc_of_folds'])}).",
    ]
    return {"split": "\n".join(split_block), "figures": "\n".join(figures_block)}


def block_pattern(name):
    return re.compile(rf"(<!-- fit\.py: {name} -->\n)(.*?)(\n<!-- fit\.py: end -->)", re.DOTALL)


def differences(stored, fresh, path="model.json"):
    """Yield each place where two JSON values differ; numbers by a tolerance."""
    if isinstance(stored, dict) and isinstance(fresh, dict):
        for key in [*fresh, *(key for key in stored if key not in fresh)]:
            if key not in stored or key not in fresh:
                yield f"{path}.{key} is only in the {'file' if key in stored else 'refit'}"
            else:
                yield from differences(stored[key], fresh[key], f"{path}.{key}")
        if list(stored) != list(fresh) and set(stored) == set(fresh):
            yield f"{path}: the order of the keys differs"
    elif isinstance(stored, list) and isinstance(fresh, list) and len(stored) == len(fresh):
        for index, (left, right) in enumerate(zip(stored, fresh)):
            yield from differences(left, right, f"{path}[{index}]")
    elif isinstance(stored, float) and isinstance(fresh, float):
        if not math.isclose(stored, fresh, rel_tol=1e-9, abs_tol=1e-12):
            yield f"{path} is {stored!r}, the refit gives {fresh!r}"
    elif type(stored) is not type(fresh) or stored != fresh:
        yield f"{path} is {stored!r}, the refit gives {fresh!r}"


def check(fresh):
    """Return what would change."""
    if not MODEL.is_file():
        return ["model.json is not there"]
    stored = json.loads(MODEL.read_text(encoding="utf-8"))
    problems = list(differences(stored, fresh))
    if problems:
        return problems
    card = CARD.read_text(encoding="utf-8")
    for name, text in card_blocks(stored).items():
        found = block_pattern(name).search(card)
        if found is None:
            problems.append(f"MODEL_CARD.md has no block {name!r}")
        elif found[2] != text:
            changed = next((pair for pair in zip(found[2].splitlines(), text.splitlines()) if pair[0] != pair[1]), None)
            detail = f": it says {changed[0]!r}, model.json says {changed[1]!r}" if changed else ": its length differs"
            problems.append(f"MODEL_CARD.md, block {name!r}{detail}")
    return problems


def write(fresh):
    card = CARD.read_text(encoding="utf-8")
    for name, text in card_blocks(fresh).items():
        card, count = block_pattern(name).subn(lambda found: found[1] + text + found[3], card)
        if count != 1:
            raise ValueError(f"MODEL_CARD.md must have one block {name!r}, it has {count}")
    MODEL.write_text(to_json(fresh), encoding="utf-8")
    CARD.write_text(card, encoding="utf-8")


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--check", action="store_true", help="refit and compare; write nothing")
    arguments = parser.parse_args()
    fresh = fit()
    if arguments.check:
        problems = check(fresh)
        for problem in problems:
            print(problem, file=sys.stderr)
        if problems:
            return 1
        print("model.json and the figures in MODEL_CARD.md agree with the refit")
    else:
        write(fresh)
        print("wrote model/model.json and the figures in model/MODEL_CARD.md")
    unseen = fresh["figures"]["held_out"]
    print(f"held out: {unseen['patients']} patients, accuracy {unseen['accuracy']:.3f}, AUC {unseen['auc']:.3f}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
