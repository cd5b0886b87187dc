import Diagnostics
import Host
import RunnerTestSupport
import Testing

@testable import RunnerCommands

/// Manifests made of `az ml batch-endpoint invoke`.
@Suite struct ImportTests {
    static let subscription = "33333333-3333-4333-8333-333333333333"

    /// A script that says all that a manifest needs.
    static let script = """
        #!/bin/bash
        set -e
        # <set_variables>
        export ENDPOINT_NAME="heart-batch"
        workspace_info="--resource-group ml --workspace-name cardiology"
        # </set_variables>
        az account set -s \(subscription)
        az ml batch-endpoint show --name $ENDPOINT_NAME
        JOB_NAME = $(az ml batch-endpoint invoke --name $ENDPOINT_NAME \\
          --input azureml://datastores/workspaceblobstore/paths/in --input-type uri_folder \\
          $workspace_info --mini-batch-size 20 --instance-count=5 --query name -o tsv) || {
            echo "invoke failed"; exit 1;
        }
        az ml job stream -n $JOB_NAME
        az ml batch-endpoint invoke -n "$ENDPOINT_NAME" -d blue --f inputs.yml $workspace_info \\
          --experiment-name nightly --set inputs.threshold.type=number inputs.threshold.default=0.75 \\
          retry_settings.max_retries=2 error_threshold=-1
        """

    static let inputs = """
        $schema: https://azuremlschemas.azureedge.net/latest/pipelineJob.schema.json
        inputs:
          patients: { type: uri_folder, path: "azureml:patients:3" }
          score_mode: { type: string, default: append }
          depth: { type: integer, default: "3" }
          fast: { type: boolean, default: true }
        outputs:
          scores: { type: uri_file, path: "azureml://datastores/workspaceblobstore/paths/out/scores.csv" }
        """

