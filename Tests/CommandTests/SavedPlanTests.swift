import Diagnostics
import Host
import JSONValues
import RunnerTestSupport
import Testing

@testable import RunnerCommands

/// What was reviewed is what runs: plans that are saved, shown, checked and carried out.
@Suite struct SavedPlanTests {
    @Test func isTheSameBytesWhereverAndWheneverItIsMade() async throws {
        try await Workplace.with { workplace in
            let first = try await workplace.savedPlan("one.json")
            let second = try await workplace.savedPlan("two.json")
            #expect(first == second)
            #expect(!first.contains(Workplace.secret))
            #expect(first.contains("\"kind\": \"SavedPlan\""))
        }
    }

    @Test func isShownAsItWasPlanned() async throws {
        try await Workplace.with { workplace in
            let path = workplace.folder + "/plan.json"
            for extra in [[], ["-o", "json"]] {
                let planned = await workplace.run(["plan", workplace.manifest, "--out", path] + extra)
                #expect(planned.status == .success, "\(planned.error)")
                let shown = await workplace.run(["show", path] + extra)
                #expect(shown.status == .success, "\(shown.error)")
                #expect(shown.output == planned.output)
            }
            #expect(await workplace.run(["show", path, "--detailed-exitcode"]).status == .changes)
        }
    }

    @Test func validatesByItsSchema() async throws {
        try await Workplace.with { workplace in
            _ = try await workplace.savedPlan("plan.json")
            let json = await workplace.run(["plan", workplace.manifest, "-o", "json"])
            try workplace.write("one.json", json.output)
            try workplace.write("schema.json", await workplace.run(["schema", "Plan"]).output)
            let outcome = await workplace.run([
                "validate", workplace.folder + "/plan.json", workplace.folder + "/one.json", "--schema",
                workplace.folder + "/schema.json",
            ])
            #expect(outcome.status == .success, "\(outcome.error)")
        }
    }

    @Test func isCarriedOutOnceHoweverOftenItIsApplied() async throws {
        try await Workplace.with { workplace in
            _ = try await workplace.savedPlan("plan.json", ["--emulator", workplace.emulator])
            let first = await workplace.applyPlan()
            #expect(first.status == .success, "\(first.error)")
            #expect(first.error.contains("POST heart.eastus2.inference.ml.azure.com/jobs 1"))
            let second = await workplace.applyPlan()
            #expect(second.status == .success, "\(second.error)")
            #expect(second.output.contains("up to date, attempt 1"))
            #expect(!second.error.contains("POST"))
        }
    }

    @Test func asksForOneMoreAttemptOnlyOnce() async throws {
        try await Workplace.with { workplace in
            #expect(await workplace.apply().status == .success)
            _ = try await workplace.savedPlan(
                "plan.json",
                ["--emulator", workplace.emulator, "--ledger", workplace.ledger] + Self.again
            )
            for _ in 0..<2 {
                let outcome = await workplace.applyPlan()
                #expect(outcome.status == .success, "\(outcome.error)")
                #expect(outcome.output.contains("attempt 2"))
            }
            let list = await workplace.run(["ledger", "list", "--ledger", workplace.ledger])
            #expect(!list.output.contains("attempt 3"))
            let plan = await workplace.run(["show", workplace.folder + "/plan.json"])
            #expect(plan.output.contains("attempt 2: asked for with `--rerun`"))
        }
    }

    /// A failed job is not tried again by the plan that tried it: its number is pinned.
    @Test func leavesAFailedAttemptAsItIs() async throws {
        try await Workplace.with { workplace in
            try workplace.failingScript()
            _ = try await workplace.savedPlan("plan.json", ["--emulator", workplace.emulator])
            let first = await workplace.applyPlan()
            #expect(first.status == .negative, "\(first.error)")
            let second = await workplace.applyPlan()
            #expect(second.status == .negative, "\(second.error)")
            #expect(!second.error.contains("POST"))
            #expect(second.output.contains("failed"))
        }
    }

