import Certificates
import Credentials
import Diagnostics
import HTTPExchange
import HTTPTypes
import JSONValues
import RunnerTestSupport
import Secrets
import Testing

/// What Microsoft's libraries sent with certificates and by the environment's variables: `runner` sends the same.
///
/// Documented differences: no discovery; no `client_info`; an assertion of its own for each request, with integer
/// times, `nbf` as well as `iat`, ten minutes, thumbprints without padding; PS256 where the library takes RS256 unless
/// the manifest says so; a chain only where the variable says `true`; all of it signed with a throw-away key.
@Suite(
    .enabled(if: SharedReference.isPresent, "needs the recorded traces beside the package"),
    .enabled(if: ThrowAwayKeys.canBeMade, "needs openssl to make keys with")
)
struct CertificateTraceTests {
    /// A recorded request for a token.
    struct Exchange {
        let path: String
        let form: [String: String]
        let header: JSONValue?
        let claims: JSONValue?
        let status: Int
        let body: String
    }

    static let certificates = [
        "sp_cert_pem_ok", "sp_cert_async_ok", "sp_cert_msal_ps256", "sp_cert_pem_encrypted",
        "sp_cert_pkcs12_ok",
        "sp_cert_pkcs12_nopass", "sp_cert_unregistered", "sp_cert_v1_adal", "sp_cert_assertion_reuse",
        "azcli_sp_sni",
    ].filter(isThere)

    static let environments = ["env_secret", "env_secret_beats_certificate", "env_certificate"].filter(
        isThere
    )

    private static func isThere(_ name: String) -> Bool {
        (try? SharedReference.bytes("traces/identity/\(name).json")) != nil
    }

    private static func trace(_ name: String) throws -> JSONValue {
        try JSONReader().read(try SharedReference.bytes("traces/identity/\(name).json"))
    }

