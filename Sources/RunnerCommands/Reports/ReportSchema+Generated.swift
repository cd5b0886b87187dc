// Written by scripts/embed-schemas from schemas/reports/*.schema.json. Do not edit.
// swift-format-ignore-file

extension ReportSchema {
    /// `schemas/reports/plan.v1.schema.json`, byte for byte.
    static let planV1 = #"""
{
  "$schema": "https://json-schema.org/draft/2020-12/schema",
  "$id": "https://runner.invalid/schemas/reports/plan.v1.schema.json",
  "title": "plan",
  "description": "What `runner plan -o json` writes (`Plan`, or `Plans` for several manifests) and what `runner plan --out` saves (`SavedPlan`). No secret is in it, no clock and no run: references stand in place of secrets. Minor versions add members; readers ignore those that they do not know.",
  "type": "object",
  "required": ["format_version", "kind"],
  "properties": {
    "format_version": {
      "description": "The version of this form: a reader of 1.0 reads every 1.x.",
      "type": "string",
      "pattern": "^1\\.(0|[1-9][0-9]*)$"
    },
    "kind": { "description": "What this is.", "enum": ["Plan", "Plans", "SavedPlan"] },
    "against": { "$ref": "#/$defs/difference" }
  },
  "allOf": [
    {
      "if": { "properties": { "kind": { "const": "Plan" } } },
      "then": { "$ref": "#/$defs/plan" }
    },
    {
      "if": { "properties": { "kind": { "const": "Plans" } } },
      "then": {
        "required": ["plans"],
        "properties": { "plans": { "$ref": "#/$defs/plans" } }
      }
    },
    {
      "if": { "properties": { "kind": { "const": "SavedPlan" } } },
      "then": { "$ref": "#/$defs/savedPlan" }
    }
  ],
  "$defs": {
    "plans": {
      "description": "A plan for each manifest, in the order in which they were named.",
      "type": "array",
      "items": { "$ref": "#/$defs/plan" }
    },
    "savedPlan": {
      "description": "Plans with everything that is needed to make them again.",
      "type": "object",
      "required": ["toolVersion", "given", "emulator", "ledger", "sources", "summary", "plans"],
      "properties": {
        "toolVersion": { "description": "The version of the program that made them; another one makes them again.", "type": "string" },
        "given": {
          "description": "What was typed, as far as plans come from it.",
          "type": "object",
          "required": ["paths", "parameters", "reruns"],
          "properties": {
            "paths": { "description": "Files and folders.", "type": "array", "minItems": 1, "items": { "type": "string" } },
            "parameters": { "description": "The values of `--set`.", "type": "array", "items": { "type": "string" } },
            "reruns": { "description": "The values of `--rerun`.", "type": "array", "items": { "type": "string" } }
          },
          "additionalProperties": false
        },
        "emulator": { "description": "The emulator's name, when they are for one.", "type": ["string", "null"] },
        "ledger": {
          "description": "The ledger that they were compared with; null when they were compared with none.",
          "type": ["object", "null"],
          "required": ["lineage", "serial", "head"],
          "properties": {
            "lineage": { "description": "What the ledger was born with.", "type": "string" },
            "serial": { "description": "The number of its last entry then.", "type": "integer", "minimum": 0 },
            "head": {
              "description": "That entry's number and hash.",
              "type": "string",
              "pattern": "^(0|[1-9][0-9]{0,17}):[0-9a-f]{64}$"
            }
          },
          "additionalProperties": false
        },
        "sources": {
          "description": "The manifests' files.",
          "type": "array",
          "items": {
            "type": "object",
            "required": ["file", "digest"],
            "properties": {
              "file": { "description": "The file, as it was typed or found.", "type": "string" },
              "digest": { "description": "Of its bytes.", "type": "string", "pattern": "^sha256:[0-9a-f]{64}$" }
            },
            "additionalProperties": false
          }
        },
        "pins": {
          "description": "What the manifests leave to the moment of sending, as it was when the plan was made with `--resolve`; only what a job makes use of.",
          "type": "object",
          "required": ["deployments", "versions"],
          "properties": {
            "deployments": {
              "description": "Default deployments, by the endpoint: resource manager, subscription, resource group, workspace and name.",
              "type": "object",
              "additionalProperties": { "type": "string", "pattern": "^[A-Za-z](-?[A-Za-z0-9]){2,31}$" }
            },
            "versions": {
              "description": "Latest versions, by the asset: its workspace, `data` or `models`, and its name.",
              "type": "object",
              "additionalProperties": { "type": "string", "pattern": "^[A-Za-z0-9][A-Za-z0-9._-]{0,254}$" }
            }
          },
          "additionalProperties": false
        },
        "summary": { "$ref": "#/$defs/summary" },
        "plans": { "$ref": "#/$defs/plans" }
      }
    },
    "plan": {
      "description": "What would be done with the jobs of one manifest.",
      "type": "object",
      "required": ["format_version", "kind", "manifest", "file", "ledgerLineage", "planDigest", "labels", "jobs", "credentials", "departed", "departedAttempts", "summary"],
      "properties": {
        "kind": { "const": "Plan" },
        "manifest": { "description": "The manifest's name.", "type": "string" },
        "file": { "description": "The manifest's file, as it was typed or found.", "type": "string" },
        "ledgerLineage": { "description": "The ledger that it was compared with; null when with none.", "type": ["string", "null"] },
        "planDigest": {
          "description": "Of everything that the plan says of the manifest, without what it says of the ledger.",
          "type": "string",
          "pattern": "^p1:[0-9a-f]{64}$"
        },
        "labels": { "$ref": "#/$defs/labels" },
        "jobs": { "description": "The jobs, every combination of a matrix by itself.", "type": "array", "items": { "$ref": "#/$defs/job" } },
        "credentials": { "description": "The credentials in use.", "type": "array", "items": { "$ref": "#/$defs/credential" } },
        "departed": {
          "description": "Addresses of jobs that the ledger has and the manifest no longer has.",
          "type": "array",
          "items": { "type": "string" }
        },
        "departedAttempts": {
          "description": "The latest attempt of each of these.",
          "type": "array",
          "items": {
            "type": "object",
            "required": ["address", "state", "attempt"],
            "properties": {
              "address": { "type": "string" },
              "state": { "$ref": "#/$defs/state" },
              "attempt": { "type": "integer", "minimum": 0 }
            }
          }
        },
        "summary": { "$ref": "#/$defs/summary" }
      }
    },
    "job": {
      "description": "One job.",
      "type": "object",
      "required": ["address", "job", "isMatrix", "decision", "why", "details", "needs", "changes", "previous", "attempt", "realm", "occurrence", "endpoint", "credential", "credentialHosts", "runDigest", "terms", "run", "request", "warnings"],
      "properties": {
        "address": { "description": "What people type for it: `manifest/job`, with `[region=eu]` under a matrix.", "type": "string" },
        "job": { "description": "The entry of the manifest's `jobs` that it is of.", "type": "string" },
        "isMatrix": { "description": "Whether that entry has a matrix.", "type": "boolean" },
        "decision": {
          "description": "What `apply` would do: `notCompared`, `new`, `changed` and `again` send; `takeUp` waits for an attempt; `upToDate`, `leave` and `unsettled` send nothing.",
          "enum": ["notCompared", "new", "changed", "upToDate", "takeUp", "again", "leave", "unsettled"]
        },
        "why": { "description": "The decision in words.", "type": "string" },
        "details": { "description": "More words on it.", "type": "array", "items": { "type": "string" } },
        "needs": { "description": "The entries that must have succeeded before.", "type": "array", "items": { "type": "string" } },
        "changes": {
          "description": "What differs from the latest attempt, by the members of `run`.",
          "type": "array",
          "items": { "$ref": "#/$defs/change" }
        },
        "previous": {
          "description": "The latest attempt; null when there is none.",
          "type": ["object", "null"],
          "required": ["attempt", "state", "remoteID", "changedAt"],
          "properties": {
            "attempt": { "type": "integer", "minimum": 0 },
            "state": { "$ref": "#/$defs/state" },
            "remoteID": { "type": ["string", "null"] },
            "changedAt": { "type": "string" }
          }
        },
        "attempt": { "description": "The number under which it would be sent; null when nothing is sent.", "type": ["integer", "null"], "minimum": 1 },
        "realm": { "description": "Where it runs: cloud, authority and host, or `emulator:NAME`.", "type": "string" },
        "occurrence": { "description": "The value of `rerun.per`.", "type": ["string", "null"] },
        "endpoint": { "description": "The endpoint's name in the manifest.", "type": "string" },
        "credential": { "description": "The credential's name in the manifest.", "type": "string" },
        "credentialHosts": {
          "description": "The hosts that see the credential's tokens; a pattern such as `*.eastus2.inference.ml.azure.com` where the endpoint is looked up.",
          "type": "array",
          "items": { "type": "string" }
        },
        "runDigest": { "description": "What the remote job is, as a digest.", "type": "string", "pattern": "^d1:[0-9a-f]{64}$" },
        "terms": {
          "description": "What the manifest says of the job beside what the remote job is.",
          "type": "object",
          "properties": {
            "labels": { "$ref": "#/$defs/labels" },
            "rerun": { "description": "When a settled job runs again.", "enum": ["once", "always", "per"] },
            "timeoutsInSeconds": {
              "type": "object",
              "properties": {
                "queue": { "description": "Until it runs.", "type": "integer", "minimum": 0 },
                "execution": { "description": "Until it is settled.", "type": "integer", "minimum": 0 }
              }
            },
            "attemptsPerRun": { "description": "How many attempts there may be in one run, where there may be more than one.", "type": "integer", "minimum": 1 }
          }
        },
        "run": {
          "description": "What the remote job is, and what `runDigest` is of: `deployment`, `endpoint`, `experimentName`, `inputs`, `needs`, `outputs`, `settings`; what has no value is left out.",
          "type": ["object", "null"]
        },
        "request": {
          "description": "The request that would be sent; null when nothing is sent.",
          "type": ["object", "null"],
          "required": ["method", "url", "headers", "body"],
          "properties": {
            "method": { "type": "string" },
            "url": { "type": "string" },
            "headers": { "type": "object", "additionalProperties": { "type": "string" } },
            "body": true
          }
        },
        "warnings": { "description": "Things to look at.", "type": "array", "items": { "type": "string" } }
      }
    },
    "credential": {
      "description": "A credential: what decides who submits, references as they are written, no value of one.",
      "type": "object",
      "required": ["name", "authority", "hosts", "type"],
      "properties": {
        "name": { "description": "The credential's name in the manifest.", "type": "string" },
        "authority": { "description": "The host that gives its tokens.", "type": "string" },
        "hosts": { "description": "The hosts that see its tokens.", "type": "array", "items": { "type": "string" } },
        "type": { "description": "The credential's type.", "type": "string" },
        "tenantId": { "description": "The tenant, or where its id is looked up.", "type": ["string", "object"] },
        "clientId": { "description": "The client, or where its id is looked up.", "type": ["string", "object"] }
      }
    },
    "change": {
      "description": "A field that differs.",
      "type": "object",
      "required": ["path", "before", "after"],
      "properties": {
        "path": { "type": "string" },
        "before": { "description": "What it was; null when it is new.", "type": ["string", "null"] },
        "after": { "description": "What it is; null when it is gone.", "type": ["string", "null"] }
      }
    },
    "difference": {
      "description": "How the plans differ from those of another commit: `plan --against`.",
      "type": "object",
      "required": ["reference", "commit", "problem", "added", "changed", "removed", "unchanged"],
      "properties": {
        "reference": { "description": "The commit as it was typed.", "type": "string" },
        "commit": { "description": "The commit's name.", "type": "string", "pattern": "^([0-9a-f]{40}|[0-9a-f]{64})$" },
        "problem": { "description": "Why that commit's manifests cannot be planned; all jobs count as added then.", "type": ["string", "null"] },
        "added": { "description": "Jobs that only this plan has.", "type": "array", "items": { "type": "string" } },
        "changed": {
          "description": "Jobs that differ, and manifests that differ in what belongs to no job.",
          "type": "array",
          "items": {
            "type": "object",
            "required": ["address", "changes"],
            "properties": {
              "address": { "type": "string" },
              "changes": { "type": "array", "items": { "$ref": "#/$defs/change" } }
            }
          }
        },
        "removed": { "description": "Jobs that only the other commit has.", "type": "array", "items": { "type": "string" } },
        "unchanged": { "$ref": "#/$defs/count" }
      }
    },
    "labels": { "description": "Labels.", "type": "object", "additionalProperties": { "type": "string" } },
    "state": {
      "description": "The state of an attempt.",
      "enum": ["intent", "submitted", "queued", "running", "succeeded", "failed", "cancelled", "rejected", "unknown", "lost", "skipped"]
    },
    "summary": {
      "description": "How many jobs there are of each sort.",
      "type": "object",
      "required": ["submit", "takeUp", "upToDate", "left", "unsettled"],
      "properties": {
        "submit": { "$ref": "#/$defs/count" },
        "takeUp": { "$ref": "#/$defs/count" },
        "upToDate": { "$ref": "#/$defs/count" },
        "left": { "$ref": "#/$defs/count" },
        "unsettled": { "$ref": "#/$defs/count" }
      }
    },
    "count": { "description": "How many.", "type": "integer", "minimum": 0 }
  }
}

"""#

    /// `schemas/reports/run-event.v1.schema.json`, byte for byte.
    static let runEventV1 = #"""
{
  "$schema": "https://json-schema.org/draft/2020-12/schema",
  "$id": "https://runner.invalid/schemas/reports/run-event.v1.schema.json",
  "title": "run event",
  "description": "A line of what `runner apply -o jsonl` and `runner apply --events-into FILE` write: one JSON object for each change, in the order in which they were seen. The first line has the type `version`, the last `run.summary`; a stream without a summary was cut off. It holds no secret, and no body of a request or an answer. Minor versions add types and members; readers ignore those that they do not know.",
  "type": "object",
  "required": ["seq", "time", "type", "level", "run"],
  "properties": {
    "seq": { "description": "The line's number, from 1 without a gap.", "type": "integer", "minimum": 1 },
    "time": {
      "description": "When it was seen, RFC 3339 in UTC with milliseconds.",
      "type": "string",
      "pattern": "^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}\\.[0-9]{3}Z$"
    },
    "type": { "description": "What happened.", "type": "string", "pattern": "^[a-z]+(\\.[a-zA-Z]+)?$" },
    "level": { "description": "How grave it is.", "enum": ["info", "warning", "error"] },
    "run": { "description": "The run's id.", "type": "string", "minLength": 1 },
    "job": { "description": "What people type for the job that it is about.", "type": "string", "minLength": 1 }
  },
  "allOf": [
    {
      "if": { "properties": { "type": { "const": "version" } }, "required": ["type"] },
      "then": {
        "description": "The first line.",
        "required": ["format_version", "kind", "toolVersion"],
        "properties": {
          "format_version": {
            "description": "The version of this form: a reader of 1.0 reads every 1.x.",
            "type": "string",
            "pattern": "^1\\.(0|[1-9][0-9]*)$"
          },
          "kind": { "const": "RunEvents" },
          "toolVersion": { "type": "string" }
        }
      }
    },
    {
      "if": { "properties": { "type": { "const": "job.planned" } }, "required": ["type"] },
      "then": {
        "description": "A job that the run has to do with.",
        "required": ["endpoint", "decision", "job"],
        "properties": {
          "endpoint": { "description": "The endpoint's name in the manifest.", "type": "string" },
          "decision": { "description": "What is done with the job.", "type": "string" }
        }
      }
    },
    {
      "if": { "properties": { "type": { "const": "job.intent" } }, "required": ["type"] },
      "then": {
        "description": "An attempt is written into the ledger and about to be sent.",
        "required": ["attempt", "job"],
        "properties": { "attempt": { "type": "integer", "minimum": 1 } }
      }
    },
    {
      "if": { "properties": { "type": { "const": "job.retrying" } }, "required": ["type"] },
      "then": {
        "description": "It is proved that nothing was created; the same request is sent again after a wait.",
        "required": ["afterSeconds", "reason", "job"],
        "properties": { "afterSeconds": { "type": "integer", "minimum": 0 }, "reason": { "type": "string" } }
      }
    },
    {
      "if": { "properties": { "type": { "const": "job.submitted" } }, "required": ["type"] },
      "then": {
        "description": "The engine has the job.",
        "required": ["remoteID", "link", "job"],
        "properties": { "remoteID": { "type": "string" }, "link": { "type": ["string", "null"] } }
      }
    },
    {
      "if": { "properties": { "type": { "const": "job.takenUp" } }, "required": ["type"] },
      "then": {
        "description": "A job of an earlier run is waited for again.",
        "required": ["remoteID", "job"],
        "properties": { "remoteID": { "type": "string" } }
      }
    },
    {
      "if": { "properties": { "type": { "const": "job.reconciling" } }, "required": ["type"] },
      "then": {
        "description": "It is not known whether an attempt was taken; the endpoint's list of jobs is looked at.",
        "required": ["attempt", "job"],
        "properties": { "attempt": { "type": "integer", "minimum": 1 } }
      }
    },
    {
      "if": { "properties": { "type": { "const": "job.adopted" } }, "required": ["type"] },
      "then": {
        "description": "A job of the endpoint's list can only be the attempt's, and is followed as such.",
        "required": ["remoteID", "job"],
        "properties": { "remoteID": { "type": "string" } }
      }
    },
    {
      "if": { "properties": { "type": { "const": "job.resending" } }, "required": ["type"] },
      "then": {
        "description": "The list did not show the attempt over the visibility window; the same bytes go out once more, with the same key.",
        "required": ["attempt", "job"],
        "properties": { "attempt": { "type": "integer", "minimum": 1 } }
      }
    },
    {
      "if": { "properties": { "type": { "const": "job.state" } }, "required": ["type"] },
      "then": {
        "description": "The job's state changed.",
        "required": ["state", "word", "job"],
        "properties": { "state": { "type": "string" }, "word": { "description": "The engine's own word.", "type": "string" } }
      }
    },
    {
      "if": { "properties": { "type": { "const": "job.trouble" } }, "required": ["type"] },
      "then": {
        "description": "An answer could not be got; the job is asked about again later.",
        "required": ["reason", "job"],
        "properties": { "reason": { "type": "string" } }
      }
    },
    {
      "if": { "properties": { "type": { "const": "job.cancelling" } }, "required": ["type"] },
      "then": {
        "description": "The run was interrupted with `--on-interrupt cancel`, and the endpoint is asked to cancel the job.",
        "required": ["remoteID", "job"],
        "properties": { "remoteID": { "type": "string" } }
      }
    },
    {
      "if": { "properties": { "type": { "const": "job.notCancelled" } }, "required": ["type"] },
      "then": {
        "description": "The run was interrupted with `--on-interrupt cancel`, and the job goes on: it cannot be cancelled from here, is another run's, or the request was not taken.",
        "required": ["reason", "job"],
        "properties": { "reason": { "type": "string" } }
      }
    },
    {
      "if": { "properties": { "type": { "const": "job.finished" } }, "required": ["type"] },
      "then": {
        "description": "The job is over for this run.",
        "required": ["ending", "attempt", "remoteID", "link", "reason", "outputs", "job"],
        "properties": {
          "ending": {
            "description": "How a job stands at the end of the run: succeeded, upToDate; failed, cancelled, rejected, denied; unfinished, unknown, lost; notSent, notBegun, skipped. Minor versions may add words.",
            "type": "string",
            "pattern": "^[a-z][A-Za-z]*$"
          },
          "attempt": { "type": ["integer", "null"], "minimum": 1 },
          "remoteID": { "type": ["string", "null"] },
          "link": { "type": ["string", "null"] },
          "reason": { "type": ["string", "null"] },
          "outputs": { "type": "object", "additionalProperties": { "type": "string" } }
        }
      }
    },
    {
      "if": { "properties": { "type": { "const": "diagnostic" } }, "required": ["type"] },
      "then": {
        "description": "What was wrong with the run or a job.",
        "required": ["diagnostic"],
        "properties": {
          "diagnostic": {
            "type": "object",
            "required": ["job", "code", "severity", "message", "label", "place", "notes", "help"],
            "properties": {
              "job": { "description": "The job that it is about; null for the run as a whole.", "type": ["string", "null"] },
              "code": {
                "description": "The kind of fault; `runner explain CODE` tells about it.",
                "type": "string",
                "pattern": "^RN[0-9]{4}$"
              },
              "severity": { "enum": ["error", "warning"] },
              "message": { "description": "What is wrong.", "type": "string" },
              "label": { "description": "What is wrong at its place.", "type": ["string", "null"] },
              "place": {
                "description": "`file:line:column`, both from 1; null for what has no place.",
                "type": ["string", "null"]
              },
              "notes": { "description": "Facts that help to understand it.", "type": "array", "items": { "type": "string" } },
              "help": { "description": "What to do about it.", "type": ["string", "null"] }
            }
          }
        }
      }
    },
    {
      "if": { "properties": { "type": { "const": "run.summary" } }, "required": ["type"] },
      "then": {
        "description": "The last line.",
        "required": ["totals", "ledger", "exit"],
        "properties": {
          "totals": {
            "description": "How many jobs there are, in all and of each ending that any of them has.",
            "type": "object",
            "required": ["jobs"],
            "additionalProperties": { "type": "integer", "minimum": 0 }
          },
          "ledger": {
            "type": ["object", "null"],
            "required": ["file", "head"],
            "properties": { "file": { "type": "string" }, "head": { "type": ["string", "null"] } }
          },
          "exit": {
            "description": "How the command ends.",
            "type": "object",
            "required": ["code", "name"],
            "properties": { "code": { "type": "integer", "minimum": 0, "maximum": 255 }, "name": { "type": "string", "minLength": 1 } }
          }
        }
      }
    }
  ]
}

"""#

    /// `schemas/reports/run-report.v1.schema.json`, byte for byte.
    static let runReportV1 = #"""
{
  "$schema": "https://json-schema.org/draft/2020-12/schema",
  "$id": "https://runner.invalid/schemas/reports/run-report.v1.schema.json",
  "title": "run report",
  "description": "What `runner apply --report json=FILE` writes when a run is over, however it ended. It holds no secret, and no body of a request or an answer. Minor versions add members; readers ignore those that they do not know.",
  "type": "object",
  "required": ["format_version", "kind", "run", "manifests", "ledger", "totals", "jobs", "diagnostics", "exit"],
  "properties": {
    "format_version": {
      "description": "The version of this form: a reader of 1.0 reads every 1.x.",
      "type": "string",
      "pattern": "^1\\.(0|[1-9][0-9]*)$"
    },
    "kind": { "description": "What this is.", "const": "RunReport" },
    "run": {
      "description": "The run.",
      "type": "object",
      "required": ["id", "command", "began", "ended", "toolVersion", "rehearsal"],
      "properties": {
        "id": { "description": "The run's id; the ledger knows it by that.", "type": ["string", "null"] },
        "command": { "description": "The command, such as `apply`.", "type": "string" },
        "began": { "$ref": "#/$defs/time" },
        "ended": { "$ref": "#/$defs/time" },
        "toolVersion": { "description": "The version of the program.", "type": "string" },
        "rehearsal": { "description": "The emulator's name; null when the endpoints were real.", "type": ["string", "null"] }
      }
    },
    "manifests": {
      "description": "The manifests that were read.",
      "type": "array",
      "items": {
        "type": "object",
        "required": ["name", "file", "planDigest"],
        "properties": {
          "name": { "description": "The manifest's name.", "type": "string" },
          "file": { "description": "The path as it was typed or found, or `<stdin>`.", "type": "string" },
          "planDigest": { "description": "What a review can be held against.", "type": ["string", "null"], "pattern": "^p1:[0-9a-f]{64}$" }
        }
      }
    },
    "ledger": {
      "description": "The record; null when none was opened.",
      "anyOf": [
        { "type": "null" },
        {
          "type": "object",
          "required": ["file", "head"],
          "properties": {
            "file": { "description": "The ledger's file.", "type": "string" },
            "head": { "description": "Its head when the run was over, for `ledger verify --expect-head`; null when the run did not get so far.", "type": ["string", "null"] }
          }
        }
      ]
    },
    "totals": { "$ref": "#/$defs/totals" },
    "jobs": {
      "description": "The jobs, in the manifests' order.",
      "type": "array",
      "items": { "$ref": "#/$defs/job" }
    },
    "diagnostics": {
      "description": "What was wrong.",
      "type": "array",
      "items": { "$ref": "#/$defs/diagnostic" }
    },
    "exit": { "$ref": "#/$defs/exit" }
  },
  "$defs": {
    "time": { "description": "A moment, RFC 3339 in UTC with milliseconds.", "type": "string", "pattern": "^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}\\.[0-9]{3}Z$" },
    "optionalTime": { "anyOf": [{ "$ref": "#/$defs/time" }, { "type": "null" }] },
    "count": { "type": "integer", "minimum": 0 },
    "totals": {
      "description": "How many jobs there are, in all and of each ending that any of them has.",
      "type": "object",
      "required": ["jobs"],
      "additionalProperties": { "$ref": "#/$defs/count" }
    },
    "ending": {
      "description": "How a job stands at the end of the run: succeeded, upToDate; failed, cancelled, rejected, denied; unfinished, unknown, lost; notSent, notBegun, skipped. Minor versions may add words.",
      "type": "string",
      "pattern": "^[a-z][A-Za-z]*$"
    },
    "job": {
      "type": "object",
      "required": ["address", "manifest", "endpoint", "ending", "attempt", "remoteID", "link", "reason", "findings", "outputs", "attempts"],
      "properties": {
        "address": { "description": "What people type for the job.", "type": "string" },
        "manifest": { "description": "The manifest's name.", "type": "string" },
        "endpoint": { "description": "The endpoint's name in the manifest.", "type": "string" },
        "ending": { "$ref": "#/$defs/ending" },
        "attempt": { "description": "The number of the attempt that decided.", "type": ["integer", "null"], "minimum": 1 },
        "remoteID": { "description": "The engine's id for the job.", "type": ["string", "null"] },
        "link": { "description": "The page where people look at it.", "type": ["string", "null"] },
        "reason": { "description": "Why, in words.", "type": ["string", "null"] },
        "findings": {
          "description": "What the engine complains of.",
          "type": "array",
          "items": {
            "type": "object",
            "required": ["path", "message"],
            "properties": {
              "path": { "description": "Where in the job, such as `outputs.score.type`.", "type": "string" },
              "message": { "description": "What is wrong.", "type": "string" }
            }
          }
        },
        "outputs": {
          "description": "Where it writes, by the outputs' names.",
          "type": "object",
          "additionalProperties": { "type": "string" }
        },
        "attempts": {
          "description": "What this run sent or waited for, in order.",
          "type": "array",
          "items": { "$ref": "#/$defs/attempt" }
        }
      }
    },
    "attempt": {
      "type": "object",
      "required": ["number", "sends", "began", "submitted", "running", "ended", "remoteID", "link"],
      "properties": {
        "number": { "description": "The attempt's number; null when this run did not get to know it.", "type": ["integer", "null"], "minimum": 1 },
        "sends": { "description": "How often this run sent it, with one key; 0 for one of an earlier run.", "$ref": "#/$defs/count" },
        "began": { "description": "When this run began it or took it up.", "$ref": "#/$defs/time" },
        "submitted": { "description": "When the engine had it.", "$ref": "#/$defs/optionalTime" },
        "running": { "description": "When it was first seen running.", "$ref": "#/$defs/optionalTime" },
        "ended": { "description": "When it was seen to be over, or was no longer waited for.", "$ref": "#/$defs/optionalTime" },
        "remoteID": { "description": "The engine's id for it.", "type": ["string", "null"] },
        "link": { "description": "The page where people look at it.", "type": ["string", "null"] }
      }
    },
    "diagnostic": {
      "type": "object",
      "required": ["job", "code", "severity", "message", "label", "place", "notes", "help"],
      "properties": {
        "job": { "description": "The job that it is about; null for the run as a whole.", "type": ["string", "null"] },
        "code": { "description": "The kind of fault; `runner explain CODE` tells about it.", "type": "string", "pattern": "^RN[0-9]{4}$" },
        "severity": { "enum": ["error", "warning"] },
        "message": { "description": "What is wrong.", "type": "string" },
        "label": { "description": "What is wrong at its place.", "type": ["string", "null"] },
        "place": { "description": "`file:line:column`, both from 1; null for what has no place.", "type": ["string", "null"] },
        "notes": { "description": "Facts that help to understand it.", "type": "array", "items": { "type": "string" } },
        "help": { "description": "What to do about it.", "type": ["string", "null"] }
      }
    },
    "exit": {
      "description": "How the command ends.",
      "type": "object",
      "required": ["code", "name"],
      "properties": {
        "code": { "type": "integer", "minimum": 0, "maximum": 255 },
        "name": { "type": "string", "minLength": 1 }
      }
    }
  }
}

"""#

    /// `schemas/reports/secret-report.v1.schema.json`, byte for byte.
    static let secretReportV1 = #"""
{
  "$schema": "https://json-schema.org/draft/2020-12/schema",
  "$id": "https://runner.invalid/schemas/reports/secret-report.v1.schema.json",
  "title": "secret report",
  "description": "What `runner secrets check -o json` writes; it holds no value. Minor versions add members; readers ignore those that they do not know.",
  "type": "object",
  "required": ["format_version", "kind", "credentials", "diagnostics"],
  "properties": {
    "format_version": {
      "description": "The version of this form: a reader of 1.0 reads every 1.x.",
      "type": "string",
      "pattern": "^1\\.(0|[1-9][0-9]*)$"
    },
    "kind": { "description": "What this is.", "const": "SecretReport" },
    "credentials": {
      "description": "Every credential, manifest by manifest.",
      "type": "array",
      "items": {
        "type": "object",
        "required": ["manifest", "credential", "type", "references"],
        "properties": {
          "manifest": { "description": "The manifest's name.", "type": "string" },
          "credential": { "description": "The credential's name.", "type": "string" },
          "type": { "description": "The credential's type, such as `azure-service-principal`.", "type": "string" },
          "references": {
            "description": "Every reference of it; none where the type refers to nothing.",
            "type": "array",
            "items": { "$ref": "#/$defs/reference" }
          }
        }
      }
    },
    "diagnostics": {
      "description": "What is missing or cannot be used, and what is doubtful.",
      "type": "array",
      "items": {
        "type": "object",
        "required": ["code", "severity", "message"],
        "properties": {
          "code": { "description": "The kind of fault; `runner explain CODE` tells about it.", "type": "string", "pattern": "^RN[0-9]{4}$" },
          "severity": { "enum": ["error", "warning"] },
          "message": { "description": "What is wrong.", "type": "string" }
        }
      }
    }
  },
  "$defs": {
    "reference": {
      "type": "object",
      "required": ["for", "source", "name", "state", "looked_at", "file", "file_mode", "bytes", "left_away", "appearance"],
      "properties": {
        "for": { "description": "What the value is for, such as `credentials.scoring.clientSecret`.", "type": "string" },
        "source": { "description": "What is referred to.", "enum": ["environment", "file"] },
        "name": { "description": "The variable's name, or the file's path as it is written.", "type": "string" },
        "state": { "description": "Whether it leads to a value that can be used.", "enum": ["found", "missing", "unusable"] },
        "looked_at": { "description": "The files that were looked for, in order.", "type": "array", "items": { "type": "string" } },
        "file": { "description": "The file that was there.", "type": ["string", "null"] },
        "file_mode": { "description": "Who can read the file; null when none was read.", "enum": ["private", "readableByOthers", null] },
        "bytes": { "description": "How long the value is.", "type": ["integer", "null"], "minimum": 1 },
        "left_away": {
          "description": "What was left away from the file.",
          "type": "array",
          "items": { "enum": ["byteOrderMark", "lineBreak"] }
        },
        "appearance": { "description": "What strikes in the value, as the end of a sentence about it.", "type": ["string", "null"] }
      }
    }
  }
}

"""#

    /// `schemas/reports/validation-report.v1.schema.json`, byte for byte.
    static let validationReportV1 = #"""
{
  "$schema": "https://json-schema.org/draft/2020-12/schema",
  "$id": "https://runner.invalid/schemas/reports/validation-report.v1.schema.json",
  "title": "validation report",
  "description": "What `runner validate --format json` writes. Minor versions add members; readers ignore those that they do not know.",
  "type": "object",
  "required": ["format_version", "kind", "valid", "documents", "files", "totals", "diagnostics", "exit"],
  "properties": {
    "format_version": {
      "description": "The version of this form: a reader of 1.0 reads every 1.x.",
      "type": "string",
      "pattern": "^1\\.(0|[1-9][0-9]*)$"
    },
    "kind": { "description": "What this is.", "const": "Validation" },
    "valid": { "description": "Whether there is no error; warnings do not count.", "type": "boolean" },
    "documents": {
      "description": "Every document that was read, file by file.",
      "type": "array",
      "items": {
        "type": "object",
        "required": ["file", "kind"],
        "properties": { "file": { "$ref": "#/$defs/file" }, "kind": { "$ref": "#/$defs/documentKind" } }
      }
    },
    "files": {
      "description": "Every file that was read, with what was found in it.",
      "type": "array",
      "items": {
        "type": "object",
        "required": ["file", "valid", "kinds", "errors", "warnings"],
        "properties": {
          "file": { "$ref": "#/$defs/file" },
          "valid": { "description": "Whether there is no error in it.", "type": "boolean" },
          "kinds": {
            "description": "The kinds of the documents in it, in order.",
            "type": "array",
            "items": { "$ref": "#/$defs/documentKind" }
          },
          "errors": { "$ref": "#/$defs/count" },
          "warnings": { "$ref": "#/$defs/count" }
        }
      }
    },
    "totals": {
      "description": "How much there is, whether it stands in `diagnostics` or not.",
      "type": "object",
      "required": ["files", "invalidFiles", "errors", "warnings", "shown"],
      "properties": {
        "files": { "$ref": "#/$defs/count" },
        "invalidFiles": { "$ref": "#/$defs/count" },
        "errors": { "$ref": "#/$defs/count" },
        "warnings": { "$ref": "#/$defs/count" },
        "shown": { "description": "How many findings `diagnostics` has.", "$ref": "#/$defs/count" }
      }
    },
    "diagnostics": {
      "description": "The findings, file by file and by place; at most as many as --max-errors says.",
      "type": "array",
      "items": { "$ref": "#/$defs/diagnostic" }
    },
    "exit": {
      "description": "How the command ends.",
      "type": "object",
      "required": ["code", "name"],
      "properties": {
        "code": { "type": "integer", "minimum": 0, "maximum": 255 },
        "name": { "type": "string", "minLength": 1 }
      }
    }
  },
  "$defs": {
    "file": { "description": "The path as it was typed or found, or `<stdin>`.", "type": "string" },
    "documentKind": { "description": "The document's `kind`, or `document` where a schema was given.", "type": "string" },
    "count": { "type": "integer", "minimum": 0 },
    "diagnostic": {
      "type": "object",
      "required": ["code", "severity", "message", "primary", "secondary", "notes", "help"],
      "properties": {
        "code": { "description": "The kind of fault; `runner explain CODE` tells about it.", "type": "string", "pattern": "^RN[0-9]{4}$" },
        "severity": { "enum": ["error", "warning"] },
        "message": { "description": "What is wrong.", "type": "string" },
        "primary": {
          "description": "Where it is; null for what has no place.",
          "anyOf": [{ "$ref": "#/$defs/label" }, { "type": "null" }]
        },
        "secondary": { "description": "Other places that explain it.", "type": "array", "items": { "$ref": "#/$defs/label" } },
        "notes": { "description": "Facts that help to understand it.", "type": "array", "items": { "type": "string" } },
        "help": { "description": "What to do about it.", "type": ["string", "null"] }
      }
    },
    "label": {
      "type": "object",
      "required": ["file", "start", "end", "label"],
      "properties": {
        "file": { "$ref": "#/$defs/file" },
        "start": { "$ref": "#/$defs/place" },
        "end": { "description": "The place behind the last character.", "$ref": "#/$defs/place" },
        "label": { "description": "What is there; may be empty.", "type": "string" }
      }
    },
    "place": {
      "type": "object",
      "required": ["byte"],
      "properties": {
        "line": { "description": "From 1.", "type": "integer", "minimum": 1 },
        "column": { "description": "From 1, in Unicode scalars.", "type": "integer", "minimum": 1 },
        "byte": { "description": "From 0.", "type": "integer", "minimum": 0 }
      },
      "dependentRequired": { "line": ["column"], "column": ["line"] }
    }
  }
}

"""#
}
