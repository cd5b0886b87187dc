import Diagnostics
import Host
import RunnerTestSupport
import Testing

/// The Azure CLI the whole way: what it says is played, and no program is run, whether there is one or not.
@Suite struct CommandLineRehearsalTests {
    private static func run(
        _ command: [String],
        at workplace: Workplace,
        credential: String = "",
        emulator change: (String, String)? = nil
    ) async throws -> Workplace.Outcome {
        let manifest = try Fixture.text("manifests/azure-cli.yaml")
            .replacingOccurrences("    type: azure-cli\n", "    type: azure-cli\n" + credential)
        try workplace.write("azure-cli.yaml", manifest)
        let document = try Workplace.example("manifests/emulator.yaml")
        try workplace.write(
            "emulator.yaml",
            change.map { document.replacingOccurrences($0.0, $0.1) } ?? document
        )
        // Without a folder in which an `az` could be; and nothing may be run.
        return await workplace.run(
            command + [workplace.folder + "/azure-cli.yaml", "--emulator", workplace.emulator],
            environment: ["PATH": Workplace.environment["PATH"] ?? "/usr/bin:/bin"],
            commands: NoCommands()
        )
    }

    @Test func runsAsWhoeverIsSignedIn() async throws {
        try await Workplace.with { workplace in
            let outcome = try await Self.run(["apply", "--ledger", workplace.ledger], at: workplace)
            #expect(outcome.status == .success, "\(outcome.error)")
            // The endpoint was asked, and Entra was not: the token is the CLI's.
            #expect(
                outcome.error.contains("POST heart.eastus2.inference.ml.azure.com/jobs 1"),
                "\(outcome.error)"
            )
            #expect(!outcome.error.contains("login.microsoftonline.com"))
            #expect(!(outcome.output + outcome.error).contains("eyJ"))
        }
    }

    @Test func theTokenIsThatPersons() async throws {
        try await Workplace.with { workplace in
            let outcome = try await Self.run(["credentials", "check", "-o", "json"], at: workplace)
            #expect(outcome.status == .success, "\(outcome.error)")
            #expect(outcome.output.contains(#""object_id": "88888888-8888-4888-8888-888888888888""#))
            #expect(outcome.output.contains(#""tenant": "11111111-1111-4111-8111-111111111111""#))
            #expect(outcome.output.contains("user_impersonation"))
        }
    }

    @Test func anotherTenantHasToBeSignedInTo() async throws {
        try await Workplace.with { workplace in
            let outcome = try await Self.run(
                ["apply", "--ledger", workplace.ledger],
                at: workplace,
                credential: "    tenantId: 99999999-9999-4999-8999-999999999999\n"
            )
            #expect(outcome.status == .denied, "\(outcome.error)")
            #expect(outcome.error.contains("error[RN0446]"), "\(outcome.error)")
            #expect(outcome.error.contains("az login --tenant 99999999-9999-4999-8999-999999999999"))
        }
    }

    @Test func aSubscriptionThatTheSignInLacksIsRefused() async throws {
        try await Workplace.with { workplace in
            let outcome = try await Self.run(
                ["apply", "--ledger", workplace.ledger],
                at: workplace,
                credential: "    subscriptionId: 55555555-5555-4555-8555-555555555555\n"
            )
            #expect(outcome.status == .denied, "\(outcome.error)")
            #expect(outcome.error.contains("error[RN0420]"), "\(outcome.error)")
            #expect(outcome.error.contains("55555555-5555-4555-8555-555555555555' not found"))
        }
    }

    /// Nobody is signed in where the document says nothing of it; a program of the machine would ask the real Azure.
    @Test func nobodyIsSignedInUnlessTheDocumentSaysSo() async throws {
        try await Workplace.with { workplace in
            let outcome = try await Self.run(
                ["apply", "--ledger", workplace.ledger],
                at: workplace,
                emulator: (
                    """
                    azureCli:            # who is signed in with `az login`, for azure-cli.yaml
                      tenantId: 11111111-1111-4111-8111-111111111111
                      objectId: 88888888-8888-4888-8888-888888888888

                    """, ""
                )
            )
            #expect([.unavailable, .missingConfiguration].contains(outcome.status), "\(outcome.error)")
            #expect(outcome.error.contains("`az`"))
        }
    }
}
