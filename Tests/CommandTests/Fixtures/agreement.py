"""What an independent validator says of documents, for EditorAgreementTests.

usage: agreement.py SCHEMA_FOLDER < PATHS

Reads a path a line and prints a line of `valid`, `invalid` or `unreadable` for each: whether all documents of the file
conform to the schema of their kind, formats asserted. YAML is read as YAML 1.2 by ruamel.yaml, schemas are checked by
jsonschema-rs; neither shares code with runner.
"""

import json
import pathlib
import sys

import jsonschema_rs
from ruamel.yaml import YAML
from ruamel.yaml.constructor import SafeConstructor


class Constructor(SafeConstructor):
    """Dates are texts in the core schema of YAML 1.2."""


Constructor.add_constructor("tag:yaml.org,2002:timestamp", lambda _, node: node.value)


def documents(path):
    text = path.read_bytes().decode("utf-8")
    if path.suffix == ".json":
        return [json.loads(text)]
    yaml = YAML(typ="safe", pure=True)
    yaml.Constructor = Constructor
    return list(yaml.load_all(text))


def main():
    schemas = {}
    for kind, name in {"JobManifest": "job-manifest", "Emulator": "emulator"}.items():
        schema = json.loads(pathlib.Path(sys.argv[1], f"{name}.v1.schema.json").read_text())
        jsonschema_rs.meta.validate(schema)
        schemas[kind] = jsonschema_rs.validator_for(schema, validate_formats=True)
    for line in sys.stdin:
        try:
            found = documents(pathlib.Path(line.rstrip("\n")))
        except Exception:
            print("unreadable")
            continue
        kinds = [document.get("kind") if isinstance(document, dict) else None for document in found]
        valid = all(
            schemas[kind if kind in schemas else "JobManifest"].is_valid(document)
            for kind, document in zip(kinds, found)
        )
        print("valid" if valid else "invalid")


main()
