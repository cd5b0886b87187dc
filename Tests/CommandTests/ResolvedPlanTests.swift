import Diagnostics
import Host
import JSONValues
import RunnerTestSupport
import Testing

@testable import RunnerCommands

/// `plan --resolve`: what a manifest leaves to the moment of sending is fixed, and runs as it was reviewed.
@Suite struct ResolvedPlanTests {
    /// A job without a deployment, of an asset without a version.
    private static func with(_ body: (Workplace, _ manifest: String) async throws -> Void) async throws {
        try await Workplace.with { workplace in
            let text = try Workplace.example("manifests/by-name.yaml")
            let place = "https://azuremlexampledata.blob.core.windows.net/data/heart-disease-uci"
            try workplace.write("by-name.yaml", text.replacingOccurrences(place, "azureml:patients@latest"))
            try workplace.play(versions: ["2", "3"])
            try await body(workplace, workplace.folder + "/by-name.yaml")
        }
    }

    @Test func isWhatRuns() async throws {
        try await Self.with { workplace, manifest in
            let plan = workplace.folder + "/plan.json"
            let planned = await workplace.run([
                "plan", manifest, "--resolve", "--emulator", workplace.emulator, "--out", plan,
            ])
            #expect(planned.status == .success, "\(planned.error)")
            #expect(planned.output.contains("deployment classifier-v2, the endpoint's default"))
            #expect(planned.output.contains("input patients is azureml:patients:3, the latest"))
            #expect(planned.output.contains("azureml-model-deployment: classifier-v2"))
            let text = String(decoding: try SystemFileSystem().read(plan, limit: 1 << 20), as: UTF8.self)
            #expect(!text.contains(Workplace.secret))
            #expect(
                try JSONReader().read(Array(text.utf8))["pins"]?["versions"]?.members?.map(\.value) == ["3"]
            )
            // Shown and checked without any credential; the world may have moved on.
            try workplace.play(versions: ["3", "4"])
            #expect(await workplace.run(["show", plan], environment: [:]).output == planned.output)
            let check = await workplace.run(
                ["plan", "--check", plan, manifest, "--emulator", workplace.emulator],
                environment: [:]
            )
            #expect(check.status == .success, "\(check.error)")
            for _ in 0..<2 {
                let applied = await workplace.run([
                    "apply", plan, manifest, "--emulator", workplace.emulator, "--ledger", workplace.ledger,
                ])
                #expect(applied.status == .success, "\(applied.error)")
            }
            let shown = await workplace.run([
                "ledger", "show", "heart-by-name/score", "--ledger", workplace.ledger,
            ])
            #expect(shown.output.contains("azureml:patients:3"), "\(shown.output)")
            // A plan that leaves it open is of the same job: its digest is of what is wanted.
            let again = await workplace.run([
                "plan", manifest, "--emulator", workplace.emulator, "--ledger", workplace.ledger,
            ])
            #expect(again.output.contains("= heart-by-name/score  up to date"), "\(again.output)")
        }
    }

    /// On the emulator `az` is played, as it is for `apply`.
    @Test func asksAsWhoIsSignedInToAzureCLI() async throws {
        try await Self.with { workplace, manifest in
            let text = String(decoding: try SystemFileSystem().read(manifest, limit: 1 << 20), as: UTF8.self)
            let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
                .filter { !$0.contains("{ env: AZURE_") }
                .map { $0.contains("azure-service-principal") ? "    type: azure-cli" : $0 }
            try workplace.write("by-name.yaml", lines.joined(separator: "\n"))
            let planned = await workplace.run(
                ["plan", manifest, "--resolve", "--emulator", workplace.emulator],
                environment: Workplace.environment.filter { $0.key == "PATH" }
            )
            #expect(planned.status == .success, "\(planned.error)")
            #expect(planned.output.contains("deployment classifier-v2, the endpoint's default"))
        }
    }

    /// What somebody made of the pins, and how that ends; nothing is sent.
    static let forgeries: [(String, String, Diagnostics.ExitStatus)] = [
        (#": "3""#, #": "2""#, .blocked),
        (#": "3""#, #": "../3""#, .invalid),
        (#": "3""#, #": "3\u0000""#, .invalid),
        (#": "3""#, #": "3@x:y""#, .invalid),
        (#": "3""#, #": 3"#, .invalid),
        (#"heart": "classifier-v2""#, #"heart": "other""#, .blocked),
        (#"heart": "classifier-v2""#, #"heart": "a\r\nX: y""#, .invalid),
        (#"heart": "classifier-v2""#, #"heart": "classifier-v2", "elsewhere": "classifier-v2""#, .blocked),
        (#""pins": {"#, #""pins": { "hosts": [],"#, .invalid),
        (#""pins": {"#, #""pins": {}, "pins": {"#, .invalid),
    ]

    @Test(arguments: forgeries)
    func forgedPinsSendNothing(old: String, new: String, status: Diagnostics.ExitStatus) async throws {
        try await Self.with { workplace, manifest in
            let plan = workplace.folder + "/plan.json"
            let planned = await workplace.run([
                "plan", manifest, "--resolve", "--emulator", workplace.emulator, "--out", plan,
            ])
            #expect(planned.status == .success, "\(planned.error)")
            let text = String(decoding: try SystemFileSystem().read(plan, limit: 1 << 20), as: UTF8.self)
            let forged = text.replacing(old, with: new, maxReplacements: 1)
            #expect(forged != text)
            try workplace.write("plan.json", forged)
            let applied = await workplace.run(
                ["apply", plan, manifest, "--emulator", workplace.emulator, "--ledger", workplace.ledger],
                environment: ["PATH": "/usr/bin:/bin"]
            )
            #expect(applied.status == status, "\(applied.error)")
            #expect(!applied.error.contains("POST"))
        }
    }

    @Test func saysWhatIsNotThere() async throws {
        try await Self.with { workplace, manifest in
            try workplace.play(versions: [])
            let planned = await workplace.run([
                "plan", manifest, "--resolve", "--emulator", workplace.emulator,
            ])
            #expect(planned.status == .unavailable, "\(planned.error)")
            #expect(planned.error.contains("RN0553") && planned.error.contains("`patients`"))
        }
    }

    @Test func asksNobodyWhereNothingIsLeftOpen() async throws {
        try await Workplace.with { workplace in
            let outcome = await workplace.run(["plan", workplace.manifest, "--resolve"], environment: [:])
            #expect(outcome.status == .success, "\(outcome.error)")
            let plain = await workplace.run(["plan", workplace.manifest], environment: [:])
            #expect(outcome.output == plain.output)
        }
    }

    /// What the policy forbids is found before a secret is read.
    @Test func thePolicyComesFirst() async throws {
        try await Self.with { workplace, manifest in
            try await TemporaryFolder.with { elsewhere in
                let policy =
                    "apiVersion: runner/v1\nkind: Policy\nmetadata: { name: p }\nrequires: { labels: [team] }\n"
                try SystemFileSystem().write(Array(policy.utf8), to: elsewhere + "/policy.yaml")
                let planned = await workplace.run(
                    ["plan", manifest, "--resolve", "--policy", elsewhere + "/policy.yaml"],
                    environment: [:]
                )
                #expect(planned.status == .negative, "\(planned.error)")
                #expect(!planned.error.contains("RN04"), "\(planned.error)")
            }
        }
    }

    @Test func needsTheSecretsThatApplyNeeds() async throws {
        try await Self.with { workplace, manifest in
            let planned = await workplace.run(["plan", manifest, "--resolve"], environment: [:])
            #expect(planned.status == .missingConfiguration, "\(planned.error)")
            #expect(planned.error.contains("AZURE_CLIENT_SECRET"))
        }
    }
}

extension Workplace {
    /// Has the emulator play versions of the asset `patients`, the last of which is the latest.
    fileprivate func play(versions: [String]) throws {
        let document = try Self.example("manifests/emulator.yaml")
            .replacingOccurrences("{ env: AZURE_CLIENT_SECRET }", "\"\(Self.secret)\"")
        let folder = Fixture.packageRoot + "/manifests/heart-disease/data"
        let places = versions.map { "  - { prefix: \"azureml:patients:\($0)\", folder: \"\(folder)\" }\n" }
        try write(
            "emulator.yaml",
            document.replacingOccurrences("storage:\n", "storage:\n" + places.joined())
        )
    }
}
