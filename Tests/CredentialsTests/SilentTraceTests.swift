import Diagnostics
import HTTPExchange
import Host
import RunnerTestSupport
import Testing

@testable import Credentials

/// The recordings in which Microsoft's libraries sent nothing, or nothing that was answered.
@Suite(.enabled(if: SharedReference.isPresent, "needs the recorded traces beside the package"))
struct SilentTraceTests {
    private static func isThere(_ name: String) -> Bool {
        (try? SharedReference.bytes("traces/identity/\(name).json")) != nil
    }

    /// Named, so waited for; a try ends with the 2 s in which a neighbour must connect.
    @Test(.enabled(if: isThere("imds_black_hole")))
    func imds_black_hole() async throws {
        let lab = IdentityLab(source: .imds)
        lab.transport.reply(EntraReply.failure(.notSent, .connectTimeout)) { _ in true }
        let diagnostic = try #require(await lab.ask().diagnostic)
        #expect(diagnostic.code == .authorityUnavailable)
        #expect(diagnostic.notes.contains { $0.contains("no connection came about in time") })
        #expect(lab.transport.requests.allSatisfy { $0.reach == .machine })
    }

    /// Only guessed, so given up after one second, as in a chain of the library.
    @Test(.enabled(if: isThere("chain_imds_black_hole")))
    func chain_imds_black_hole() async throws {
        let trace = try IdentityTrace("chain_imds_black_hole")
        #expect(trace.exchanges.isEmpty)
        let lab = IdentityLab()
        lab.transport.reply(EntraReply.failure(.notSent, .connectTimeout)) { _ in true }
        #expect(await lab.ask().diagnostic?.code == .noManagedIdentity)
        #expect(lab.transport.timeouts == [.seconds(1)])
        #expect(lab.time.sleeps.isEmpty)
    }

    @Test(.enabled(if: isThere("cloudshell_user_refused")))
    func cloudshell_user_refused() async throws {
        let trace = try IdentityTrace("cloudshell_user_refused")
        let lab = IdentityLab(
            trace.environment,
            selector: .clientID(.literal(IdentityLab.client, at: IdentityLab.span))
        )
        let problems = lab.prepared().problems
        #expect(problems.count == 1)
        #expect(problems.first?.code.exitStatus == .missingConfiguration)
        #expect(lab.transport.requests.isEmpty)
    }

    /// The pinned certificate is not the server's: the header with the proof is never written.
    @Test(.enabled(if: isThere("servicefabric_bad_thumbprint")))
    func servicefabric_bad_thumbprint() async throws {
        let trace = try IdentityTrace("servicefabric_bad_thumbprint")
        let lab = IdentityLab(trace.environment)
        lab.transport.reply(EntraReply.failure(.notSent, .certificateRefused)) { _ in true }
        let diagnostic = try #require(await lab.ask().diagnostic)
        #expect(diagnostic.notes.contains { $0.contains("the certificate is not believed") })
        #expect(lab.transport.requests.count == 1)
        let pin = lab.transport.requests.first?.pinnedCertificate
        #expect(pin?.description == trace.environment["IDENTITY_SERVER_THUMBPRINT"])
    }

    @Test(
        .enabled(if: isThere("sp_cert_unusable_files")),
        .enabled(if: ThrowAwayKeys.canBeMade, "needs openssl to make keys with"),
        arguments: [["ec-key.pem", "ec.pem"], ["certificate.pem"], ["pkcs1.pem"], []]
    )
    func sp_cert_unusable_files(parts: [String]) async throws {
        let lab = try await CertificateLab()
        if parts.isEmpty {
            lab.files.add(CertificateLab.path, bytes: Array("\u{1}\u{2} not a certificate".utf8), mode: 0o600)
        } else {
            try await lab.put(parts)
        }
        var problems: [Diagnostic] = []
        #expect(lab.source(into: &problems) == nil)
        #expect(problems.count == 1)
        #expect(lab.transport.requests.isEmpty)
    }

    // MARK: - The whole folder

    /// Every recording is replayed by a suite: one that is added needs a test.
    @Test func everyRecordingIsReplayed() throws {
        let replayed = Set(
            EntraTraceTests.names + IdentityTraceTests.names + IdentityTraceTests.refreshes
                + CertificateTraceTests.certificates + CertificateTraceTests.environments
                + FederationTraceTests.names + TokenCacheTraceTests.Replay.all.map(\.name)
        ).union([
            "imds_black_hole", "chain_imds_black_hole", "cloudshell_user_refused",
            "servicefabric_bad_thumbprint", "sp_cert_unusable_files",
            // `refusesWhatTheLibrariesRefuse` of the certificates' suite, and the suite of `az`.
            "env_incomplete", "azure_cli",
        ])
        let folder = SharedReference.folder + "/traces/identity"
        let names = try SystemFileSystem().names(in: folder).filter { $0.hasSuffix(".json") }
        #expect(!names.isEmpty)
        for name in names { #expect(replayed.contains(String(name.dropLast(5))), "\(name)") }
    }
}
