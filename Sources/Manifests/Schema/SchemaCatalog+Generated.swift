// Written by scripts/embed-schemas from schemas/*.schema.json. Do not edit.
// swift-format-ignore-file

extension SchemaCatalog {
    /// `schemas/emulator.v1.schema.json`, byte for byte.
    static let emulatorV1 = #"""
{
  "$schema": "https://json-schema.org/draft/2020-12/schema",
  "$id": "https://runner.invalid/schemas/emulator.v1.schema.json",
  "title": "emulator",
  "description": "Batch endpoints on this machine, under the host names of the real ones: who may ask for tokens (`entra`), which deployments run (`endpoints`), where data lies (`storage`). Read by `runner apply --emulator` and `runner emulator --config`. Paths are relative to this file.",
  "type": "object",
  "required": ["apiVersion", "kind", "metadata", "entra", "endpoints"],
  "properties": {
    "apiVersion": {
      "description": "The version of the language that this document is written in.",
      "const": "runner/v1"
    },
    "kind": {
      "description": "What this document is.",
      "const": "Emulator"
    },
    "metadata": { "$ref": "#/$defs/metadata" },
    "entra": { "$ref": "#/$defs/entra" },
    "managedIdentities": {
      "title": "mapping of managed identities",
      "description": "Identities that this machine has, by name; handed out as the metadata service and App Service do.",
      "type": "object",
      "propertyNames": { "$ref": "#/$defs/name" },
      "additionalProperties": { "$ref": "#/$defs/managedIdentity" }
    },
    "azureCli": { "$ref": "#/$defs/azureCli" },
    "jobIdentity": { "$ref": "#/$defs/jobIdentity" },
    "endpoints": {
      "title": "mapping of endpoints",
      "description": "Batch endpoints that are played, by name.",
      "type": "object",
      "minProperties": 1,
      "propertyNames": { "$ref": "#/$defs/name" },
      "additionalProperties": { "$ref": "#/$defs/endpoint" }
    },
    "storage": {
      "title": "list of storage places",
      "description": "Which folders stand for which URIs. The longest prefix that fits counts; a URI that fits none does not exist.",
      "type": "array",
      "items": { "$ref": "#/$defs/storage" },
      "default": []
    },
    "environment": {
      "title": "mapping of variables",
      "description": "Variables that credential references read during `apply --emulator`, in place of the real environment's. Throw-away values: they stand in this file.",
      "type": "object",
      "propertyNames": { "$ref": "#/$defs/variableName" },
      "additionalProperties": { "title": "value of a variable", "description": "Text; in quotes where it would read as a number or a truth value.", "type": "string", "writeOnly": true },
      "default": {},
      "examples": [{ "AZURE_CLIENT_SECRET": "throw-away" }]
    },
    "faults": {
      "title": "list of faults",
      "description": "What goes wrong on purpose, to see what a client makes of it.",
      "type": "array",
      "items": { "$ref": "#/$defs/fault" },
      "default": []
    }
  },
  "additionalProperties": false,
  "$defs": {
    "name": {
      "title": "name of lower-case letters, digits and dashes",
      "description": "Begins with a letter, does not end with a dash, at most 63 characters.",
      "type": "string",
      "pattern": "^[a-z]([a-z0-9-]{0,61}[a-z0-9])?$",
      "examples": ["heart"]
    },
    "variableName": {
      "title": "name of an environment variable",
      "description": "Letters, digits and underscores, not beginning with a digit.",
      "type": "string",
      "pattern": "^[A-Za-z_][A-Za-z0-9_]{0,254}$",
      "examples": ["AZURE_CLIENT_SECRET"]
    },
    "text": {
      "title": "text",
      "description": "For people; has no effect.",
      "type": "string"
    },
    "identifier": {
      "title": "id of 8-4-4-4-12 hexadecimal digits",
      "description": "An id of Entra.",
      "type": "string",
      "pattern": "^[0-9A-Fa-f]{8}-[0-9A-Fa-f]{4}-[0-9A-Fa-f]{4}-[0-9A-Fa-f]{4}-[0-9A-Fa-f]{12}$",
      "examples": ["22222222-2222-4222-8222-222222222222"]
    },
    "duration": {
      "title": "duration",
      "description": "An ISO 8601 duration in days, hours, minutes and seconds; seconds may have a fraction.",
      "type": "string",
      "pattern": "^P(?!$)(\\d{1,4}D)?(T(?=\\d)(\\d{1,6}H)?(\\d{1,7}M)?(\\d{1,9}(\\.\\d{1,9})?S)?)?$",
      "examples": ["PT0.2S", "PT30S", "PT1H"]
    },
    "path": {
      "title": "path",
      "description": "Relative to the folder of this file, or absolute.",
      "type": "string",
      "pattern": "^[^\\x00-\\x1F\\x7F]{1,4096}$",
      "examples": ["heart-disease/code"]
    },
    "metadata": {
      "title": "metadata",
      "description": "What the document is called.",
      "type": "object",
      "required": ["name"],
      "properties": {
        "name": {
          "$ref": "#/$defs/name",
          "description": "The realm that runs of this emulator are recorded under is `emulator:NAME`; they are never compared with real ones."
        },
        "description": { "$ref": "#/$defs/text" },
        "labels": {
          "title": "mapping of labels",
          "description": "For people; has no effect.",
          "type": "object",
          "additionalProperties": { "title": "label", "description": "Text of at most 256 characters.", "type": "string", "maxLength": 256 }
        }
      },
      "additionalProperties": false
    },
    "secretReference": {
      "title": "secret reference",
      "description": "Where a value is to be found: `{ env: NAME }` or `{ file: PATH }`.",
      "type": "object",
      "writeOnly": true,
      "oneOf": [{ "required": ["env"] }, { "required": ["file"] }],
      "properties": {
        "env": { "$ref": "#/$defs/variableName", "description": "The environment variable that holds the value." },
        "file": { "$ref": "#/$defs/path", "description": "The file that holds the value." }
      },
      "additionalProperties": false,
      "examples": [{ "env": "AZURE_CLIENT_SECRET" }]
    },

    "entra": {
      "title": "authority",
      "description": "The authority that gives out tokens: v1 and v2 token endpoints of the tenants named here.",
      "type": "object",
      "required": ["tenants"],
      "properties": {
        "tenants": {
          "title": "mapping of tenants",
          "description": "Tenants by their id or domain name.",
          "type": "object",
          "minProperties": 1,
          "propertyNames": {
            "title": "tenant id or domain name",
            "type": "string",
            "pattern": "^[A-Za-z0-9][A-Za-z0-9.-]{0,252}$",
            "examples": ["11111111-1111-4111-8111-111111111111"]
          },
          "additionalProperties": { "$ref": "#/$defs/tenant" }
        },
        "tokenLifetime": {
          "$ref": "#/$defs/duration",
          "description": "How long a token is good for.",
          "default": "PT1H"
        }
      },
      "additionalProperties": false
    },
    "tenant": {
      "title": "tenant",
      "description": "A tenant with the applications that it knows.",
      "type": "object",
      "required": ["applications"],
      "properties": {
        "applications": {
          "title": "mapping of applications",
          "description": "Applications by their client id.",
          "type": "object",
          "minProperties": 1,
          "propertyNames": { "$ref": "#/$defs/identifier" },
          "additionalProperties": { "$ref": "#/$defs/application" }
        }
      },
      "additionalProperties": false
    },
    "application": {
      "title": "application",
      "description": "An application, with what it may prove itself by.",
      "type": "object",
      "minProperties": 1,
      "properties": {
        "description": { "$ref": "#/$defs/text" },
        "clientSecret": {
          "title": "secret",
          "writeOnly": true,
          "description": "The secret that is right: a throw-away text, or a reference, so that whatever the operator has set is right.",
          "anyOf": [
            { "title": "text", "type": "string", "minLength": 1, "writeOnly": true },
            { "$ref": "#/$defs/secretReference" }
          ],
          "examples": [{ "env": "AZURE_CLIENT_SECRET" }, "throw-away"]
        },
        "certificates": {
          "title": "list of paths",
          "description": "Certificates (PEM, without their keys) whose assertions are accepted.",
          "type": "array",
          "minItems": 1,
          "uniqueItems": true,
          "items": { "$ref": "#/$defs/path" },
          "examples": [["certificates/runner.pem"]]
        },
        "federatedCredentials": {
          "title": "list of federated credentials",
          "description": "Tokens of other issuers that are accepted.",
          "type": "array",
          "minItems": 1,
          "items": { "$ref": "#/$defs/federatedCredential" }
        }
      },
      "additionalProperties": false
    },
    "federatedCredential": {
      "title": "federated credential",
      "description": "What another issuer's token must say; compared letter for letter, as Entra does.",
      "type": "object",
      "required": ["issuer", "subject"],
      "properties": {
        "issuer": { "description": "The token's `iss`.", "type": "string", "minLength": 1, "examples": ["https://token.actions.githubusercontent.com"] },
        "subject": { "description": "The token's `sub`.", "type": "string", "minLength": 1, "examples": ["repo:clinic/scoring:ref:refs/heads/main"] },
        "audience": { "description": "The token's `aud`.", "type": "string", "minLength": 1, "default": "api://AzureADTokenExchange" }
      },
      "additionalProperties": false
    },
    "azureCli": {
      "title": "sign-in of the Azure CLI",
      "description": "Who is signed in with `az login` on this machine during `apply --emulator`. What `az` says is played, and no program is run.",
      "type": "object",
      "required": ["tenantId", "objectId"],
      "properties": {
        "tenantId": { "$ref": "#/$defs/identifier", "description": "The tenant of the sign-in." },
        "objectId": { "$ref": "#/$defs/identifier", "description": "The object id of who is signed in." },
        "subscriptionId": { "$ref": "#/$defs/identifier", "description": "The one subscription that the sign-in has." }
      },
      "additionalProperties": false
    },
    "jobIdentity": {
      "title": "job identity",
      "description": "What tokens about the job say. GitHub Actions' and Azure Pipelines' issuers and Kubernetes' token file are played with it, and the variables are set that a job finds them by.",
      "type": "object",
      "required": ["issuer", "subject"],
      "properties": {
        "issuer": { "description": "The token's `iss`.", "type": "string", "minLength": 1, "examples": ["https://token.actions.githubusercontent.com"] },
        "subject": { "description": "The token's `sub`.", "type": "string", "minLength": 1, "examples": ["repo:clinic/scoring:ref:refs/heads/main"] },
        "audience": { "description": "The token's `aud`, where the job does not ask for one.", "type": "string", "minLength": 1, "default": "api://AzureADTokenExchange" }
      },
      "additionalProperties": false
    },
    "managedIdentity": {
      "title": "managed identity",
      "description": "One identity of this machine; the system-assigned one unless it has a `resourceId`.",
      "type": "object",
      "required": ["clientId", "objectId"],
      "properties": {
        "clientId": { "$ref": "#/$defs/identifier", "description": "Its client id." },
        "objectId": { "$ref": "#/$defs/identifier", "description": "Its object (principal) id." },
        "resourceId": {
          "title": "resource id",
          "description": "Its resource id, when it is user-assigned.",
          "type": "string",
          "pattern": "^/subscriptions/[^\\x00-\\x20]+$"
        }
      },
      "additionalProperties": false
    },

    "endpoint": {
      "title": "endpoint",
      "description": "A batch endpoint that is played under its real host name.",
      "type": "object",
      "required": ["host", "deployments"],
      "properties": {
        "description": { "$ref": "#/$defs/text" },
        "host": {
          "title": "host name",
          "description": "The host of the real scoring URI; requests to it are led here.",
          "type": "string",
          "pattern": "^[A-Za-z0-9]([A-Za-z0-9.-]{0,251}[A-Za-z0-9])?$",
          "examples": ["heart.eastus2.inference.ml.azure.com"]
        },
        "workspace": { "$ref": "#/$defs/workspace" },
        "defaultDeployment": {
          "$ref": "#/$defs/deploymentName",
          "description": "The deployment that runs when a request names none; without it such a request is refused."
        },
        "deployments": {
          "title": "mapping of deployments",
          "description": "Deployments by name.",
          "type": "object",
          "minProperties": 1,
          "propertyNames": { "$ref": "#/$defs/deploymentName" },
          "additionalProperties": { "$ref": "#/$defs/deployment" }
        },
        "timing": { "$ref": "#/$defs/timing" }
      },
      "additionalProperties": false
    },
    "workspace": {
      "title": "workspace",
      "description": "The workspace that the endpoint is in, for clients that look it up.",
      "type": "object",
      "required": ["subscriptionId", "resourceGroup", "name"],
      "properties": {
        "subscriptionId": { "$ref": "#/$defs/identifier", "description": "The subscription." },
        "resourceGroup": { "description": "The resource group's name.", "type": "string", "minLength": 1, "maxLength": 90 },
        "name": { "description": "The workspace's name.", "type": "string", "minLength": 1, "maxLength": 33 }
      },
      "additionalProperties": false
    },
    "deploymentName": {
      "title": "deployment name",
      "description": "Letters, digits, dashes and underscores.",
      "type": "string",
      "pattern": "^[A-Za-z0-9]([A-Za-z0-9_-]{0,253}[A-Za-z0-9])?$",
      "examples": ["classifier-v2"]
    },
    "timing": {
      "title": "timing",
      "description": "How long a job stays in its first states; at least.",
      "type": "object",
      "properties": {
        "preparing": { "$ref": "#/$defs/duration", "description": "In `Preparing`.", "default": "PT0S" },
        "queued": { "$ref": "#/$defs/duration", "description": "In `Queued`.", "default": "PT0S" }
      },
      "additionalProperties": false
    },
    "deployment": {
      "title": "deployment",
      "description": "A model with its scoring script, by Azure ML's contract: `init()` once for each process, `run(mini_batch)` for each mini-batch of file paths, which gives a list or a table.",
      "type": "object",
      "required": ["code", "scoringScript"],
      "properties": {
        "description": { "$ref": "#/$defs/text" },
        "code": { "$ref": "#/$defs/path", "description": "The folder of the script." },
        "scoringScript": {
          "$ref": "#/$defs/path",
          "description": "The script, relative to `code`.",
          "examples": ["score.py"]
        },
        "model": {
          "$ref": "#/$defs/path",
          "description": "The folder that the script finds under `AZUREML_MODEL_DIR`.",
          "examples": ["heart-disease/model"]
        },
        "python": {
          "$ref": "#/$defs/path",
          "description": "The interpreter: a path, or a name that is searched for in `PATH`.",
          "default": "python3",
          "examples": [".venv/bin/python"]
        },
        "environmentVariables": {
          "title": "mapping of variables",
          "description": "Variables that the script gets, besides those of Azure ML. Nothing of the real environment passes but a short list.",
          "type": "object",
          "propertyNames": { "$ref": "#/$defs/variableName" },
          "additionalProperties": { "title": "value of a variable", "description": "Text; in quotes where it would read as a number or a truth value.", "type": "string" },
          "default": {}
        },
        "miniBatchSize": {
          "description": "How many files one call of `run` gets.",
          "type": "integer",
          "minimum": 1,
          "maximum": 9007199254740991,
          "default": 10
        },
        "errorThreshold": {
          "description": "How many files may fail before the job does; -1 puts up with all.",
          "type": "integer",
          "minimum": -1,
          "maximum": 2147483647,
          "default": -1
        },
        "retrySettings": {
          "title": "retry settings",
          "description": "How one mini-batch is retried.",
          "type": "object",
          "properties": {
            "maxRetries": {
              "description": "How often a mini-batch is tried again.",
              "type": "integer",
              "minimum": 0,
              "maximum": 2147483647,
              "default": 3
            },
            "timeout": {
              "$ref": "#/$defs/duration",
              "description": "How long one call of `run` may take.",
              "default": "PT30S"
            }
          },
          "additionalProperties": false
        },
        "outputAction": {
          "title": "output action",
          "description": "`append_row` puts what `run` gives into one file; `summary_only` leaves the writing to the script.",
          "enum": ["append_row", "summary_only"],
          "default": "append_row"
        },
        "outputFileName": {
          "title": "file name",
          "description": "The name of that file, without folders.",
          "type": "string",
          "maxLength": 255,
          "pattern": "^[^/\\\\\\x00-\\x1F\\x7F]+$",
          "default": "predictions.csv"
        },
        "instanceCount": {
          "description": "How many nodes are played.",
          "type": "integer",
          "minimum": 1,
          "maximum": 64,
          "default": 1
        },
        "maxConcurrencyPerInstance": {
          "description": "How many processes a node runs.",
          "type": "integer",
          "minimum": 1,
          "maximum": 64,
          "default": 1
        },
        "loggingLevel": {
          "title": "logging level",
          "description": "How much the script's logger says.",
          "enum": ["DEBUG", "INFO", "WARNING"],
          "default": "INFO"
        }
      },
      "additionalProperties": false
    },
    "storage": {
      "title": "storage place",
      "description": "A folder of this machine that stands for everything below a URI.",
      "type": "object",
      "required": ["prefix", "folder"],
      "properties": {
        "prefix": {
          "title": "URI",
          "description": "The URI that the folder stands for.",
          "type": "string",
          "maxLength": 8192,
          "pattern": "^([A-Za-z][A-Za-z0-9+.-]+:|/subscriptions/)[^\\x00-\\x1F\\x7F]*$",
          "examples": ["azureml://datastores/workspaceblobstore/paths"]
        },
        "folder": {
          "$ref": "#/$defs/path",
          "description": "The folder. It is made when it is `writable` and missing.",
          "examples": ["heart-disease/data"]
        },
        "writable": {
          "description": "Whether jobs may write there.",
          "type": "boolean",
          "default": false
        }
      },
      "additionalProperties": false
    },

    "fault": {
      "title": "fault",
      "description": "One thing that goes wrong.",
      "oneOf": [
        { "$ref": "#/$defs/delayFault" },
        { "$ref": "#/$defs/statusFault" },
        { "$ref": "#/$defs/lostAnswerFault" },
        { "$ref": "#/$defs/failingNodeFault" }
      ]
    },
    "operations": {
      "title": "list of operations",
      "description": "Which requests it strikes; by default all.",
      "type": "array",
      "minItems": 1,
      "uniqueItems": true,
      "items": { "description": "A kind of request that the emulator answers.", "enum": ["token", "submit", "status", "list", "cancel", "storage"] },
      "examples": [["submit"]]
    },
    "times": {
      "title": "number of times",
      "description": "How often it strikes; by default always.",
      "type": "integer",
      "minimum": 1,
      "maximum": 1000000,
      "examples": [1]
    },
    "delayFault": {
      "title": "fault of type `delay`",
      "description": "The answer comes late.",
      "type": "object",
      "required": ["type", "by"],
      "properties": {
        "type": { "description": "What goes wrong.", "const": "delay" },
        "on": { "$ref": "#/$defs/operations" },
        "times": { "$ref": "#/$defs/times" },
        "by": { "$ref": "#/$defs/duration", "description": "How late." }
      },
      "additionalProperties": false
    },
    "statusFault": {
      "title": "fault of type `status`",
      "description": "The answer is an error, and nothing else happens.",
      "type": "object",
      "required": ["type", "status"],
      "properties": {
        "type": { "description": "What goes wrong.", "const": "status" },
        "on": { "$ref": "#/$defs/operations" },
        "times": { "$ref": "#/$defs/times" },
        "status": { "description": "The HTTP status.", "type": "integer", "minimum": 400, "maximum": 599, "examples": [429] },
        "retryAfter": { "$ref": "#/$defs/duration", "description": "What the `Retry-After` header says." }
      },
      "additionalProperties": false
    },
    "lostAnswerFault": {
      "title": "fault of type `lostAnswer`",
      "description": "The request is carried out, and the connection is cut before the answer.",
      "type": "object",
      "required": ["type"],
      "properties": {
        "type": { "description": "What goes wrong.", "const": "lostAnswer" },
        "on": { "$ref": "#/$defs/operations" },
        "times": { "$ref": "#/$defs/times" }
      },
      "additionalProperties": false
    },
    "failingNodeFault": {
      "title": "fault of type `failingNode`",
      "description": "A node of a job ends in the middle of its work.",
      "type": "object",
      "required": ["type"],
      "properties": {
        "type": { "description": "What goes wrong.", "const": "failingNode" },
        "times": { "$ref": "#/$defs/times" },
        "node": { "description": "Which node, from 0.", "type": "integer", "minimum": 0, "maximum": 63, "default": 0 }
      },
      "additionalProperties": false
    }
  }
}

"""#

    /// `schemas/job-manifest.v1.schema.json`, byte for byte.
    static let jobManifestV1 = #"""
{
  "$schema": "https://json-schema.org/draft/2020-12/schema",
  "$id": "https://runner.invalid/schemas/job-manifest.v1.schema.json",
  "title": "job manifest",
  "description": "Jobs to run: who runs them (`credentials`), where (`endpoints`), and on what (`jobs`). Read by `runner validate`, `plan` and `apply`.",
  "type": "object",
  "required": ["apiVersion", "kind", "metadata", "credentials", "endpoints", "jobs"],
  "properties": {
    "apiVersion": {
      "description": "The version of the language that this document is written in.",
      "const": "runner/v1"
    },
    "kind": {
      "description": "What this document is.",
      "const": "JobManifest"
    },
    "metadata": { "$ref": "#/$defs/metadata" },
    "parameters": {
      "title": "mapping of parameters",
      "description": "Values that change from run to run, by name. Set them with `--set NAME=VALUE` or `--values FILE`; look them up with `${{ parameters.NAME }}`.",
      "type": "object",
      "propertyNames": { "$ref": "#/$defs/parameterName" },
      "additionalProperties": { "$ref": "#/$defs/parameter" },
      "default": {},
      "examples": [{ "date": { "type": "string", "pattern": "^\\d{4}-\\d{2}-\\d{2}$", "default": "2026-11-20" } }]
    },
    "credentials": {
      "title": "mapping of credentials",
      "description": "Identities that jobs are submitted as, by name. Secrets are referred to, never written here.",
      "type": "object",
      "minProperties": 1,
      "propertyNames": { "$ref": "#/$defs/name" },
      "additionalProperties": { "$ref": "#/$defs/credential" }
    },
    "endpoints": {
      "title": "mapping of endpoints",
      "description": "Places that jobs are submitted to, by name.",
      "type": "object",
      "minProperties": 1,
      "propertyNames": { "$ref": "#/$defs/name" },
      "additionalProperties": { "$ref": "#/$defs/endpoint" }
    },
    "jobs": {
      "title": "mapping of jobs",
      "description": "What is to run, by name. With `metadata.name` in front, the name is the job's address: `heart-disease/score`.",
      "type": "object",
      "minProperties": 1,
      "propertyNames": { "$ref": "#/$defs/name" },
      "additionalProperties": { "$ref": "#/$defs/job" }
    }
  },
  "additionalProperties": false,
  "$defs": {
    "name": {
      "title": "name of lower-case letters, digits and dashes",
      "description": "Begins with a letter, does not end with a dash, at most 63 characters.",
      "type": "string",
      "pattern": "^[a-z]([a-z0-9-]{0,61}[a-z0-9])?$",
      "examples": ["heart-disease"]
    },
    "parameterName": {
      "title": "parameter name",
      "description": "Letters, digits, dashes and underscores, not beginning with a digit or a dash; at most 63 characters.",
      "type": "string",
      "pattern": "^[A-Za-z_][A-Za-z0-9_-]{0,62}$",
      "examples": ["date"]
    },
    "bindingName": {
      "title": "name of an input or output",
      "description": "Letters, digits and underscores: Azure ML refuses dashes here.",
      "type": "string",
      "pattern": "^[A-Za-z0-9_]{1,255}$",
      "examples": ["patients"]
    },
    "text": {
      "title": "text",
      "description": "For people; has no effect.",
      "type": "string"
    },
    "lookup": {
      "description": "A text with a look-up, such as `${{ parameters.threshold }}`.",
      "type": "string",
      "pattern": "\\$\\{\\{",
      "examples": ["${{ parameters.threshold }}"]
    },
    "labels": {
      "title": "mapping of labels",
      "description": "For people, reports and `--select`. Labels are not part of what runs: changing one does not run a job again.",
      "type": "object",
      "propertyNames": {
        "title": "label name",
        "description": "Letters, digits, dashes, underscores, dots and slashes; at most 63 characters.",
        "type": "string",
        "pattern": "^[A-Za-z0-9]([A-Za-z0-9_./-]{0,61}[A-Za-z0-9])?$"
      },
      "additionalProperties": { "title": "label", "description": "Text of at most 256 characters.", "type": "string", "maxLength": 256 },
      "examples": [{ "team": "cardiology" }]
    },
    "duration": {
      "title": "duration",
      "description": "An ISO 8601 duration in days, hours, minutes and seconds, above zero and at most 3650 days.",
      "type": "string",
      "pattern": "^P(?!$)(\\d{1,4}D)?(T(?=\\d)(\\d{1,6}H)?(\\d{1,7}M)?(\\d{1,9}S)?)?$",
      "examples": ["PT30S", "PT1H30M", "P1D"]
    },
    "metadata": {
      "title": "metadata",
      "description": "What the document is called.",
      "type": "object",
      "required": ["name"],
      "properties": {
        "name": {
          "$ref": "#/$defs/name",
          "description": "The first half of every job's address. Renaming it makes every job a new one."
        },
        "description": { "$ref": "#/$defs/text" },
        "labels": { "$ref": "#/$defs/labels" }
      },
      "additionalProperties": false
    },

    "parameter": {
      "title": "parameter",
      "description": "A value that is checked when it is set. Without `default` it must be set.",
      "oneOf": [
        { "$ref": "#/$defs/stringParameter" },
        { "$ref": "#/$defs/integerParameter" },
        { "$ref": "#/$defs/numberParameter" },
        { "$ref": "#/$defs/booleanParameter" }
      ]
    },
    "stringParameter": {
      "title": "parameter of type `string`",
      "description": "Text.",
      "type": "object",
      "required": ["type"],
      "properties": {
        "type": { "description": "The type of the value.", "const": "string" },
        "description": { "$ref": "#/$defs/text" },
        "default": { "description": "The value when none is set.", "type": "string" },
        "enum": {
          "title": "list of allowed values",
          "description": "The only values allowed.",
          "type": "array",
          "minItems": 1,
          "uniqueItems": true,
          "items": { "description": "An allowed value.", "type": "string" }
        },
        "pattern": {
          "description": "A regular expression (ECMA-262) that the value must match; anchor it with `^` and `$`.",
          "type": "string",
          "format": "regex",
          "examples": ["^\\d{4}-\\d{2}-\\d{2}$"]
        }
      },
      "additionalProperties": false
    },
    "integerParameter": {
      "title": "parameter of type `integer`",
      "description": "A whole number.",
      "type": "object",
      "required": ["type"],
      "properties": {
        "type": { "description": "The type of the value.", "const": "integer" },
        "description": { "$ref": "#/$defs/text" },
        "default": { "description": "The value when none is set.", "type": "integer" },
        "enum": {
          "title": "list of allowed values",
          "description": "The only values allowed.",
          "type": "array",
          "minItems": 1,
          "uniqueItems": true,
          "items": { "description": "An allowed value.", "type": "integer" }
        },
        "minimum": { "description": "The least value, inclusive.", "type": "number" },
        "maximum": { "description": "The greatest value, inclusive.", "type": "number" }
      },
      "additionalProperties": false
    },
    "numberParameter": {
      "title": "parameter of type `number`",
      "description": "A number, with a fraction or without.",
      "type": "object",
      "required": ["type"],
      "properties": {
        "type": { "description": "The type of the value.", "const": "number" },
        "description": { "$ref": "#/$defs/text" },
        "default": { "description": "The value when none is set.", "type": "number" },
        "enum": {
          "title": "list of allowed values",
          "description": "The only values allowed.",
          "type": "array",
          "minItems": 1,
          "uniqueItems": true,
          "items": { "description": "An allowed value.", "type": "number" }
        },
        "minimum": { "description": "The least value, inclusive.", "type": "number" },
        "maximum": { "description": "The greatest value, inclusive.", "type": "number" }
      },
      "additionalProperties": false
    },
    "booleanParameter": {
      "title": "parameter of type `boolean`",
      "description": "`true` or `false`.",
      "type": "object",
      "required": ["type"],
      "properties": {
        "type": { "description": "The type of the value.", "const": "boolean" },
        "description": { "$ref": "#/$defs/text" },
        "default": { "description": "The value when none is set.", "type": "boolean" }
      },
      "additionalProperties": false
    },

    "secretReference": {
      "title": "secret reference",
      "description": "Where a value is to be found: `{ env: NAME }` or `{ file: PATH }`. The value itself never stands in a manifest.",
      "type": "object",
      "writeOnly": true,
      "oneOf": [{ "required": ["env"] }, { "required": ["file"] }],
      "properties": {
        "env": {
          "title": "name of an environment variable",
          "description": "The environment variable that holds the value when `apply` runs.",
          "type": "string",
          "pattern": "^[A-Za-z_][A-Za-z0-9_]{0,254}$",
          "examples": ["AZURE_CLIENT_SECRET"]
        },
        "file": {
          "title": "path of a file",
          "description": "The file that holds the value: below the manifest's folder, below `$CREDENTIALS_DIRECTORY`, or in a folder given with `--secret-dir`. One line break at its end is dropped.",
          "type": "string",
          "pattern": "^[^\\x00-\\x1F\\x7F]{1,4096}$",
          "examples": ["secrets/client-secret"]
        }
      },
      "additionalProperties": false,
      "examples": [{ "env": "AZURE_CLIENT_SECRET" }, { "file": "secrets/client-secret" }]
    },
    "tenantId": {
      "title": "tenant id, or a reference to one",
      "description": "The Entra tenant: its id or one of its domain names, written out or referred to.",
      "anyOf": [
        {
          "title": "tenant id or domain name",
          "type": "string",
          "pattern": "^[A-Za-z0-9][A-Za-z0-9.-]{0,252}$"
        },
        { "$ref": "#/$defs/secretReference" }
      ],
      "examples": ["11111111-1111-4111-8111-111111111111", { "env": "AZURE_TENANT_ID" }]
    },
    "identifier": {
      "title": "id, or a reference to one",
      "description": "An id of Entra, 8-4-4-4-12 hexadecimal digits, written out or referred to.",
      "anyOf": [
        {
          "title": "id of 8-4-4-4-12 hexadecimal digits",
          "type": "string",
          "pattern": "^[0-9A-Fa-f]{8}-[0-9A-Fa-f]{4}-[0-9A-Fa-f]{4}-[0-9A-Fa-f]{4}-[0-9A-Fa-f]{12}$"
        },
        { "$ref": "#/$defs/secretReference" }
      ],
      "examples": ["22222222-2222-4222-8222-222222222222", { "env": "AZURE_CLIENT_ID" }]
    },
    "cloud": {
      "title": "cloud",
      "description": "Which Azure: it decides the authority, the audiences and the hosts that a token may be sent to.",
      "enum": ["public", "usGovernment", "china"],
      "default": "public"
    },
    "authorityHost": {
      "title": "authority",
      "description": "The host that gives out tokens, when it is not the cloud's own; https.",
      "type": "string",
      "pattern": "^(https://)?[A-Za-z0-9]([A-Za-z0-9.-]{0,251}[A-Za-z0-9])?(:\\d{1,5})?/?$",
      "examples": ["login.microsoftonline.us"]
    },
    "tokenEndpoint": {
      "title": "generation of the token endpoint",
      "description": "`v2` asks `/oauth2/v2.0/token` with `scope`; `v1` asks `/oauth2/token` with `resource`.",
      "enum": ["v2", "v1"],
      "default": "v2"
    },

    "credential": {
      "title": "credential",
      "description": "An identity, by the way it proves itself.",
      "oneOf": [
        { "$ref": "#/$defs/azureServicePrincipal" },
        { "$ref": "#/$defs/azureManagedIdentity" },
        { "$ref": "#/$defs/azureWorkloadIdentity" },
        { "$ref": "#/$defs/azureEnvironment" },
        { "$ref": "#/$defs/azureCLI" }
      ]
    },
    "azureServicePrincipal": {
      "title": "credential of type `azure-service-principal`",
      "description": "An application of Entra that proves itself with a client secret or a certificate.",
      "type": "object",
      "required": ["type", "tenantId", "clientId"],
      "oneOf": [{ "required": ["clientSecret"] }, { "required": ["certificate"] }],
      "dependentRequired": {
        "certificatePassword": ["certificate"],
        "sendCertificateChain": ["certificate"],
        "signatureAlgorithm": ["certificate"]
      },
      "properties": {
        "type": { "description": "How the identity proves itself.", "const": "azure-service-principal" },
        "description": { "$ref": "#/$defs/text" },
        "cloud": { "$ref": "#/$defs/cloud" },
        "authorityHost": { "$ref": "#/$defs/authorityHost" },
        "tokenEndpoint": { "$ref": "#/$defs/tokenEndpoint" },
        "tenantId": { "$ref": "#/$defs/tenantId" },
        "clientId": { "$ref": "#/$defs/identifier", "description": "The application's (client) id." },
        "clientSecret": {
          "$ref": "#/$defs/secretReference",
          "description": "Where the client secret is found. Its value, not its id.",
          "examples": [{ "env": "AZURE_CLIENT_SECRET" }, { "file": "secrets/client-secret" }]
        },
        "certificate": {
          "$ref": "#/$defs/secretReference",
          "description": "Where certificate and private key are found: PEM or PKCS#12; RSA.",
          "examples": [{ "file": "secrets/runner.pem" }]
        },
        "certificatePassword": {
          "$ref": "#/$defs/secretReference",
          "description": "Where the password of the certificate's private key is found.",
          "examples": [{ "env": "AZURE_CLIENT_CERTIFICATE_PASSWORD" }]
        },
        "sendCertificateChain": {
          "description": "Whether the certificate's chain is sent along, for applications that trust a subject name and issuer.",
          "type": "boolean",
          "default": false
        },
        "signatureAlgorithm": {
          "description": "How the assertion is signed: `PS256` with the SHA-256 thumbprint, or `RS256` with the SHA-1 one for old authorities.",
          "enum": ["PS256", "RS256"],
          "default": "PS256"
        }
      },
      "additionalProperties": false
    },
    "azureManagedIdentity": {
      "title": "credential of type `azure-managed-identity`",
      "description": "The identity of the machine that runner runs on. Without `clientId`, `objectId` or `resourceId` it is the system-assigned one.",
      "type": "object",
      "required": ["type"],
      "not": {
        "title": "more than one of `clientId`, `objectId` and `resourceId`",
        "anyOf": [
          { "required": ["clientId", "objectId"] },
          { "required": ["clientId", "resourceId"] },
          { "required": ["objectId", "resourceId"] }
        ]
      },
      "properties": {
        "type": { "description": "How the identity proves itself.", "const": "azure-managed-identity" },
        "description": { "$ref": "#/$defs/text" },
        "cloud": { "$ref": "#/$defs/cloud" },
        "clientId": { "$ref": "#/$defs/identifier", "description": "The client id of a user-assigned identity." },
        "objectId": { "$ref": "#/$defs/identifier", "description": "The object (principal) id of a user-assigned identity." },
        "resourceId": {
          "title": "resource id, or a reference to one",
          "description": "The resource id of a user-assigned identity.",
          "anyOf": [
            { "title": "resource id", "type": "string", "pattern": "^/subscriptions/[^\\x00-\\x20]+$" },
            { "$ref": "#/$defs/secretReference" }
          ],
          "examples": ["/subscriptions/33333333-3333-4333-8333-333333333333/resourceGroups/ml/providers/Microsoft.ManagedIdentity/userAssignedIdentities/runner"]
        },
        "source": {
          "title": "source of managed identities",
          "description": "Which service of the machine is asked. `auto` takes the first whose variables are set, in the order of this list, and the metadata service (`imds`) last.",
          "enum": ["auto", "serviceFabric", "appService", "azureArc", "azureMachineLearning", "cloudShell", "imds"],
          "default": "auto"
        }
      },
      "additionalProperties": false
    },
    "azureWorkloadIdentity": {
      "title": "credential of type `azure-workload-identity`",
      "description": "An application of Entra that trusts tokens of another issuer: Kubernetes, GitHub Actions, Azure Pipelines.",
      "type": "object",
      "required": ["type", "tenantId", "clientId"],
      "properties": {
        "type": { "description": "How the identity proves itself.", "const": "azure-workload-identity" },
        "description": { "$ref": "#/$defs/text" },
        "cloud": { "$ref": "#/$defs/cloud" },
        "authorityHost": { "$ref": "#/$defs/authorityHost" },
        "tenantId": { "$ref": "#/$defs/tenantId" },
        "clientId": { "$ref": "#/$defs/identifier", "description": "The application's (client) id." },
        "federatedToken": { "$ref": "#/$defs/federatedToken" }
      },
      "additionalProperties": false
    },
    "federatedToken": {
      "title": "federated token",
      "description": "Where the other issuer's token comes from; by default the file that `AZURE_FEDERATED_TOKEN_FILE` names.",
      "default": { "source": "file" },
      "oneOf": [
        { "$ref": "#/$defs/fileToken" },
        { "$ref": "#/$defs/gitHubActionsToken" },
        { "$ref": "#/$defs/azurePipelinesToken" }
      ]
    },
    "fileToken": {
      "title": "federated token of source `file`",
      "description": "A file that holds the token, as Kubernetes mounts it.",
      "type": "object",
      "required": ["source"],
      "properties": {
        "source": { "description": "The token's issuer.", "const": "file" },
        "token": {
          "$ref": "#/$defs/secretReference",
          "description": "Where the token is found; read again for every request. By default the file that `AZURE_FEDERATED_TOKEN_FILE` names.",
          "examples": [{ "file": "/var/run/secrets/azure/tokens/azure-identity-token" }]
        }
      },
      "additionalProperties": false
    },
    "gitHubActionsToken": {
      "title": "federated token of source `githubActions`",
      "description": "Needs `permissions: { id-token: write }` in the workflow.",
      "type": "object",
      "required": ["source"],
      "properties": {
        "source": { "description": "The token's issuer.", "const": "githubActions" },
        "audience": {
          "description": "The audience that is asked for; by default the cloud's own.",
          "type": "string",
          "minLength": 1,
          "examples": ["api://AzureADTokenExchange"]
        }
      },
      "additionalProperties": false
    },
    "azurePipelinesToken": {
      "title": "federated token of source `azurePipelines`",
      "description": "Asked of Azure Pipelines, for a service connection.",
      "type": "object",
      "required": ["source", "serviceConnectionId"],
      "properties": {
        "source": { "description": "The token's issuer.", "const": "azurePipelines" },
        "serviceConnectionId": { "$ref": "#/$defs/identifier", "description": "The id of the service connection." },
        "accessToken": {
          "$ref": "#/$defs/secretReference",
          "description": "Where the job's access token is found; by default the variable `SYSTEM_ACCESSTOKEN`, which the pipeline must map into `env`.",
          "examples": [{ "env": "SYSTEM_ACCESSTOKEN" }]
        }
      },
      "additionalProperties": false
    },
    "azureEnvironment": {
      "title": "credential of type `azure-environment`",
      "description": "Whatever the variables of Azure's EnvironmentCredential describe: `AZURE_TENANT_ID`, `AZURE_CLIENT_ID`, and `AZURE_CLIENT_SECRET` or `AZURE_CLIENT_CERTIFICATE_PATH`.",
      "type": "object",
      "required": ["type"],
      "properties": {
        "type": { "description": "How the identity proves itself.", "const": "azure-environment" },
        "description": { "$ref": "#/$defs/text" },
        "cloud": { "$ref": "#/$defs/cloud" },
        "authorityHost": { "$ref": "#/$defs/authorityHost" },
        "tokenEndpoint": { "$ref": "#/$defs/tokenEndpoint" }
      },
      "additionalProperties": false
    },
    "azureCLI": {
      "title": "credential of type `azure-cli`",
      "description": "Whoever is signed in with `az login`; for people at their own machine.",
      "type": "object",
      "required": ["type"],
      "properties": {
        "type": { "description": "How the identity proves itself.", "const": "azure-cli" },
        "description": { "$ref": "#/$defs/text" },
        "cloud": { "$ref": "#/$defs/cloud" },
        "tenantId": { "$ref": "#/$defs/tenantId" },
        "subscriptionId": { "$ref": "#/$defs/identifier", "description": "The subscription whose sign-in is used." }
      },
      "additionalProperties": false
    },

    "endpoint": {
      "title": "endpoint",
      "description": "A place that runs jobs.",
      "oneOf": [{ "$ref": "#/$defs/azureMLBatchEndpoint" }]
    },
    "azureMLBatchEndpoint": {
      "title": "endpoint of type `azureml-batch`",
      "description": "A batch endpoint of Azure Machine Learning, by its scoring URI or by its workspace and name. Only with a workspace can jobs be listed, cancelled and their outputs fetched.",
      "type": "object",
      "required": ["type", "credential"],
      "oneOf": [{ "required": ["scoringUri"] }, { "required": ["workspace", "name"] }],
      "dependentRequired": { "workspace": ["name"], "name": ["workspace"] },
      "properties": {
        "type": { "description": "What kind of endpoint it is.", "const": "azureml-batch" },
        "description": { "$ref": "#/$defs/text" },
        "scoringUri": {
          "title": "scoring URI",
          "description": "The endpoint's scoring URI, as the studio shows it; ends with `/jobs`.",
          "type": "string",
          "pattern": "^https?://[^/?#@\\s]+(/[^?#\\s]*)?$",
          "examples": ["https://heart.eastus2.inference.ml.azure.com/jobs"]
        },
        "workspace": { "$ref": "#/$defs/workspace" },
        "name": {
          "title": "name of a batch endpoint",
          "description": "The endpoint's name in the workspace: 3 to 32 letters, digits and single dashes, beginning with a letter.",
          "type": "string",
          "maxLength": 32,
          "pattern": "^[A-Za-z](-?[A-Za-z0-9]){2,31}$",
          "examples": ["heart"]
        },
        "deployment": {
          "$ref": "#/$defs/deploymentName",
          "description": "The deployment that runs the jobs; by default the endpoint's own default, whichever that is at that time."
        },
        "credential": {
          "$ref": "#/$defs/name",
          "description": "The credential, by its name under `credentials`.",
          "examples": ["scoring"]
        },
        "visibilityWindow": {
          "$ref": "#/$defs/duration",
          "description": "How long a created job may be missing from the endpoint's list. A submission in doubt is held to be absent only after this time.",
          "default": "PT2M"
        }
      },
      "additionalProperties": false
    },
    "deploymentName": {
      "title": "deployment name",
      "description": "Letters, digits, dashes and underscores.",
      "type": "string",
      "pattern": "^[A-Za-z0-9]([A-Za-z0-9_-]{0,253}[A-Za-z0-9])?$",
      "examples": ["classifier-v2"]
    },
    "workspace": {
      "title": "workspace",
      "description": "An Azure Machine Learning workspace.",
      "type": "object",
      "required": ["subscriptionId", "resourceGroup", "name"],
      "properties": {
        "subscriptionId": {
          "title": "subscription id",
          "description": "The subscription: 8-4-4-4-12 hexadecimal digits.",
          "type": "string",
          "pattern": "^[0-9A-Fa-f]{8}-[0-9A-Fa-f]{4}-[0-9A-Fa-f]{4}-[0-9A-Fa-f]{4}-[0-9A-Fa-f]{12}$",
          "examples": ["33333333-3333-4333-8333-333333333333"]
        },
        "resourceGroup": {
          "title": "resource group",
          "description": "The resource group's name, at most 90 characters.",
          "type": "string",
          "pattern": "^[\\w().-]{0,89}[\\w()-]$",
          "examples": ["ml-production"]
        },
        "name": {
          "title": "workspace name",
          "description": "The workspace's name: 3 to 33 letters, digits, dashes and underscores.",
          "type": "string",
          "pattern": "^[A-Za-z0-9][A-Za-z0-9_-]{2,32}$",
          "examples": ["cardiology"]
        }
      },
      "additionalProperties": false
    },

    "job": {
      "title": "job",
      "description": "One batch run: an endpoint, inputs and outputs.",
      "type": "object",
      "required": ["endpoint"],
      "properties": {
        "description": { "$ref": "#/$defs/text" },
        "endpoint": {
          "$ref": "#/$defs/name",
          "description": "The endpoint, by its name under `endpoints`.",
          "examples": ["heart"]
        },
        "deployment": {
          "title": "deployment name",
          "description": "The deployment that runs this job, instead of the endpoint's; may hold look-ups.",
          "type": "string",
          "minLength": 1,
          "maxLength": 1024,
          "examples": ["classifier-v2", "${{ parameters.deployment }}"]
        },
        "experimentName": {
          "title": "experiment name",
          "description": "What the run is grouped under in the workspace; by default the endpoint's name. May hold look-ups.",
          "type": "string",
          "minLength": 1,
          "maxLength": 1024,
          "examples": ["nightly-scoring"]
        },
        "inputs": {
          "title": "mapping of inputs",
          "description": "Named inputs. A model deployment takes exactly one folder or file; a pipeline deployment takes what its component declares.",
          "type": "object",
          "propertyNames": { "$ref": "#/$defs/bindingName" },
          "additionalProperties": { "$ref": "#/$defs/input" },
          "examples": [{ "patients": { "type": "uri_folder", "uri": "azureml://datastores/clinic/paths/patients" } }]
        },
        "outputs": {
          "title": "mapping of outputs",
          "description": "Named outputs. A model deployment writes one `uri_file`, which must not exist yet.",
          "type": "object",
          "propertyNames": { "$ref": "#/$defs/bindingName" },
          "additionalProperties": { "$ref": "#/$defs/output" },
          "examples": [
            { "predictions": { "type": "uri_file", "uri": "azureml://datastores/clinic/paths/${{ parameters.date }}/attempt-${{ attempt.number }}/predictions.csv" } }
          ]
        },
        "settings": { "$ref": "#/$defs/settings" },
        "labels": { "$ref": "#/$defs/labels" },
        "needs": {
          "title": "list of job names",
          "description": "Jobs of this manifest that must succeed before this one is submitted, with every combination of their matrices. When one does not, this job is skipped. `${{ jobs.NAME.outputs.OUTPUT.uri }}` is where one of them wrote; with a matrix, where its combination with the same values on every axis did.",
          "type": "array",
          "uniqueItems": true,
          "items": { "$ref": "#/$defs/name" },
          "default": [],
          "examples": [["prepare"]]
        },
        "matrix": {
          "title": "matrix",
          "description": "Axes with their values: the job is made once for each combination, at most 1000, with `${{ matrix.AXIS }}`. The values stand in the jobs' addresses by their text: `nightly/score[region=eu]`.",
          "type": "object",
          "minProperties": 1,
          "propertyNames": { "$ref": "#/$defs/parameterName" },
          "additionalProperties": {
            "title": "list of values",
            "description": "One value or more, none twice.",
            "type": "array",
            "minItems": 1,
            "uniqueItems": true,
            "items": { "title": "value of a matrix", "description": "A text, a number, or `true` or `false`.", "type": ["string", "number", "boolean"] }
          },
          "examples": [{ "region": ["eu", "us"] }]
        },
        "concurrency": { "$ref": "#/$defs/concurrency" },
        "timeouts": { "$ref": "#/$defs/timeouts" },
        "retry": { "$ref": "#/$defs/retry" },
        "rerun": { "$ref": "#/$defs/rerun" },
        "onUnknown": {
          "title": "way out of an unknown outcome",
          "description": "What to do when it cannot be known whether a submission was taken: `hold` leaves it to `runner resolve`; `resend` sends the same bytes with the same key once the endpoint's list has not shown the job over the visibility window. By default `resend` where jobs can be listed, else `hold`.",
          "enum": ["hold", "resend"]
        }
      },
      "additionalProperties": false
    },
    "dataURI": {
      "title": "URI",
      "description": "Where data lies; may hold look-ups. `https://…`, `azureml://datastores/NAME/paths/PATH`, `azureml:NAME:VERSION` or `/subscriptions/…`. Files of this machine cannot be reached by a remote job.",
      "type": "string",
      "maxLength": 8192,
      "pattern": "^([A-Za-z][A-Za-z0-9+.-]+:|/subscriptions/|\\$\\{\\{)[^\\x00-\\x1F\\x7F]*$",
      "examples": ["azureml://datastores/workspaceblobstore/paths/patients"]
    },
    "input": {
      "title": "input",
      "description": "Data by its URI, or a literal by its value.",
      "oneOf": [
        { "$ref": "#/$defs/dataInput" },
        { "$ref": "#/$defs/stringInput" },
        { "$ref": "#/$defs/integerInput" },
        { "$ref": "#/$defs/numberInput" },
        { "$ref": "#/$defs/booleanInput" }
      ]
    },
    "dataInput": {
      "title": "data input",
      "description": "Data that the job reads.",
      "type": "object",
      "required": ["type", "uri"],
      "properties": {
        "type": {
          "description": "What is at the URI.",
          "enum": ["uri_folder", "uri_file", "mltable", "mlflow_model", "custom_model", "triton_model"]
        },
        "description": { "$ref": "#/$defs/text" },
        "uri": { "$ref": "#/$defs/dataURI" }
      },
      "additionalProperties": false
    },
    "stringInput": {
      "title": "literal input of type `string`",
      "description": "A text that the job is given.",
      "type": "object",
      "required": ["type", "value"],
      "properties": {
        "type": { "description": "The literal's type.", "const": "string" },
        "description": { "$ref": "#/$defs/text" },
        "value": {
          "title": "string",
          "description": "The value; may hold look-ups.",
          "type": "string",
          "examples": ["append"]
        }
      },
      "additionalProperties": false
    },
    "integerInput": {
      "title": "literal input of type `integer`",
      "description": "A whole number that the job is given.",
      "type": "object",
      "required": ["type", "value"],
      "properties": {
        "type": { "description": "The literal's type.", "const": "integer" },
        "description": { "$ref": "#/$defs/text" },
        "value": {
          "title": "whole number or look-up",
          "description": "The value; may be a look-up.",
          "anyOf": [{ "type": "integer" }, { "$ref": "#/$defs/lookup" }],
          "examples": [3]
        }
      },
      "additionalProperties": false
    },
    "numberInput": {
      "title": "literal input of type `number`",
      "description": "A number that the job is given.",
      "type": "object",
      "required": ["type", "value"],
      "properties": {
        "type": { "description": "The literal's type.", "const": "number" },
        "description": { "$ref": "#/$defs/text" },
        "value": {
          "title": "number or look-up",
          "description": "The value; may be a look-up.",
          "anyOf": [{ "type": "number" }, { "$ref": "#/$defs/lookup" }],
          "examples": [0.75]
        }
      },
      "additionalProperties": false
    },
    "booleanInput": {
      "title": "literal input of type `boolean`",
      "description": "A truth value that the job is given.",
      "type": "object",
      "required": ["type", "value"],
      "properties": {
        "type": { "description": "The literal's type.", "const": "boolean" },
        "description": { "$ref": "#/$defs/text" },
        "value": {
          "title": "truth value or look-up",
          "description": "The value; may be a look-up.",
          "anyOf": [{ "type": "boolean" }, { "$ref": "#/$defs/lookup" }],
          "examples": [true]
        }
      },
      "additionalProperties": false
    },
    "output": {
      "title": "output",
      "description": "Data that the job writes.",
      "type": "object",
      "required": ["type"],
      "properties": {
        "type": {
          "description": "What is written. Model deployments write a `uri_file` only.",
          "enum": ["uri_file", "uri_folder", "mltable", "mlflow_model", "custom_model", "triton_model"]
        },
        "description": { "$ref": "#/$defs/text" },
        "uri": {
          "$ref": "#/$defs/dataURI",
          "description": "Where it is written; by default a folder of the workspace's own. A job fails when the file exists: hold `${{ attempt.number }}` in it.",
          "examples": ["azureml://datastores/workspaceblobstore/paths/attempt-${{ attempt.number }}/predictions.csv"]
        }
      },
      "additionalProperties": false
    },
    "settings": {
      "title": "settings",
      "description": "Settings of this run that differ from the deployment's own.",
      "type": "object",
      "properties": {
        "instanceCount": {
          "description": "How many nodes the run uses.",
          "type": "integer",
          "minimum": 1,
          "maximum": 2147483647,
          "examples": [2]
        },
        "miniBatchSize": {
          "description": "How many files one call of the scoring script gets.",
          "type": "integer",
          "minimum": 1,
          "maximum": 9007199254740991,
          "examples": [10]
        },
        "errorThreshold": {
          "description": "How many files may fail before the run does; -1 puts up with all.",
          "type": "integer",
          "minimum": -1,
          "maximum": 2147483647,
          "examples": [0]
        },
        "retrySettings": {
          "title": "retry settings",
          "description": "How the service retries one mini-batch.",
          "type": "object",
          "minProperties": 1,
          "properties": {
            "maxRetries": {
              "description": "How often a mini-batch is tried again.",
              "type": "integer",
              "minimum": 0,
              "maximum": 2147483647,
              "examples": [3]
            },
            "timeout": {
              "$ref": "#/$defs/duration",
              "description": "How long one call of the scoring script may take."
            }
          },
          "additionalProperties": false
        },
        "outputFileName": {
          "title": "file name",
          "description": "The name of the predictions' file, without folders.",
          "type": "string",
          "maxLength": 255,
          "pattern": "^[^/\\\\\\x00-\\x1F\\x7F]+$",
          "examples": ["predictions.csv"]
        }
      },
      "additionalProperties": false
    },
    "concurrency": {
      "title": "concurrency",
      "description": "Jobs of one group run one at a time, over all manifests on one ledger.",
      "type": "object",
      "required": ["group"],
      "properties": {
        "group": {
          "title": "group name",
          "description": "What the jobs have in common; may hold look-ups.",
          "type": "string",
          "minLength": 1,
          "maxLength": 1024,
          "examples": ["cluster-a"]
        },
        "onConflict": {
          "title": "rule for conflicts",
          "description": "When another job of the group is unfinished: wait (`queue`), leave this one out (`skip`), cancel the other (`replace`), or fail this one (`fail`).",
          "enum": ["queue", "skip", "replace", "fail"],
          "default": "queue"
        }
      },
      "additionalProperties": false
    },
    "timeouts": {
      "title": "timeouts",
      "description": "How long a job may take before runner stops waiting for it.",
      "type": "object",
      "minProperties": 1,
      "properties": {
        "queue": {
          "$ref": "#/$defs/duration",
          "description": "From the submission until it runs."
        },
        "execution": {
          "$ref": "#/$defs/duration",
          "description": "From the submission until it is settled."
        }
      },
      "additionalProperties": false
    },
    "retry": {
      "title": "retry",
      "description": "New attempts after one that did not succeed. Outputs must hold `${{ attempt.number }}`.",
      "type": "object",
      "required": ["attempts"],
      "properties": {
        "attempts": {
          "description": "How many attempts there may be, the first included.",
          "type": "integer",
          "minimum": 1,
          "maximum": 100,
          "examples": [3]
        },
        "on": {
          "title": "list of states",
          "description": "After which ends a new attempt is made: the job `failed`, the service `rejected` it, or it was `lost`.",
          "type": "array",
          "minItems": 1,
          "uniqueItems": true,
          "items": { "description": "The state that an attempt ended in.", "enum": ["failed", "rejected", "lost"] },
          "default": ["failed"]
        },
        "backoff": {
          "title": "backoff",
          "description": "How long to wait before a new attempt: a random part of `initial`, doubled after each attempt, never above `maximum`.",
          "type": "object",
          "properties": {
            "initial": { "$ref": "#/$defs/duration", "default": "PT1M" },
            "maximum": { "$ref": "#/$defs/duration", "default": "PT1H" }
          },
          "additionalProperties": false
        }
      },
      "additionalProperties": false
    },
    "rerun": {
      "title": "rule for running again",
      "description": "When a job that succeeded runs again: only when it changes (`once`), at every `apply` (`always`), or once for each value of a look-up (`per`).",
      "default": "once",
      "oneOf": [
        { "enum": ["once", "always"] },
        {
          "title": "occurrence",
          "description": "Once for each value of a text.",
          "type": "object",
          "required": ["per"],
          "properties": {
            "per": {
              "title": "text",
              "description": "The job runs once for each value of this text; `${{ occurrence }}` looks it up.",
              "type": "string",
              "minLength": 1,
              "maxLength": 1024,
              "examples": ["${{ parameters.date }}"]
            }
          },
          "additionalProperties": false
        }
      ],
      "examples": ["once", { "per": "${{ parameters.date }}" }]
    }
  }
}

"""#

    /// `schemas/policy.v1.schema.json`, byte for byte.
    static let policyV1 = #"""
{
  "$schema": "https://json-schema.org/draft/2020-12/schema",
  "$id": "https://runner.invalid/schemas/policy.v1.schema.json",
  "title": "policy",
  "description": "What manifests may do with credentials, said by whoever runs them: where tokens go (`hosts`), what they are for (`audiences`), which variables and files secrets come from (`environment`, `secretFolders`), which types of credential are used (`credentialTypes`), which tenants they are of (`tenants`), what jobs read and write (`inputUris`, `outputUris`), how much they may ask for (`limits`) and what they have to say (`requires`). Given with `--policy` from outside the repository of the manifests. Paths are relative to this file.",
  "type": "object",
  "required": ["apiVersion", "kind", "metadata"],
  "properties": {
    "apiVersion": {
      "description": "The version of the language that this document is written in.",
      "const": "runner/v1"
    },
    "kind": {
      "description": "What this document is.",
      "const": "Policy"
    },
    "metadata": { "$ref": "#/$defs/metadata" },
    "hosts": {
      "title": "hosts",
      "description": "The hosts that tokens go to. The sign-in hosts of the credential's cloud need no mention.",
      "type": "object",
      "properties": {
        "only": {
          "title": "list of hosts",
          "description": "No token goes to a host that none of these fits. An empty list lets none go anywhere.",
          "type": "array",
          "items": { "$ref": "#/$defs/hostPattern" }
        },
        "add": {
          "title": "list of hosts",
          "description": "Hosts that credentials may go to besides the cloud's own, as with `--allow-host`: for them the rules of the endpoint's type on port and path do not count, nor `https` on this machine.",
          "type": "array",
          "items": { "$ref": "#/$defs/host" },
          "default": []
        }
      },
      "additionalProperties": false
    },
    "audiences": {
      "title": "audiences",
      "description": "What tokens are for.",
      "type": "object",
      "properties": {
        "only": {
          "title": "list of audiences",
          "description": "No token is asked for that is for anybody else.",
          "type": "array",
          "items": { "$ref": "#/$defs/audience" }
        }
      },
      "additionalProperties": false
    },
    "environment": {
      "title": "environment",
      "description": "The variables that credentials of manifests refer to with `env`.",
      "type": "object",
      "properties": {
        "only": {
          "title": "list of variable names",
          "description": "No other variable is read for a manifest.",
          "type": "array",
          "items": { "$ref": "#/$defs/variablePattern" }
        }
      },
      "additionalProperties": false
    },
    "secretFolders": {
      "title": "secret folders",
      "description": "The folders of the files that credentials of manifests refer to with `file`.",
      "type": "object",
      "properties": {
        "only": {
          "title": "list of folders",
          "description": "No secret file outside of these is read. The manifest's own folder is one of them only if it is named here.",
          "type": "array",
          "items": { "$ref": "#/$defs/path" }
        },
        "add": {
          "title": "list of folders",
          "description": "Folders that secret files may be in besides the manifest's own, as with `--secret-dir`.",
          "type": "array",
          "items": { "$ref": "#/$defs/path" },
          "default": []
        }
      },
      "additionalProperties": false
    },
    "credentialTypes": {
      "title": "credential types",
      "description": "The types of credential that manifests use.",
      "type": "object",
      "properties": {
        "only": {
          "title": "list of credential types",
          "description": "No credential of another type is used.",
          "type": "array",
          "items": {
            "description": "A type, as manifests name it.",
            "enum": ["azure-service-principal", "azure-managed-identity", "azure-workload-identity", "azure-environment", "azure-cli"]
          },
          "examples": [["azure-managed-identity", "azure-workload-identity"]]
        }
      },
      "additionalProperties": false
    },
    "tenants": {
      "title": "tenants",
      "description": "The tenants that tokens are of. An id that stands in a manifest is held against them by `plan`; every token by `apply`, before the first job.",
      "type": "object",
      "properties": {
        "only": {
          "title": "list of tenants",
          "description": "No token of another tenant is used, nor one that does not say its tenant.",
          "type": "array",
          "items": { "$ref": "#/$defs/tenant" }
        }
      },
      "additionalProperties": false
    },
    "inputUris": {
      "title": "input URIs",
      "description": "What jobs read. What another job of the manifest writes needs no mention.",
      "type": "object",
      "properties": {
        "only": {
          "title": "list of URI patterns",
          "description": "No input has a URI that none of these fits.",
          "type": "array",
          "items": { "$ref": "#/$defs/uriPattern" }
        }
      },
      "additionalProperties": false
    },
    "outputUris": {
      "title": "output URIs",
      "description": "Where jobs write. An output without a URI goes to the workspace's own place, and needs no mention.",
      "type": "object",
      "properties": {
        "only": {
          "title": "list of URI patterns",
          "description": "No output has a URI that none of these fits.",
          "type": "array",
          "items": { "$ref": "#/$defs/uriPattern" }
        }
      },
      "additionalProperties": false
    },
    "limits": {
      "title": "limits",
      "description": "How much manifests may ask for. What has a limit has to be said by every job.",
      "type": "object",
      "properties": {
        "jobs": {
          "title": "number of jobs",
          "description": "The most jobs of one manifest, every combination of a matrix counted.",
          "$ref": "#/$defs/limit"
        },
        "instancesPerJob": {
          "title": "number of instances",
          "description": "The most `settings.instanceCount` of a job; each has to say one.",
          "$ref": "#/$defs/limit"
        },
        "instances": {
          "title": "number of instances",
          "description": "The most instances of all jobs of one manifest together; each has to say its own.",
          "$ref": "#/$defs/limit"
        },
        "attemptsPerRun": {
          "title": "number of attempts",
          "description": "The most `retry.attempts` of a job.",
          "$ref": "#/$defs/limit"
        },
        "executionTimeout": {
          "title": "duration",
          "description": "The longest `timeouts.execution` of a job; each has to say one.",
          "$ref": "#/$defs/duration"
        },
        "queueTimeout": {
          "title": "duration",
          "description": "The longest `timeouts.queue` of a job; each has to say one.",
          "$ref": "#/$defs/duration"
        }
      },
      "additionalProperties": false
    },
    "requires": {
      "title": "requirements",
      "description": "What every job has to say.",
      "type": "object",
      "properties": {
        "labels": {
          "title": "list of labels",
          "description": "Labels that every job has, of its own or by its manifest.",
          "type": "array",
          "items": { "$ref": "#/$defs/label" },
          "examples": [["team", "cost-centre"]]
        },
        "rerun": {
          "title": "list of ways to run again",
          "description": "What `rerun` of every job is one of; a job that says nothing has `once`.",
          "type": "array",
          "items": {
            "description": "`once`, `always`, or `per` for `{ per: … }`.",
            "enum": ["once", "always", "per"]
          },
          "examples": [["once", "per"]]
        }
      },
      "additionalProperties": false
    }
  },
  "additionalProperties": false,
  "$defs": {
    "metadata": {
      "title": "metadata",
      "description": "What the document is called.",
      "type": "object",
      "required": ["name"],
      "properties": {
        "name": {
          "title": "name of lower-case letters, digits and dashes",
          "description": "Findings name it. Begins with a letter, does not end with a dash, at most 63 characters.",
          "type": "string",
          "pattern": "^[a-z]([a-z0-9-]{0,61}[a-z0-9])?$",
          "examples": ["production"]
        },
        "description": {
          "title": "text",
          "description": "For people; has no effect.",
          "type": "string"
        }
      },
      "additionalProperties": false
    },
    "host": {
      "title": "host, or host:port",
      "description": "One host without scheme and path. Without a port it means the scheme's own.",
      "type": "string",
      "pattern": "^([A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?(\\.[A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?)*|\\[[0-9A-Fa-f:.]{2,45}\\])(:[1-9][0-9]{0,4})?$",
      "maxLength": 260,
      "examples": ["scoring.example.com:8443"]
    },
    "hostPattern": {
      "title": "host, or pattern of hosts",
      "description": "A host, with its port when it is not 443; `*.` at its beginning stands for one or more labels.",
      "type": "string",
      "pattern": "^((\\*\\.)?[A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?(\\.[A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?)*|\\[[0-9A-Fa-f:.]{2,45}\\])(:[1-9][0-9]{0,4})?$",
      "maxLength": 260,
      "examples": ["heart.eastus2.inference.ml.azure.com", "*.eastus2.inference.ml.azure.com"]
    },
    "audience": {
      "title": "audience",
      "description": "An audience without a slash at its end.",
      "type": "string",
      "pattern": "^[^\\x00-\\x20\\x7F]{1,512}$",
      "examples": ["https://ml.azure.com"]
    },
    "variablePattern": {
      "title": "name of an environment variable, or pattern of names",
      "description": "Letters, digits and underscores; `*` stands for any number of them.",
      "type": "string",
      "pattern": "^[A-Za-z_*][A-Za-z0-9_*]{0,254}$",
      "examples": ["AZURE_CLIENT_SECRET", "SCORING_*"]
    },
    "tenant": {
      "title": "tenant",
      "description": "The id of a tenant.",
      "type": "string",
      "pattern": "^[0-9A-Fa-f]{8}(-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}$",
      "examples": ["11111111-1111-4111-8111-111111111111"]
    },
    "uriPattern": {
      "title": "URI, or pattern of URIs",
      "description": "A URI; `*` stands for any text that is not empty. A URI with `.` or `..` between its slashes fits none.",
      "type": "string",
      "pattern": "^[^\\x00-\\x20\\x7F]{1,2048}$",
      "examples": ["azureml://datastores/patients/paths/*"]
    },
    "limit": {
      "title": "whole number",
      "description": "A number, at least 1.",
      "type": "integer",
      "minimum": 1,
      "maximum": 1000000000
    },
    "duration": {
      "title": "duration",
      "description": "An ISO 8601 duration in days, hours, minutes and seconds, above zero and at most 3650 days.",
      "type": "string",
      "pattern": "^P(?!$)(\\d{1,4}D)?(T(?=\\d)(\\d{1,6}H)?(\\d{1,7}M)?(\\d{1,9}S)?)?$",
      "examples": ["PT6H"]
    },
    "label": {
      "title": "label",
      "description": "The name of a label.",
      "type": "string",
      "minLength": 1,
      "maxLength": 253,
      "examples": ["team"]
    },
    "path": {
      "title": "path",
      "description": "A folder, relative to the folder of this file, or absolute.",
      "type": "string",
      "pattern": "^[^\\x00-\\x1F\\x7F]{1,4096}$",
      "examples": ["/run/secrets"]
    }
  }
}

"""#
}