    private static func exchanges(_ name: String) throws -> [Exchange] {
        try #require(try trace(name)["exchanges"]?.array).compactMap { exchange in
            let request = try #require(exchange["request"])
            guard request["method"]?.string == "POST" else { return nil }
            let fields = try #require(request["form"]?.array).map { field in
                (try #require(field.array?.first?.string), try #require(field.array?.last?.string))
            }
            let decoded = request["client_assertion_decoded"]
            return Exchange(
                path: try #require(request["path"]?.string),
                form: Dictionary(uniqueKeysWithValues: fields),
                header: decoded?["header"],
                claims: decoded?["claims"],
                status: try #require(exchange["response"]?["status"]?.integer),
                body: try #require(exchange["response"]?["body"]?.string)
            )
        }
    }

    @Test(arguments: certificates) func sendsWhatWasRecorded(name: String) async throws {
        for recorded in try Self.exchanges(name) {
            let header = try #require(recorded.header)
            var lab = try await CertificateLab(Self.files(name))
            lab.hasPassword = ["sp_cert_pem_encrypted", "sp_cert_pkcs12_ok"].contains(name)
            lab.environment["CERTIFICATE_PASSWORD"] = ThrowAwayKeys.password
            lab.algorithm = header["alg"]?.string == "RS256" ? .rs256 : .ps256
            lab.sendsChain = header["x5c"] != nil
            lab.endpoint = recorded.path.contains("/v2.0/") ? .v2 : .v1
            lab.transport.next(EntraReply.status(recorded.status, body: recorded.body))
            let scope = try #require(recorded.form["scope"] ?? recorded.form["resource"])
            let result = await lab.ask(
                Audience(scope.hasSuffix("/.default") ? String(scope.dropLast(9)) : scope)
            )
            try Self.compare(lab, recorded)
            #expect(try await lab.assertion().isSigned(by: "certificate.pem"))
            if recorded.status == 200 {
                #expect(
                    result.token == (try JSONReader().read(Array(recorded.body.utf8)))["access_token"]?.string
                )
            } else {
                #expect(result.diagnostic?.code == .tokenRefused)
                #expect(result.diagnostic?.message.contains("AADSTS700027") == true)
            }
        }
    }

    private static func files(_ name: String) -> [String] {
        switch name {
        case "sp_cert_pem_encrypted": ["encrypted.pem", "certificate.pem"]
        case "sp_cert_pkcs12_ok": ["runner.pfx"]
        case "sp_cert_pkcs12_nopass": ["empty-password.pfx"]
        default: ["combined.pem"]
        }
    }

    /// Method, path, fields, and the assertion's parts by their kinds.
    private static func compare(_ lab: CertificateLab, _ recorded: Exchange) throws {
        let request = try #require(lab.transport.requests.last)
        #expect(request.method == .post)
        #expect(request.address.path == recorded.path)
        #expect(request.address.query == nil)
        var form = request.form
        var expected = recorded.form
        expected["client_info"] = nil
        // Only when the library was told to use CAE; here a challenge asks for it.
        expected["claims"] = nil
        form["client_assertion"] = nil
        expected["client_assertion"] = nil
        #expect(form == expected)
        guard let header = recorded.header, let claims = recorded.claims else { return }
        let assertion = try lab.assertion()
        #expect(assertion.header["alg"] == header["alg"] && assertion.header["typ"] == header["typ"])
        for name in ["x5t", "x5t#S256", "x5c"] {
            #expect((assertion.header[name] == nil) == (header[name] == nil), "\(name)")
        }
        for name in ["iss", "sub"] { #expect(assertion.claims[name] == claims[name]) }
        for name in ["aud", "exp", "jti"] { #expect(claims[name] != nil && assertion.claims[name] != nil) }
        // The recording's authority has another host and port.
        #expect(claims["aud"]?.string?.hasSuffix(recorded.path) == true)
        #expect(assertion.claims["aud"]?.string == "https://login.microsoftonline.com" + recorded.path)
    }

    @Test(arguments: environments) func readsTheVariablesAsTheLibrariesDo(name: String) async throws {
        let recorded = try #require(try Self.exchanges(name).last)
        var lab = try await CertificateLab()
        lab.environment = [:]
        for member in try Self.trace(name)["environment"]?.members ?? [] {
            lab.environment[member.name] = member.value.string
        }
        if lab.environment["AZURE_CLIENT_CERTIFICATE_PATH"] != nil {
            lab.environment["AZURE_CLIENT_CERTIFICATE_PATH"] = CertificateLab.path
            try await lab.put(["encrypted.pem", "certificate.pem"])
        }
        if lab.environment["AZURE_CLIENT_CERTIFICATE_PASSWORD"] != nil {
            lab.environment["AZURE_CLIENT_CERTIFICATE_PASSWORD"] = ThrowAwayKeys.password
        }
        var problems: [Diagnostic] = []
        let prepared = lab.source(
            of: AzureEnvironmentDescription(name: "scoring", at: CertificateLab.span),
            allows: { $0.host == "localhost" },
            into: &problems
        )
        let source = try #require(prepared, "\(problems)")
        #expect(
            problems.contains { $0.code == .environmentAmbiguous } == (name == "env_secret_beats_certificate")
        )
        lab.transport.next(EntraReply.status(recorded.status, body: recorded.body))
        _ = try await source.token(for: EntraLab.audience)
        let request = try #require(lab.transport.requests.first)
        #expect("https://" + request.address.authority == lab.environment["AZURE_AUTHORITY_HOST"])
        #expect(request.address.path == recorded.path)
        var form = request.form
        var expected = recorded.form
        expected["client_info"] = nil
        form["client_assertion"] = nil
        expected["client_assertion"] = nil
        #expect(form == expected)
        if name == "env_certificate" { #expect(try lab.assertion().header["x5c"] == nil) }
    }

    @Test func refusesWhatTheLibrariesRefuse() async throws {
        guard Self.isThere("env_incomplete") else { return }
        var lab = try await CertificateLab()
        lab.environment = [:]
        for member in try Self.trace("env_incomplete")["environment"]?.members ?? [] {
            lab.environment[member.name] = member.value.string
        }
        var problems: [Diagnostic] = []
        #expect(
            lab.source(
                of: AzureEnvironmentDescription(name: "scoring", at: CertificateLab.span),
                into: &problems
            )
                == nil
        )
        #expect(problems.map(\.code) == [.environmentIncomplete])
        #expect(problems.first?.message.contains("`AZURE_TENANT_ID`") == true)
    }

    @Test func someTracesAreThere() { #expect(Self.certificates.count >= 6 && Self.environments.count >= 2) }
}
