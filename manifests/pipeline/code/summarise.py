"""Counts the predictions of each class in the files of a mini-batch: one row `CLASS,COUNT` for each."""

import collections
import csv
import pathlib


def init():
    pass


def run(mini_batch):
    counts = collections.Counter()
    for path in mini_batch:
        with pathlib.Path(path).open(newline="", encoding="utf-8") as file:
            counts.update(row[2] for row in csv.reader(file) if row)
    return [f"{name},{count}" for name, count in sorted(counts.items())]
