import ArgumentParser
import Diagnostics
import Host
import Manifests
import RunnerTestSupport
import Subprocess
import SystemPackage
import Testing

@testable import RunnerCommands

/// `action.yml` and `scripts/integrations/`, judged by the schemas of those whose files they are, and by linters.
@Suite struct IntegrationFilesTests {
    private static let peers = Fixture.packageRoot + "/.build/peers/bin/"

    private static func has(_ tool: String) -> Bool { SystemFileSystem().kind(of: peers + tool) == .file }

    private func judge(_ tool: String, _ arguments: [String]) async throws -> (
        status: TerminationStatus, words: String
    ) {
        let result = try await Subprocess.run(
            .path(FilePath(Self.peers + tool)),
            arguments: Arguments(arguments),
            workingDirectory: FilePath(Fixture.packageRoot),
            output: .string(limit: 1 << 22),
            error: .string(limit: 1 << 22)
        )
        return (result.terminationStatus, result.standardOutput + result.standardError)
    }

    /// Which schema each file of a CI system has.
    static let schemas: [(file: String, options: [String])] =
        [
            ("action.yml", ["vendor.github-actions"]),
            ("scripts/integrations/github/workflow.yml", ["vendor.github-workflows"]),
            (
                "scripts/integrations/gitlab/runner.gitlab-ci.yml",
                ["vendor.gitlab-ci", "--data-transform", "gitlab-ci"]
            ),
        ]
        + ["runner", "program", "azure-pipelines"].map {
            (
                "scripts/integrations/azure-pipelines/\($0).yml",
                [
                    "vendor.azure-pipelines", "--data-transform", "azure-pipelines", "--regex-variant",
                    "nonunicode",
                ]
            )
        }

    @Test(
        .enabled(if: has("check-jsonschema"), "check-jsonschema is not there: scripts/set-up --tests"),
        arguments: schemas
    )
    func fitsTheSchemaOfItsSystem(file: String, options: [String]) async throws {
        let judged = try await judge("check-jsonschema", ["--builtin-schema"] + options + [file])
        #expect(judged.status == .exited(0), "\(judged.words)")
    }

    @Test(
        .enabled(if: has("kubernetes-validate"), "kubernetes-validate is not there: scripts/set-up --tests")
    )
    func fitsTheSchemasOfKubernetes() async throws {
        var known = 0
        for file in ShellStep.files where file.hasSuffix(".yaml") {
            let judged = try await judge("kubernetes-validate", ["--strict", file])
            #expect(judged.status == .exited(0) && !judged.words.contains("ERROR"), "\(judged.words)")
            known += judged.words.split(separator: "\n").count {
                $0.hasPrefix("INFO") && $0.contains("passed")
            }
        }
        // Four Jobs, a claim, a service account. What is Flux's, Argo CD's and Kustomize's it does not know.
        #expect(known == 6)
    }

