import JSONValues

/// A first manifest with comments: what `runner init` writes.
struct ManifestSketch {
    /// The manifest's name.
    let name: String
    /// As whom it submits.
    let credential: CredentialSketch
    /// How its file is called on a command line.
    let file: String

    /// Where the schema for editors is, seen from the manifest.
    ///
    /// In a hidden folder: a command that reads the whole folder passes over it.
    static let schemaPath = ".schemas/job-manifest.v1.schema.json"

    /// The file.
    var text: String {
        let name = FlowText.text(.string(name))
        let credential = credential.lines.map { "    \($0)\n" }.joined()
        return """
            # yaml-language-server: $schema=\(Self.schemaPath)
            \(comment)apiVersion: runner/v1
            kind: JobManifest
            metadata:
              # The first half of each job's address, as in \(self.name)/score. Renaming it makes every job a new one.
              name: \(name)
            credentials:
              submitter:
            \(credential)endpoints:
              batch:
                type: azureml-batch
                # Yours, as the studio or `az ml batch-endpoint show --query scoring_uri` shows it; ends with /jobs.
                scoringUri: https://my-endpoint.westeurope.inference.ml.azure.com/jobs
                # Without it the endpoint's default deployment runs, whichever that is at that time.
                # deployment: classifier-v2
                credential: submitter
            jobs:
              score:
                endpoint: batch
                inputs:
                  # Called as you like. A model deployment takes one folder or file.
                  data:
                    type: uri_folder
                    uri: azureml://datastores/workspaceblobstore/paths/\(self.name)/input
                outputs:
                  predictions:
                    type: uri_file
                    # A job fails when its output is there already, so each attempt has a path of its own.
                    uri: azureml://datastores/workspaceblobstore/paths/\(self.name)/attempt-${{ attempt.number }}/predictions.csv

            """
    }

    /// The comment at the top.
    private var comment: String {
        var lines = ["A batch job on Azure Machine Learning.", ""]
        if let missing = credential.missing {
            lines += [
                "NOT EXECUTABLE YET: this manifest is valid, but the version of runner that wrote it does not have",
                "\(missing). Until one does, `runner plan` and `apply` end with status 69.", "",
            ]
        }
        if !credential.variables.isEmpty {
            let width = credential.variables.map(\.name.count).max() ?? 0
            lines.append("Set these variables where `runner apply` runs; runner writes their values nowhere:")
            lines += credential.variables.map { variable in
                let gap = String(repeating: " ", count: width - variable.name.count + 2)
                return "  " + variable.name + gap + variable.meaning
            }
            lines.append("")
        }
        if credential == .cli { lines += ["Sign in first: az login", ""] }
        lines.append("Put your endpoint's scoring URI and your paths in, then:")
        lines += commands.map { "  " + $0 }
        lines.append("What stands where: runner explain jobs.score.inputs")
        return lines.map { $0.isEmpty ? "#\n" : "# \($0)\n" }.joined()
    }

    /// What to do next, in order.
    var commands: [String] {
        ["runner validate \(file)", "runner plan \(file)", "runner apply \(file)"]
    }
}
