import Host
public import NIOSSL

/// An authority that lives for one test, and a server's certificate of it; made by `openssl`.
public struct ThrowAwayAuthority: Sendable {
    /// The name that the server's certificate is for.
    public static let host = "played.test"

    /// The authority's certificate, PEM.
    public let pem: [UInt8]
    /// The server's certificate and its key, PEM, for servers that read files.
    public let serverPEM: [UInt8]
    /// What a server needs to show its certificate.
    public let serverContext: NIOSSLContext

    /// Whether one can be made here.
    public static var canBeMade: Bool { program != nil }

    private static var program: String? {
        ["/usr/bin/openssl", "/usr/local/bin/openssl", "/opt/homebrew/bin/openssl"].first {
            SystemFileSystem().kind(of: $0) == .file
        }
    }

    /// Makes one.
    ///
    /// - Parameter hosts: The names that the server's certificate is for.
    /// - Returns: The authority.
    /// - Throws: What `openssl` says.
    public static func make(hosts: [String] = [host]) async throws -> ThrowAwayAuthority {
        try await TemporaryFolder.with { folder in
            let names = hosts.map { "DNS:" + $0 }.joined(separator: ",")
            let key = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes"]
            try SystemFileSystem().write(Array("subjectAltName=\(names)\n".utf8), to: folder + "/names")
            try await openssl(
                ["req", "-x509"] + key + [
                    "-keyout", folder + "/ca.key", "-out", folder + "/ca.pem", "-days", "2", "-subj",
                    "/CN=throw-away authority",
                ]
            )
            try await openssl(
                ["req"] + key + [
                    "-keyout", folder + "/leaf.key", "-out", folder + "/leaf.csr", "-subj",
                    "/CN=throw-away server",
                ]
            )
            try await openssl([
                "x509", "-req", "-in", folder + "/leaf.csr", "-CA", folder + "/ca.pem", "-CAkey",
                folder + "/ca.key", "-CAcreateserial", "-days", "2", "-extfile", folder + "/names", "-out",
                folder + "/leaf.pem",
            ])
            func read(_ name: String) throws -> [UInt8] {
                try SystemFileSystem().read(folder + "/" + name, limit: 1 << 20)
            }
            let chain = try NIOSSLCertificate.fromPEMBytes(try read("leaf.pem"))
            let context = try NIOSSLContext(
                configuration: .makeServerConfiguration(
                    certificateChain: chain.map { .certificate($0) },
                    privateKey: .privateKey(try NIOSSLPrivateKey(bytes: try read("leaf.key"), format: .pem))
                )
            )
            return ThrowAwayAuthority(
                pem: try read("ca.pem"),
                serverPEM: try read("leaf.pem") + read("leaf.key"),
                serverContext: context
            )
        }
    }

    private struct Failed: Error { let words: String }

    private static func openssl(_ arguments: [String]) async throws {
        let command = ProgramCommand(
            program: program ?? "",
            arguments: arguments,
            environment: [:],
            timeout: .seconds(60)
        )
        let end = try await SystemCommandRunner.unhurried.run(command)
        guard end.status == 0 else { throw Failed(words: String(decoding: end.error, as: UTF8.self)) }
    }
}
