import Diagnostics
import Host
import RunnerTestSupport
import Testing

/// Wrong input, as a user gives it: the exit status, the words, and a ledger that verifies.
@Suite struct FaultTests {
    struct Fault: Sendable, CustomTestStringConvertible {
        let name: String
        var edit: (String, String)?
        var environment: [String: String?] = [:]
        let status: Diagnostics.ExitStatus
        let words: [String]
        var testDescription: String { name }
    }

    static let faults = [
        Fault(
            name: "wrong secret",
            environment: ["AZURE_CLIENT_SECRET": "another~secret~value"],
            status: .denied,
            words: ["AADSTS7000215", "AZURE_CLIENT_SECRET"]
        ),
        Fault(
            name: "unset variable",
            environment: ["AZURE_CLIENT_SECRET": nil],
            status: .missingConfiguration,
            words: ["AZURE_CLIENT_SECRET", "heart-disease.yaml:23:"]
        ),
        Fault(
            name: "unknown key",
            edit: ("    experimentName:", "    experimentname:"),
            status: .invalid,
            words: ["experimentname", "did you mean `experimentName`?"]
        ),
        Fault(
            name: "wrong type",
            edit: ("labels: { team: cardiology }", "labels: [team]"),
            status: .invalid,
            words: ["heart-disease.yaml:11:11"]
        ),
        Fault(
            name: "duplicate key",
            edit: ("metadata:\n", "metadata:\n  name: twice\n"),
            status: .invalid,
            words: ["`name`", "heart-disease.yaml:11:3"]
        ),
        Fault(
            name: "bad YAML",
            edit: ("jobs:\n", "jobs: [\n"),
            status: .invalid,
            words: ["RN01", "heart-disease.yaml:"]
        ),
        Fault(
            name: "a literal secret",
            edit: ("clientSecret: { env: AZURE_CLIENT_SECRET }", "clientSecret: literal~secret~value"),
            status: .invalid,
            words: ["clientSecret", "{ env: AZURE_CLIENT_SECRET }"]
        ),
        Fault(
            name: "endpoint down",
            edit: ("https://heart.eastus2.", "https://down.eastus2."),
            status: .tryLater,
            words: ["RN0545", "could not be sent"]
        ),
        Fault(
            name: "a job that cannot replace another",
            edit: (
                "  score:\n    endpoint: heart\n",
                "  score:\n    endpoint: heart\n    concurrency: { group: a, onConflict: replace }\n"
            ),
            status: .invalid,
            words: ["RN0506", "onConflict: queue"]
        ),
    ]

    @Test(arguments: faults) func saysWhatToDo(fault: Fault) async throws {
        try await Workplace.with { workplace in
            if let (old, new) = fault.edit { try workplace.edit(old, new) }
            var environment = Workplace.environment
            for (name, value) in fault.environment { environment[name] = value }
            let outcome = await workplace.apply(environment: environment)
            #expect(outcome.status == fault.status, "\(outcome.error)")
            for words in fault.words { #expect(outcome.error.contains(words), "\(outcome.error)") }
            #expect(
                !outcome.error.contains("another~secret~value")
                    && !outcome.error.contains("literal~secret~value")
            )
            guard SystemFileSystem().kind(of: workplace.ledger) != nil else { return }
            let verified = await workplace.run(["ledger", "verify", "--ledger", workplace.ledger])
            #expect(verified.status == .success, "\(verified.error)")
        }
    }

    @Test func aMissingLedgerInCIIsNotMadeAnew() async throws {
        try await Workplace.with { workplace in
            var environment = Workplace.environment
            environment["CI"] = "true"
            let outcome = await workplace.run(
                ["apply", workplace.manifest, "--ledger", workplace.ledger],
                environment: environment
            )
            #expect(outcome.status == .missingConfiguration, "\(outcome.error)")
            #expect(outcome.error.contains("RN0601"))
            #expect(SystemFileSystem().kind(of: workplace.ledger) == nil)
        }
    }

    /// Hooks and Jobs of a cluster set no `CI`; a rehearsal makes its ledger elsewhere.
    @Test(arguments: [["--ledger-must-exist"], []])
    func aMissingLedgerThatMustExistIsNotMadeAnew(flag: [String]) async throws {
        try await Workplace.with { workplace in
            var environment = Workplace.environment
            if flag.isEmpty { environment["RUNNER_LEDGER_MUST_EXIST"] = "1" }
            for extra in [[], ["--emulator", workplace.emulator], ["--dry-run"]] {
                let outcome = await workplace.run(
                    ["apply", workplace.manifest, "--ledger", workplace.ledger] + flag + extra,
                    environment: environment
                )
                #expect(outcome.status == .missingConfiguration, "\(outcome.error)")
                #expect(outcome.error.contains("error[RN0601]: there is no ledger"))
                #expect(outcome.error.contains("runner ledger init --ledger \(workplace.ledger)"))
            }
            // Nor for the record of a run that came to nothing.
            let broken = await workplace.run(
                ["apply", workplace.emulator, "--ledger", workplace.ledger] + flag,
                environment: environment
            )
            #expect(broken.status != .success)
            #expect(SystemFileSystem().kind(of: workplace.ledger) == nil)
            // One that is there is used.
            let made = await workplace.run(["ledger", "init", "--ledger", workplace.ledger])
            #expect(made.status == .success)
            let applied = await workplace.apply(flag, environment: environment)
            #expect(applied.status == .success, "\(applied.error)")
        }
    }

    @Test(arguments: [
        (["apply"], Diagnostics.ExitStatus.usage), (["nonsense"], .usage),
        (["plan", "nowhere.yaml"], .noInput),
        (["plan", "x.yaml", "--parallelism", "0"], .usage),
        (["ledger", "verify", "--expect-head", "x"], .usage),
        (["explain", "RN9999"], .usage), (["--help"], .success), (["help", "apply"], .success),
        (["--version"], .success),
    ])
    func endsAsItIsDocumented(arguments: [String], status: Diagnostics.ExitStatus) async throws {
        try await Workplace.with { workplace in
            #expect(await workplace.run(arguments).status == status)
        }
    }
}