    /// What the judges do not know is held to what these kinds are documented to need.
    @Test func hasOnlyKindsThatAreKnown() throws {
        let needs = [
            "Job": ["batch/v1", "template"], "PersistentVolumeClaim": ["v1", "accessModes", "resources"],
            "ServiceAccount": ["v1"],
            "GitRepository": ["source.toolkit.fluxcd.io/v1", "interval", "url", "ref"],
            "Application": ["argoproj.io/v1alpha1", "project", "source", "destination"],
        ]
        var names: [String: [String]] = [:]
        for file in ShellStep.files where file.hasSuffix(".yaml") {
            for root in try ShellStep.documents(of: file) {
                let kind = try #require(root["kind"]?.text)
                if kind == "Kustomization" {
                    if root["apiVersion"]?.text == "kustomize.toolkit.fluxcd.io/v1" {
                        for key in ["interval", "path", "prune", "sourceRef"] {
                            #expect(root["spec"]?[key] != nil)
                        }
                        continue
                    }
                    #expect(root["apiVersion"]?.text == "kustomize.config.k8s.io/v1beta1")
                    // What it names is there, but for manifests, which are the user's.
                    let folder = String(file.split(separator: "/").dropLast().joined(separator: "/"))
                    for resource in root["resources"].map({ Array($0.items) }) ?? [] {
                        let path = "\(Fixture.packageRoot)/\(folder)/\(resource.text ?? "")"
                        #expect(SystemFileSystem().kind(of: path) != nil, "\(path)")
                    }
                    continue
                }
                let need = try #require(needs[kind], "\(file): \(kind)")
                #expect(root["apiVersion"]?.text == need[0])
                for key in need.dropFirst() {
                    #expect(root["spec"]?[key] != nil, "\(file): \(kind) has no \(key)")
                }
                names[kind, default: []].append(root["metadata"]?["name"]?.text ?? "")
            }
        }
        #expect(
            names["Job"]?.sorted() == ["runner-apply", "runner-apply", "runner-ledger-init", "runner-plan"]
        )
    }

    /// Every Job: not root, nothing writable but the ledger, nothing granted; and those that apply need their ledger.
    @Test func everyJobIsConfined() throws {
        for file in ShellStep.files where file.hasSuffix(".yaml") {
            for root in try ShellStep.documents(of: file) where root["kind"]?.text == "Job" {
                let pod = try #require(root["spec"]?["template"]?["spec"])
                let container = try #require(pod["containers"]?.items.first)
                let rights = try #require(container["securityContext"])
                #expect(pod["securityContext"]?["runAsNonRoot"]?.boolean == true)
                #expect(pod["restartPolicy"]?.text == "Never")
                #expect(rights["readOnlyRootFilesystem"]?.boolean == true)
                #expect(rights["allowPrivilegeEscalation"]?.boolean == false)
                #expect(rights["capabilities"]?["drop"]?.items.first?.text == "ALL")
                let words = container["args"].map { $0.items.compactMap(\.text) } ?? []
                _ = try RunnerCommand.parseAsRoot(words)
                if words.first == "apply" {
                    #expect(words.contains("--ledger-must-exist") && words.contains("--ledger"))
                    #expect(pod["volumes"]?.items.contains { $0["persistentVolumeClaim"] != nil } == true)
                    #expect(pod["securityContext"]?["fsGroupChangePolicy"]?.text == "OnRootMismatch")
                } else {
                    #expect(
                        pod["serviceAccountName"] == nil
                            && pod["automountServiceAccountToken"]?.boolean == false
                    )
                }
            }
        }
    }

    static let scripts: [ShellStep] = ShellStep.files.flatMap { file in
        ((try? ShellStep.steps(of: file)) ?? []).filter { $0.uses.isEmpty }
    }

    @Test func thereAreScripts() { #expect(Self.scripts.count == 20) }

    /// A text that a stranger chose must not become a part of a script.
    @Test(arguments: scripts) func hasNoExpressionInAScript(step: ShellStep) {
        #expect(!step.script.contains("${{") && !step.script.contains("$[["))
        #expect(!step.script.contains("$(System") && !step.script.contains("eval "))
        #expect(step.script.hasPrefix(step.shell == "bash" ? "set -euo pipefail\n" : "set -eu\n"))
    }

    @Test(
        .enabled(if: has("shellcheck"), "shellcheck is not there: scripts/set-up --tests"),
        arguments: scripts
    )
    func isCleanShell(step: ShellStep) async throws {
        try await TemporaryFolder.with { folder in
            try SystemFileSystem().write(Array((step.script + "\n").utf8), to: folder + "/step.sh")
            let judged = try await judge("shellcheck", ["-s", step.shell, folder + "/step.sh"])
            #expect(judged.status == .exited(0), "\(judged.words)")
        }
    }

    @Test(.enabled(if: has("shellcheck"), "shellcheck is not there: scripts/set-up --tests"))
    func scriptsInFilesAreCleanShell() async throws {
        let files = [
            "scripts/integrations/git/ledger-branch", "scripts/integrations/git/superseded",
            "scripts/integrations/git/post-receive",
            "scripts/push-to-run",
        ]
        let judged = try await judge("shellcheck", files)
        #expect(judged.status == .exited(0), "\(judged.words)")
    }

    /// A tag can be moved, a commit cannot.
    @Test func whatOthersWroteIsPinned() throws {
        for file in ShellStep.files {
            for step in try ShellStep.steps(of: file) where !step.uses.isEmpty {
                let isPinned = step.uses.wholeMatch(of: /[a-z-]+\/[a-z-]+@[0-9a-f]{40}/) != nil
                // Ours, by the name that its users give it; and the tasks of Azure Pipelines, which have no digests.
                let isOurs = ["owner/runner@v1", "Cache@2", "AzureCLI@2"].contains(step.uses)
                #expect(isPinned || isOurs, "\(file): \(step.uses)")
            }
        }
    }

    @Test func nothingRunsWithTheSecretsOfTheBaseOnTheHeadOfAPullRequest() throws {
        for file in ShellStep.files {
            for root in try ShellStep.documents(of: file) {
                for trigger in ["pull_request_target", "workflow_run", "issue_comment"] {
                    #expect(root["on"]?[trigger] == nil, "\(file)")
                }
            }
        }
        let workflow = try #require(
            try ShellStep.documents(of: "scripts/integrations/github/workflow.yml").first
        )
        let review = try #require(workflow["jobs"]?["review"])
        #expect(workflow["permissions"]?.count == 0)
        #expect(
            review["permissions"]?["id-token"] == nil && review["permissions"]?["contents"]?.text == "read"
        )
        #expect(workflow["jobs"]?["apply"]?["permissions"]?["id-token"]?.text == "write")
        #expect(workflow["jobs"]?["apply"]?["concurrency"]?["cancel-in-progress"]?.boolean == false)
    }
}
