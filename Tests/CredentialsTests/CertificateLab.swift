import Certificates
import Credentials
import Diagnostics
import HTTPExchange
import Host
import JSONValues
import RunnerTestSupport
import Secrets
import Testing

/// A service principal with a certificate, a scripted authority, files in memory and a clock that stands still.
struct CertificateLab {
    static let path = "/run/secrets/runner.pem"
    static let span = SourceSpan(file: "manifests/nightly.yaml", start: 30, end: 40)

    let transport = ScriptedTransport()
    let files = MemoryFileSystem()
    let time: ManualTimekeeper
    let registered = FederationLab.Collected()
    var environment = FederationLab.variables
    var endpoint = ServicePrincipalDescription.TokenEndpoint.v2
    var algorithm = CertificatePrincipalDescription.Certificate.Algorithm.ps256
    var sendsChain = false
    var hasPassword = false
    var authority = "login.microsoftonline.com"

    /// Puts files together, at a time at which they are good.
    init(_ names: [String] = ["combined.pem"]) async throws {
        let certificates = try X509Certificate.all(in: try await ThrowAwayKeys.shared.file("certificate.pem"))
        let leaf = try #require(certificates.first)
        self.time = ManualTimekeeper(start: Timestamp(milliseconds: (leaf.notBefore + 3600) * 1000))
        try await put(names)
    }

    /// Puts files together where the certificate is looked for.
    func put(_ names: [String]) async throws {
        var bytes: [UInt8] = []
        for name in names { bytes += try await ThrowAwayKeys.shared.file(name) }
        files.add(Self.path, bytes: bytes, mode: 0o600)
    }

    var description: CertificatePrincipalDescription {
        CertificatePrincipalDescription(
            name: "scoring",
            tenantID: .reference(PrincipalFixture.reference("AZURE_TENANT_ID", "tenantId")),
            clientID: .reference(PrincipalFixture.reference("AZURE_CLIENT_ID", "clientId")),
            certificate: .init(
                content: LocatedSecretReference(
                    .file(path: Self.path),
                    at: Self.span,
                    for: "credentials.scoring.certificate",
                    content: .certificate
                ),
                password: hasPassword
                    ? PrincipalFixture.reference("CERTIFICATE_PASSWORD", "certificatePassword") : nil,
                sendsChain: sendsChain,
                algorithm: algorithm
            ),
            authorityHost: authority,
            endpoint: endpoint
        )
    }

    /// The source of tokens, or what hinders it.
    func source(into problems: inout [Diagnostic]) -> (any TokenSource)? {
        source(of: description, into: &problems)
    }

    /// The source of another credential's tokens in the same place.
    func source(
        of declared: any DeclaredCredential,
        allows: @escaping @Sendable (WebAddress) -> Bool = { _ in false },
        into problems: inout [Diagnostic]
    ) -> (any TokenSource)? {
        let environment = ProcessEnvironment(environment)
        let resolver = SecretResolver(files: files, environment: environment, secretFolders: ["/run/secrets"])
        let workplace = CredentialWorkplace(
            secrets: resolver.resolve(declared.references, into: &problems),
            environment: environment,
            files: files,
            resolver: resolver,
            allows: allows
        )
        let registered = registered
        guard let prepared = declared.prepared(in: workplace, into: &problems) else { return nil }
        for secret in prepared.secrets { registered.add(secret) }
        return prepared.tokenSource(
            with: .lab(transport, time, random: SeededRandom.shared(seed: 5)) { registered.add($0) }
        )
    }

    /// What asking comes to.
    func ask(_ audience: Audience = EntraLab.audience) async -> Result<AccessToken, Diagnostic> {
        var problems: [Diagnostic] = []
        guard let source = source(into: &problems) else {
            return .failure(
                problems.first { $0.severity == .error }
                    ?? Diagnostic(.malformedCredential, "nothing was prepared")
            )
        }
        do throws(Diagnostic) {
            return .success(try await source.token(for: audience))
        } catch {
            return .failure(error)
        }
    }

    /// The last assertion that Entra got.
    func assertion() throws -> SignedAssertion {
        let text = try #require(transport.requests.last?.form["client_assertion"])
        return try SignedAssertion(text)
    }
}

/// A JWT, taken apart.
struct SignedAssertion {
    let header: JSONValue
    let claims: JSONValue
    let signed: [UInt8]
    let signature: [UInt8]

    init(_ text: String) throws {
        let parts = text.split(separator: ".", omittingEmptySubsequences: false)
        try #require(parts.count == 3)
        self.header = try JSONReader().read(try #require(Base64Text.bytes(parts[0].utf8)))
        self.claims = try JSONReader().read(try #require(Base64Text.bytes(parts[1].utf8)))
        self.signed = Array((parts[0] + "." + parts[1]).utf8)
        self.signature = try #require(Base64Text.bytes(parts[2].utf8))
        try #require(!text.contains("="))
    }

    /// Whether a certificate's key signed it.
    func isSigned(by name: String) async throws -> Bool {
        let certificate = try #require(
            try X509Certificate.all(in: try await ThrowAwayKeys.shared.file(name)).first
        )
        let algorithm = try #require(header["alg"]?.string.flatMap(SignatureAlgorithm.init(rawValue:)))
        return certificate.isSignature(signature, of: signed, by: algorithm)
    }
}
