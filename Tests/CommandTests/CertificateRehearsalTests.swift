import Diagnostics
import Host
import RunnerTestSupport
import Testing

@testable import RunnerCommands

/// Certificates and the environment's variables the whole way: a throw-away key, Entra and the endpoint played.
@Suite(.enabled(if: ThrowAwayKeys.canBeMade, "needs openssl to make keys with"))
struct CertificateRehearsalTests {
    private static let plain = ["PATH": Workplace.environment["PATH"] ?? "/usr/bin:/bin"]

    private static func prepare(_ workplace: Workplace, key: [String]) async throws {
        let files = SystemFileSystem()
        try files.createFolder(workplace.folder + "/secrets")
        var bytes: [UInt8] = []
        for name in key { bytes += try await ThrowAwayKeys.shared.file(name) }
        try files.write(bytes, to: workplace.folder + "/secrets/runner.pem")
        let certificate = try await ThrowAwayKeys.shared.file("certificate.pem")
        try files.write(certificate, to: workplace.folder + "/secrets/certificate.pem")
        for name in ["certificate.yaml", "environment.yaml"] {
            try workplace.write(name, try Fixture.text("manifests/" + name))
        }
        try workplace.write("emulator.yaml", try Workplace.example("manifests/emulator-certificate.yaml"))
    }

    private static func apply(
        _ manifest: String,
        at workplace: Workplace,
        _ environment: [String: String] = [:]
    ) async -> Workplace.Outcome {
        await workplace.run(
            [
                "apply", workplace.folder + "/" + manifest, "--emulator", workplace.emulator, "--ledger",
                workplace.ledger,
            ],
            environment: plain.merging(environment) { $1 }
        )
    }

    private static func replace(_ file: String, _ old: String, _ new: String, at workplace: Workplace) throws
    {
        let path = workplace.folder + "/" + file
        let text = String(decoding: try SystemFileSystem().read(path, limit: 1 << 20), as: UTF8.self)
        let changed = text.replacingOccurrences(old, new)
        try #require(changed != text)
        try workplace.write(file, changed)
    }

    @Test(arguments: [
        ("", ["combined.pem"]), ("\n    signatureAlgorithm: RS256", ["ca.pem", "combined.pem"]),
        ("\n    tokenEndpoint: v1", ["certificate.pem", "pkcs1.pem"]),
        ("\n    sendCertificateChain: true", ["combined.pem", "ca.pem"]),
        ("\n    certificatePassword: { env: PASSWORD }", ["runner.pfx"]),
    ])
    func runsWithACertificate(setting: String, key: [String]) async throws {
        try await Workplace.with { workplace in
            try await Self.prepare(workplace, key: key)
            if !setting.isEmpty {
                let line = "certificate: { file: secrets/runner.pem }"
                try Self.replace("certificate.yaml", line, line + setting + "\n   ", at: workplace)
            }
            let outcome = await Self.apply(
                "certificate.yaml",
                at: workplace,
                ["PASSWORD": ThrowAwayKeys.password]
            )
            #expect(outcome.status == .success, "\(outcome.error)")
            #expect(!(outcome.output + outcome.error).contains("eyJ"))
            #expect(!(outcome.output + outcome.error).contains(ThrowAwayKeys.password))
        }
    }

    @Test func runsWithTheVariables() async throws {
        try await Workplace.with { workplace in
            try await Self.prepare(workplace, key: ["combined.pem"])
            let file = workplace.folder + "/secrets/runner.pem"
            let outcome = await Self.apply(
                "environment.yaml",
                at: workplace,
                ["AZURE_CLIENT_CERTIFICATE_PATH": file, "AZURE_CLIENT_SEND_CERTIFICATE_CHAIN": "false"]
            )
            #expect(outcome.status == .success, "\(outcome.error)")
        }
    }

    @Test func runsWithTheVariablesOfASecret() async throws {
        try await Workplace.with { workplace in
            try workplace.write("environment.yaml", try Fixture.text("manifests/environment.yaml"))
            let outcome = await Self.apply("environment.yaml", at: workplace, Workplace.environment)
            #expect(outcome.status == .success, "\(outcome.error)")
            #expect(!(outcome.output + outcome.error).contains(Workplace.secret))
        }
    }

    @Test func saysWhichCertificateIsNotKnown() async throws {
        try await Workplace.with { workplace in
            try await Self.prepare(workplace, key: ["other-key.pem", "other.pem"])
            let outcome = await Self.apply("certificate.yaml", at: workplace)
            #expect(outcome.status == .denied)
            #expect(outcome.error.contains("error[RN0420]") && outcome.error.contains("AADSTS700027"))
            #expect(outcome.error.contains("`CN=other`") && outcome.error.contains("SHA-1"))
        }
    }

    @Test(arguments: [
        (["AZURE_CLIENT_SECRET": "x~secret", "AZURE_TENANT_ID": ""], "RN0415"),
        (["AZURE_AUTHORITY_HOST": "https://collector.example"], "RN0417"),
    ])
    func sendsNothingForAWrongEnvironment(
        environment: [String: String],
        code: String
    ) async throws {
        try await Workplace.with { workplace in
            let variables = Workplace.environment.merging(environment) { $1 }
            try workplace.write("environment.yaml", try Fixture.text("manifests/environment.yaml"))
            let outcome = await Self.apply("environment.yaml", at: workplace, variables)
            #expect(outcome.status == .missingConfiguration)
            #expect(outcome.error.contains("error[\(code)]"), "\(outcome.error)")
            #expect(!outcome.error.contains("POST"))
        }
    }

    /// What the variables say is nobody's business before `apply`.
    @Test(arguments: ["validate", "plan"]) func readsNoVariableBefore(command: String) async throws {
        try await Workplace.with { workplace in
            try await Self.prepare(workplace, key: ["combined.pem"])
            for name in ["environment.yaml", "certificate.yaml"] {
                let arguments = [command, workplace.folder + "/" + name]
                let without = await workplace.run(arguments, environment: Self.plain)
                let with = await workplace.run(
                    arguments,
                    environment: Self.plain.merging(["AZURE_AUTHORITY_HOST": "https://collector.example"]) {
                        $1
                    }
                )
                #expect(without.status == .success, "\(without.error)")
                #expect(with.output == without.output && with.error == without.error)
            }
        }
    }
}