    @Test func aScriptThatSaysEverythingIsCarriedOverWhole() async throws {
        try await Workplace.with { workplace in
            try workplace.write("score.sh", Self.script)
            try workplace.write("inputs.yml", Self.inputs)
            let outcome = await workplace.run(["import", workplace.folder + "/score.sh"], environment: [:])
            #expect(outcome.status == .success)
            #expect(outcome.error == "2 calls, 2 carried over whole\n")
            #expect(
                outcome.output == """
                    # Imported from \(workplace.folder)/score.sh.
                    #
                    apiVersion: runner/v1
                    kind: JobManifest
                    metadata:
                      name: score
                    credentials:
                      submitter:
                        # Whoever is signed in with `az login`: for people at their own machine.
                        type: azure-cli
                    endpoints:
                      heart-batch:
                        type: azureml-batch
                        workspace:
                          subscriptionId: "\(Self.subscription)"
                          resourceGroup: ml
                          name: cardiology
                        name: heart-batch
                        credential: submitter
                    jobs:
                      score:
                        endpoint: heart-batch
                        inputs:
                          UriFolder:
                            type: uri_folder
                            uri: azureml://datastores/workspaceblobstore/paths/in
                        settings:
                          instanceCount: 5
                          miniBatchSize: 20
                      score-2:
                        endpoint: heart-batch
                        deployment: blue
                        experimentName: nightly
                        inputs:
                          patients:
                            type: uri_folder
                            uri: azureml:patients:3
                          score_mode:
                            type: string
                            value: append
                          depth:
                            type: integer
                            value: 3
                          fast:
                            type: boolean
                            value: true
                          threshold:
                            type: number
                            value: 0.75
                        outputs:
                          scores:
                            type: uri_file
                            uri: azureml://datastores/workspaceblobstore/paths/out/scores.csv
                        settings:
                          errorThreshold: -1
                          retrySettings:
                            maxRetries: 2

                    """
            )
            let manifest = workplace.folder + "/imported.yaml"
            let written = await workplace.run(
                ["import", workplace.folder + "/score.sh", "--out", manifest],
                environment: [:]
            )
            #expect(written.status == .success && written.output.isEmpty)
            // Whatever this version has, the document is one of its kind.
            let schema = Fixture.packageRoot + "/schemas/job-manifest.v1.schema.json"
            let checked = await workplace.run(["validate", manifest, "--schema", schema], environment: [:])
            #expect(checked.status == .success, "\(checked.error)")
            let again = await workplace.run(
                ["import", workplace.folder + "/score.sh", "--out", manifest],
                environment: [:]
            )
            #expect(again.status != .success)
        }
    }

    /// What a command line says, what the manifest has, what is remarked.
    static let lines: [([String], [String], [String])] = [
        (
            ["-n", "heart", "-g", "ml", "-w", "cardiology", "--input", "data/unlabeled"],
            [
                "  input: { type: string }", "uri: \"${{ parameters.input }}\"",
                "subscriptionId: \"{{subscription}}\"",
            ],
            ["`data/unlabeled` is on the machine", "the subscription: said nowhere"]
        ),
        (
            ["-n", "heart", "--input", "azureml:patients@latest", "--input-type", "uri_file"],
            ["      UriFile:", "uri: \"azureml:patients@latest\"", "resourceGroup: \"{{resourceGroup}}\""],
            [
                "whatever is the latest version",
                "the subscription, the resource group and the workspace: said nowhere",
            ]
        ),
        (
            [
                "--name", "heart", "--input", "https://h.example/d", "--output-path",
                "azureml://datastores/d/paths/p", "--set", "output_file_name=o.csv",
            ],
            ["      predictions:", "uri: azureml://datastores/d/paths/p/o.csv"], ["the job fails when"]
        ),
        (
            [
                "--name", "heart", "--set", "output_file_name=o.csv", "mystery=1", "--job-name", "x",
                "--flavour", "y",
            ],
            ["outputFileName: o.csv"],
            ["`mystery` is not carried over", "`--job-name` is left out", "`--flavour` is not understood"]
        ),
        (["--name", "heart", "--file", "none.yml"], ["    endpoint: heart"], ["`--file none.yml`"]),
        (["--input-path", "folder:https://h.example/d"], ["uri: https://h.example/d", "{{endpoint}}"], []),
    ]

    @Test(arguments: lines) func aCommandLineIsTakenToo(
        words: [String],
        has: [String],
        remarks: [String]
    ) async throws {
        try await Workplace.with { workplace in
            let outcome = await workplace.run(
                ["import", "--", "az", "ml", "batch-endpoint", "invoke"] + words,
                environment: [:]
            )
            #expect(outcome.status == .success)
            for text in has { #expect(outcome.output.contains(text), "\(text)\n\(outcome.output)") }
            for text in remarks {
                #expect(outcome.error.contains(text), "\(text)\n\(outcome.error)")
                #expect(outcome.output.contains("# - "))
            }
            #expect(outcome.error.contains("1 call, 0 carried over whole"))
        }
    }

    @Test func whatIsToBeFilledInIsFoundByValidate() async throws {
        try await Workplace.with { workplace in
            try workplace.write(
                "s.sh",
                "E=heart-$(date +%s)\naz ml batch-endpoint invoke -n $E --input $DATA"
            )
            let path = workplace.folder + "/m.yaml"
            #expect(
                await workplace.run(["import", workplace.folder + "/s.sh", "--out", path]).status == .success
            )
            let checked = await workplace.run(["validate", path])
            #expect(checked.status == .invalid)
            #expect(checked.error.contains("`{{subscription}}` looks as if it was to be replaced"))
        }
    }

    @Test func whatSomebodySaysIsFilledIn() async throws {
        try await Workplace.with { workplace in
            try workplace.write(
                "s.sh",
                """
                SUFFIX=$(date +%s); az configure --defaults group=$group
                az ml batch-endpoint invoke -n "heart-$SUFFIX" --input azureml:patients:3 -w $workspace_name
                """
            )
            let script = workplace.folder + "/s.sh"
            let values = [
                "SUFFIX=1", "group=ml", "workspace_name=cardiology", "subscription=\(Self.subscription)",
            ]
            let outcome = await workplace.run(["import", script] + values.flatMap { ["--set", $0] })
            #expect(outcome.error == "1 call, 1 carried over whole\n", "\(outcome.error)")
            for text in ["name: heart-1", "resourceGroup: ml", "name: cardiology", Self.subscription] {
                #expect(outcome.output.contains(text), "\(outcome.output)")
            }
            #expect(await workplace.run(["import", script, "--set", "group"]).status == .usage)
        }
    }

    @Test func nothingToImportIsSaid() async throws {
        try await Workplace.with { workplace in
            try workplace.write("s.sh", "echo az ml batch-endpoint invoke\naz ml job list")
            let outcome = await workplace.run(["import", workplace.folder + "/s.sh"])
            #expect(outcome.status == .noInput && outcome.output.isEmpty && outcome.error.contains("RN0731"))
            #expect(await workplace.run(["import"]).status == .usage)
            #expect(await workplace.run(["import", "a.sh", "b.sh"]).status == .usage)
            #expect(await workplace.run(["import", workplace.folder + "/none.sh"]).status == .noInput)
        }
    }

    /// Nothing that a script says is run, and nothing of it reaches YAML unquoted.
    @Test func aHostileScriptDoesNothing() async throws {
        try await Workplace.with { workplace in
            let mark = workplace.folder + "/mark"
            try workplace.write(
                "s.sh",
                """
                az ml batch-endpoint invoke -n "$(touch \(mark))" -g 'a: b\n  c' -w '"}' --experiment-name 'x #y' \
                --input 'https://h.example/\u{1B}[2J' --set 'inputs.a: b.type=string' 'inputs.q.default=*a'
                """
            )
            let outcome = await workplace.run(["import", workplace.folder + "/s.sh"])
            #expect(outcome.status == .success)
            #expect(SystemFileSystem().kind(of: mark) == nil)
            #expect(!outcome.output.contains("\u{1B}") && !outcome.error.contains("\u{1B}"))
            var problems: [Diagnostic] = []
            _ = DocumentLoader.checked(SourceText(name: "m", text: outcome.output), into: &problems)
            #expect(!problems.contains { $0.code.name.hasPrefix("RN01") }, "\(problems.map(\.message))")
        }
    }
}