    private static let again = ["--rerun", "heart-disease/score"]

    /// Every byte of the manifest that is changed, in turn, and what becomes of the plan.
    @Test func holdsForNoOtherManifest() async throws {
        try await Workplace.with { workplace in
            _ = try await workplace.savedPlan("plan.json", ["--emulator", workplace.emulator])
            let original = try SystemFileSystem().read(workplace.manifest, limit: 1 << 20)
            var random = SeededRandom(seed: 6)
            for _ in 0..<60 {
                var changed = original
                let place = Int.random(in: 0..<changed.count, using: &random)
                changed[place] = changed[place] == 0x61 ? 0x62 : 0x61
                try SystemFileSystem().write(changed, to: workplace.manifest)
                let outcome = await workplace.applyPlan(environment: [:])
                #expect(outcome.status == .blocked, "byte \(place): \(outcome.error)")
                #expect(outcome.error.contains("RN0750"))
            }
            let list = await workplace.run(["ledger", "list", "--ledger", workplace.ledger])
            #expect(list.output.hasPrefix("no attempts"))
        }
    }

    @Test func namesTheFieldsThatChanged() async throws {
        try await Workplace.with { workplace in
            _ = try await workplace.savedPlan("plan.json")
            try workplace.edit("data/heart-disease-uci", "data/other")
            let outcome = await workplace.run([
                "plan", "--check", workplace.folder + "/plan.json", workplace.manifest,
            ])
            #expect(outcome.status == .blocked)
            let path = "plans.heart-disease.jobs.heart-disease/score.run.inputs.patients.uri: "
            let old = "https://azuremlexampledata.blob.core.windows.net/data/heart-disease-uci → "
            #expect(outcome.error.contains(path + old), "\(outcome.error)")
            #expect(outcome.error.contains("sources."))
        }
    }

    /// What stands in the file, what somebody made of it, and how that is refused.
    static let forgeries: [(String, String, Diagnostics.ExitStatus)] = [
        ("\"attempt\": 1", "\"attempt\": 2", .blocked),
        ("heart-disease-uci\"", "elsewhere\"", .blocked),
        ("\"decision\": \"notCompared\"", "\"decision\": \"upToDate\"", .blocked),
        ("\"toolVersion\": \"", "\"toolVersion\": \"9.", .blocked),
        ("\"warnings\": []", "\"warnings\": [\"\\u001b[2J::error::x\"]", .blocked),
        ("  \"kind\"", "   \"kind\"", .blocked),
        ("{\n  \"format_version\": \"1.0\",", "{\n  \"format_version\": \"2.0\",", .invalid),
        ("\"isMatrix\": false", "\"isMatrix\": 1", .invalid),
        ("\"given\": {", "\"given\": { \"given\": 1,", .invalid),
        ("\"ledger\": null", "\"ledger\": null, \"ledger\": null", .invalid),
        ("\"sources\": [", "\"sources\": [[", .invalid),
    ]

    @Test(arguments: forgeries) func refusesForgeries(
        old: String,
        new: String,
        status: Diagnostics.ExitStatus
    ) async throws {
        try await Workplace.with { workplace in
            let text = try await workplace.savedPlan("plan.json", ["--emulator", workplace.emulator])
            let forged = text.replacingOccurrences(old, new)
            #expect(forged != text)
            try workplace.write("plan.json", forged)
            let outcome = await workplace.applyPlan(environment: [:])
            #expect(outcome.status == status, "\(outcome.error)")
            #expect(!outcome.error.contains("\u{1B}"))
            let shown = await workplace.run(["show", workplace.folder + "/plan.json"])
            #expect(!shown.output.contains("\u{1B}"))
        }
    }

    /// A plan may be anybody's: it cannot make the program show what another file holds.
    @Test func readsNothingOutsideOfTheWorkingFolder() async throws {
        try await Workplace.with { workplace in
            let text = try await workplace.savedPlan("plan.json")
            let file = text.replacingOccurrences(workplace.manifest, "/etc/passwd")
            try workplace.write("plan.json", file)
            let outcome = await workplace.run(
                ["apply", workplace.folder + "/plan.json", "--ledger", workplace.ledger]
            )
            #expect(outcome.status == .usage)
            #expect(outcome.error.contains("RN0752") && !outcome.error.contains("root:"))
        }
    }

