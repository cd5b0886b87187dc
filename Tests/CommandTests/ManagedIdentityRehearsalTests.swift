import Diagnostics
import Host
import RunnerTestSupport
import Testing

/// `manifests/managed-identity.yaml` on the emulator, from the manifest to the scores.
@Suite struct ManagedIdentityRehearsalTests {
    private static let place = ["PATH": Workplace.environment["PATH"] ?? ""]

    private func apply(
        _ workplace: Workplace,
        _ edits: [(String, String)] = [],
        document: String = "",
        environment: [String: String] = place
    ) async throws -> Workplace.Outcome {
        var text = try Fixture.text("manifests/managed-identity.yaml")
        for (old, new) in edits { text = text.replacingOccurrences(old, new) }
        try workplace.write("managed-identity.yaml", text)
        if !document.isEmpty {
            let emulator = String(
                decoding: try SystemFileSystem().read(workplace.emulator, limit: 1 << 20),
                as: UTF8.self
            )
            try workplace.write("emulator.yaml", emulator + document)
        }
        return await workplace.run(
            [
                "apply", workplace.folder + "/managed-identity.yaml", "--emulator", workplace.emulator,
                "--ledger",
                workplace.ledger,
            ],
            environment: environment
        )
    }

    @Test func scoresAsTheMachine() async throws {
        try await Workplace.with { workplace in
            let outcome = try await apply(workplace)
            #expect(outcome.status == .success, "\(outcome.error)")
            // The probe and the token.
            #expect(
                outcome.error.contains("GET 169.254.169.254/metadata/identity/oauth2/token 2"),
                "\(outcome.error)"
            )
            #expect(!outcome.error.contains("login.microsoftonline.com"))
        }
    }

    @Test(arguments: [
        "    objectId: 44444444-4444-4444-8444-444444444444",
        "    resourceId: /subscriptions/55555555-5555-4555-8555-555555555555/resourceGroups/ml/providers/"
            + "Microsoft.ManagedIdentity/userAssignedIdentities/scoring",
        "    source: imds", "    source: auto", "    clientId: { env: AZURE_CLIENT_ID }",
    ])
    func choosesAsTheManifestSays(line: String) async throws {
        try await Workplace.with { workplace in
            var environment = Self.place
            environment["AZURE_CLIENT_ID"] = "33333333-3333-4333-8333-333333333333"
            let outcome = try await apply(
                workplace,
                [("    clientId: 33333333-3333-4333-8333-333333333333", line)],
                environment: environment
            )
            #expect(outcome.status == .success, "\(outcome.error)")
        }
    }

    @Test func asksAppServiceWhereTheDocumentPutsIt() async throws {
        try await Workplace.with { workplace in
            let outcome = try await apply(
                workplace,
                document: """
                    environment:
                      IDENTITY_ENDPOINT: http://169.254.130.4:8081/msi/token
                      IDENTITY_HEADER: marked-identity-header

                    """
            )
            #expect(outcome.status == .success, "\(outcome.error)")
            #expect(outcome.error.contains("GET 169.254.130.4/msi/token 1"), "\(outcome.error)")
            #expect(!(outcome.output + outcome.error).contains("marked-identity-header"))
        }
    }

    /// The machine that a rehearsal runs on may be one of Azure itself.
    @Test func doesNotFollowTheRealMachinesVariables() async throws {
        try await Workplace.with { workplace in
            var environment = Self.place
            environment["IDENTITY_ENDPOINT"] = "http://127.0.0.1:9/msi/token"
            environment["IDENTITY_HEADER"] = "marked-identity-header"
            environment["MSI_ENDPOINT"] = "http://127.0.0.1:9/"
            let outcome = try await apply(workplace, environment: environment)
            #expect(outcome.status == .success, "\(outcome.error)")
        }
    }

    @Test func anIdentityThatTheMachineDoesNotHaveIsDenied() async throws {
        try await Workplace.with { workplace in
            let outcome = try await apply(workplace, [("33333333-3333-4333", "99999999-9999-4999")])
            #expect(outcome.status == .denied)
            #expect(outcome.error.contains("error[RN0465]"))
            #expect(outcome.error.contains("Identity not found"))
            #expect(!outcome.error.contains("POST"))
        }
    }

    @Test func aServiceThatThisMachineDoesNotHaveIsReportedBeforeAnythingIsSent() async throws {
        try await Workplace.with { workplace in
            let outcome = try await apply(
                workplace,
                [("    clientId: 33333333-3333-4333-8333-333333333333", "    source: appService")]
            )
            #expect(outcome.status == .missingConfiguration)
            #expect(outcome.error.contains("error[RN0461]"))
        }
    }

    @Test func anEmulatorWithoutIdentitiesSaysWhatItLacks() async throws {
        try await Workplace.with { workplace in
            let emulator = String(
                decoding: try SystemFileSystem().read(workplace.emulator, limit: 1 << 20),
                as: UTF8.self
            )
            let lines = emulator.split(separator: "\n", omittingEmptySubsequences: false)
            let start = try #require(lines.firstIndex { $0.hasPrefix("managedIdentities:") })
            let end = try #require(lines.firstIndex { $0.hasPrefix("endpoints:") })
            try workplace.write("emulator.yaml", (lines[..<start] + lines[end...]).joined(separator: "\n"))
            let outcome = try await apply(workplace)
            #expect(outcome.status == .unavailable)
            #expect(outcome.error.contains("error[RN0423]"))
            #expect(outcome.error.contains("managedIdentities"))
        }
    }
}
