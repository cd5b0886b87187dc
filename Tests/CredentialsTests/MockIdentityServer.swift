import JSONValues
import RunnerTestSupport
import Subprocess
import SystemPackage

/// The independent server of identities beside the package, on loopback.
struct MockIdentityServer {
    /// Where it answers in clear text, such as `http://127.0.0.1:18080`.
    let http: String
    /// Where it answers over TLS.
    let https: String
    /// The SHA-1 of its certificate.
    let thumbprint: String

    static let script = SharedReference.folder + "/mocks/mock_identity.py"

    /// Why there is no server.
    struct NotStarted: Error {}

    /// Lends a server.
    static func with(_ body: (MockIdentityServer) async throws -> Void) async throws {
        try await TemporaryFolder.with { folder in
            var options = PlatformOptions()
            options.teardownSequence = [.send(signal: .kill, allowedDurationToNextStep: .zero)]
            _ = try await Subprocess.run(
                .name("python3"),
                arguments: ["-B", script, "--port", "0", "--cert-dir", folder],
                platformOptions: options,
                input: .none,
                output: .sequence,
                error: .discarded
            ) { process in
                defer { try? process.send(signal: .kill) }
                try await body(try await announced(process.standardOutput))
            }
        }
    }

    /// The one line that the server prints when it listens.
    private static func announced(_ output: SubprocessOutputSequence) async throws -> MockIdentityServer {
        var held: [UInt8] = []
        var buffers = output.makeAsyncIterator()
        while !held.contains(UInt8(ascii: "\n")) {
            guard let buffer = try await buffers.next(isolation: #isolation) else { throw NotStarted() }
            unsafe buffer.withUnsafeBytes { unsafe held.append(contentsOf: $0) }
        }
        let line = try JSONReader().read(Array(held.prefix { $0 != UInt8(ascii: "\n") }))
        guard let http = line["http"]?.string, let https = line["https"]?.string,
            let thumbprint = line["server_sha1"]?.string
        else { throw NotStarted() }
        return MockIdentityServer(http: http, https: https, thumbprint: thumbprint)
    }
}