    @Test func knowsItsLedger() async throws {
        try await Workplace.with { workplace in
            #expect(await workplace.apply().status == .success)
            let extra = ["--emulator", workplace.emulator, "--ledger", workplace.ledger]
            _ = try await workplace.savedPlan("plan.json", extra)
            let check = ["plan", "--check", workplace.folder + "/plan.json", workplace.manifest]
            #expect(await workplace.run(check + extra).status == .success)
            let other = workplace.folder + "/other.sqlite"
            #expect(await workplace.run(["ledger", "init", "--ledger", other]).status == .success)
            let elsewhere = await workplace.run(
                check + ["--emulator", workplace.emulator, "--ledger", other]
            )
            #expect(elsewhere.status == .blocked)
            #expect(elsewhere.error.contains("ledger.lineage"))
            let unnamed = await workplace.run(check + ["--emulator", workplace.emulator])
            #expect(unnamed.status == .usage)
            // The ledger has gone on, and what the plan said of it is still what it said then.
            #expect(await workplace.apply(Self.again).status == .success)
            #expect(await workplace.run(check + extra).status == .success)
            let applied = await workplace.applyPlan()
            #expect(applied.status == .success, "\(applied.error)")
            #expect(!applied.error.contains("POST"))
        }
    }

    /// Somebody applied something else meanwhile: the number that was reviewed is taken.
    @Test func isStaleWhenAnotherAttemptHasItsNumber() async throws {
        try await Workplace.with { workplace in
            _ = try await workplace.savedPlan("plan.json", ["--emulator", workplace.emulator])
            let original = try SystemFileSystem().read(workplace.manifest, limit: 1 << 20)
            try workplace.edit("data/heart-disease-uci", "data/heart-disease-uci/")
            #expect(await workplace.apply().status == .success)
            try SystemFileSystem().write(original, to: workplace.manifest)
            let outcome = await workplace.applyPlan()
            #expect(outcome.status == .blocked, "\(outcome.error)")
            let words = "heart-disease/score: attempt 1 to submit → attempt 1 is succeeded"
            #expect(outcome.error.contains(words))
            #expect(!outcome.error.contains("POST"))
        }
    }

    @Test func isNotSavedWithASignatureOrWithoutAManifest() async throws {
        try await Workplace.with { workplace in
            let path = workplace.folder + "/plan.json"
            try workplace.edit("parameters:\n", "parameters:\n  source: { type: string, default: none }\n")
            let uri = "source=https://a.blob.core.windows.net/c?sv=2024&sig=Zm9vYmFyYmF6cXV4"
            let signed = await workplace.run(["plan", workplace.manifest, "--out", path, "--set", uri])
            #expect(signed.status == .usage)
            #expect(signed.error.contains("RN0753") && !signed.error.contains("Zm9vYmFyYmF6cXV4"))
            #expect(SystemFileSystem().kind(of: path) == nil)
        }
    }
}

extension Workplace {
    /// Saves a plan of the manifest.
    ///
    /// - Returns: The file's text.
    fileprivate func savedPlan(_ name: String, _ extra: [String] = []) async throws -> String {
        let outcome = await run(["plan", manifest, "--out", folder + "/" + name] + extra)
        try #require(outcome.status == .success, "\(outcome.error)")
        let bytes = try SystemFileSystem().read(folder + "/" + name, limit: 1 << 24)
        return String(decoding: bytes, as: UTF8.self)
    }

    /// Carries the saved plan out on the emulator.
    fileprivate func applyPlan(environment: [String: String] = environment) async -> Outcome {
        await run(
            ["apply", folder + "/plan.json", manifest, "--emulator", emulator, "--ledger", ledger],
            environment: environment
        )
    }
}
