import Certificates
import Credentials
import Diagnostics
import HTTPExchange
import HTTPTypes
import Host
import JSONValues
import RunnerTestSupport
import Secrets
import Testing

@Suite(.enabled(if: ThrowAwayKeys.canBeMade, "needs openssl to make keys with"))
struct CertificatePrincipalTests {
    @Test func signsAnAssertionForTheEndpoint() async throws {
        let lab = try await CertificateLab()
        lab.transport.next(EntraReply.token())
        #expect(await lab.ask().token == "FAKE.ACCESS-TOKEN.1")
        let request = try #require(lab.transport.requests.first)
        #expect(
            Set(request.form.keys) == [
                "grant_type", "client_id", "client_assertion_type", "client_assertion", "scope",
            ]
        )
        let assertion = try lab.assertion()
        #expect(assertion.header["alg"]?.string == "PS256")
        #expect(assertion.header["typ"]?.string == "JWT")
        let leaf = try #require(
            try X509Certificate.all(in: try await ThrowAwayKeys.shared.file("certificate.pem")).first
        )
        #expect(assertion.header["x5t#S256"]?.string == Base64Text.url(leaf.sha256))
        #expect(assertion.header["x5t"] == nil && assertion.header["x5c"] == nil)
        #expect(assertion.claims["aud"]?.string == request.address.description)
        #expect(assertion.claims["iss"]?.string == PrincipalFixture.client)
        #expect(assertion.claims["sub"]?.string == PrincipalFixture.client)
        let now = Int(lab.time.now.milliseconds / 1000)
        #expect(assertion.claims["nbf"]?.integer == now && assertion.claims["iat"]?.integer == now)
        #expect(assertion.claims["exp"]?.integer == now + 600)
        #expect(assertion.claims["jti"]?.string?.utf8.count == 36)
        #expect(try await assertion.isSigned(by: "certificate.pem"))
        #expect(lab.registered.all.contains(try #require(request.form["client_assertion"])))
    }

    @Test func signsAsOldAuthoritiesWantIt() async throws {
        var lab = try await CertificateLab(["ca.pem", "combined.pem"])
        lab.algorithm = .rs256
        lab.sendsChain = true
        lab.endpoint = .v1
        lab.transport.next(EntraReply.token())
        #expect(await lab.ask().token != nil)
        let form = try #require(lab.transport.requests.first?.form)
        #expect(form["resource"] == "https://ml.azure.com" && form["scope"] == nil)
        let assertion = try lab.assertion()
        #expect(assertion.header["alg"]?.string == "RS256")
        #expect(assertion.header["x5t#S256"] == nil)
        let ca = try #require(
            try X509Certificate.all(in: try await ThrowAwayKeys.shared.file("ca.pem")).first
        )
        let leaf = try #require(
            try X509Certificate.all(in: try await ThrowAwayKeys.shared.file("certificate.pem")).first
        )
        #expect(assertion.header["x5t"]?.string == Base64Text.url(leaf.sha1))
        let chain = assertion.header["x5c"]?.array?.compactMap(\.string)
        #expect(chain == [leaf, ca].map { Base64Text.standard($0.bytes) })
        #expect(assertion.claims["aud"]?.string?.hasSuffix("/oauth2/token") == true)
        #expect(try await assertion.isSigned(by: "certificate.pem"))
    }

    @Test func makesOneAssertionForEachRequest() async throws {
        let lab = try await CertificateLab()
        for reply in [EntraReply.status(503), EntraReply.status(503), EntraReply.token()] {
            lab.transport.next(reply)
        }
        #expect(await lab.ask().token != nil)
        let ids = try lab.transport.requests.map {
            try SignedAssertion(try #require($0.form["client_assertion"])).claims["jti"]?.string
        }
        #expect(Set(ids).count == 3)
    }

    @Test func keepsThePromise() async throws {
        let good = try await CertificateLab()
        let key = try await ThrowAwayKeys.shared.text("key.pem")
        let line = try #require(key.split(separator: "\n").dropFirst().first)
        try await TokenSourceConformance(
            make: { transport, time in
                time.advance(by: .milliseconds(good.time.now.milliseconds - time.now.milliseconds))
                var problems: [Diagnostic] = []
                let resolver = SecretResolver(
                    files: good.files,
                    environment: .init(good.environment),
                    secretFolders: ["/run/secrets"]
                )
                let workplace = CredentialWorkplace(
                    secrets: resolver.resolve(good.description.references, into: &problems),
                    environment: .init(good.environment),
                    files: good.files,
                    resolver: resolver
                )
                let prepared = try #require(good.description.prepared(in: workplace, into: &problems))
                return prepared.tokenSource(with: .lab(transport, time, random: SeededRandom.shared(seed: 3)))
            },
            good: EntraReply.token(),
            denial: EntraReply.error(700_027, "invalid_client", status: 401),
            secrets: [String(line)]
        ).check()
    }

    // MARK: Replacement

    @Test func takesANewFileUp() async throws {
        let lab = try await CertificateLab()
        var problems: [Diagnostic] = []
        let prepared = lab.source(into: &problems)
        let source = try #require(prepared)
        for (files, signer) in [
            (["combined.pem"], "certificate.pem"), (["other-key.pem", "other.pem"], "other.pem"),
            (["key.pem"], "other.pem"), (["combined.pem"], "certificate.pem"),
        ] {
            try await lab.put(files)
            lab.transport.next(EntraReply.token())
            _ = try await source.token(for: EntraLab.audience)
            #expect(try await lab.assertion().isSigned(by: signer), "\(files)")
        }
    }

    @Test func saysThatABrokenFileWasNotTaken() async throws {
        let lab = try await CertificateLab()
        var problems: [Diagnostic] = []
        let prepared = lab.source(into: &problems)
        let source = try #require(prepared)
        lab.files.add(CertificateLab.path, "half a file", mode: 0o600)
        lab.transport.next(EntraReply.error(700_027, "invalid_client", status: 401))
        do throws(Diagnostic) {
            _ = try await source.token(for: EntraLab.audience)
            Issue.record("a refusal was expected")
        } catch {
            #expect(error.notes.contains { $0.contains("was replaced by one that") })
        }
    }

    // MARK: Refusals

    @Test func showsThumbprintsWhenTheCertificateIsNotKnown() async throws {
        let lab = try await CertificateLab(["ca.pem", "combined.pem"])
        lab.transport.next(EntraReply.error(700_027, "invalid_client", status: 401))
        let diagnostic = try #require(await lab.ask().diagnostic)
        #expect(diagnostic.code == .tokenRefused)
        #expect(diagnostic.primary?.span == CertificateLab.span)
        let text = diagnostic.notes.joined(separator: "\n")
        let sha1 = try await ThrowAwayKeys.shared.text("sha1.txt").split(separator: "=").last
        #expect(text.contains(try #require(sha1).filter(\.isHexDigit)))
        #expect(text.contains("CN=runner test, O=Clinic") && text.contains("SHA-256"))
        #expect(text.contains("expires 20") && text.contains("order does not matter"))
        #expect(text.contains("c0ffee00-0000-4000-8000-000000000000"))
        #expect(diagnostic.help?.contains("--cert @certificate.pem") == true)
    }

    @Test(arguments: [-4000, 4000])
    func statesTheClockSkew(seconds: Int64) async throws {
        let lab = try await CertificateLab()
        lab.time.advance(by: .zero)
        guard case .answer(let refusal) = EntraReply.error(700_024, "invalid_client", status: 401) else {
            return
        }
        var fields = refusal.fields
        fields[.date] = Self.date(lab.time.now.milliseconds / 1000 - seconds)
        lab.transport.next(.answer(HTTPAnswer(status: 401, fields: fields, body: refusal.body)))
        let diagnostic = try #require(await lab.ask().diagnostic)
        let words = "66 minutes \(seconds > 0 ? "ahead of" : "behind") the server's"
        #expect(diagnostic.notes.contains { $0.contains(words) }, "\(diagnostic.notes)")
        #expect(diagnostic.help?.contains("clock") == true)
    }

    @Test(arguments: [
        (700_030, "subject name"), (50_027, "signatureAlgorithm: RS256"), (7_000_216, "no assertion"),
        (700_025, "public client"), (7_000_222, "expired"),
    ])
    func advises(code: Int, words: String) async throws {
        let lab = try await CertificateLab()
        lab.transport.next(EntraReply.error(code, "invalid_client", status: 401))
        let diagnostic = try #require(await lab.ask().diagnostic)
        let help = diagnostic.help ?? ""
        #expect((diagnostic.message + help).contains(words))
        #expect(diagnostic.message.contains("AADSTS\(code)"))
    }

    @Test(arguments: [(-7200, "is not good before"), (40 * 86_400, "expired")])
    func sendsNothingOutOfTheCertificatesTime(shift: Int64, words: String) async throws {
        let lab = try await CertificateLab()
        lab.time.advance(by: .seconds(shift))
        let diagnostic = try #require(await lab.ask().diagnostic)
        #expect(diagnostic.code == .certificateOutOfTime)
        #expect(diagnostic.code.exitStatus == .missingConfiguration)
        #expect(diagnostic.message.contains(words))
        #expect(lab.transport.requests.isEmpty)
    }

    @Test(arguments: [
        ["certificate.pem"], ["key.pem"], ["ec-key.pem", "ec.pem"], ["weak-key.pem", "weak.pem"],
        ["other-key.pem", "certificate.pem"], ["encrypted.pem", "certificate.pem"], ["legacy.pfx"],
    ])
    func sendsNothingWithAnUnusableFile(files: [String]) async throws {
        let lab = try await CertificateLab(files)
        let diagnostic = try #require(await lab.ask().diagnostic)
        #expect(diagnostic.code == .unusableCertificate)
        #expect(diagnostic.primary?.span == CertificateLab.span)
        #expect(diagnostic.help != nil)
        #expect(lab.transport.requests.isEmpty)
    }

    @Test func warnsOfAPasswordThatOpensNothing() async throws {
        var lab = try await CertificateLab()
        lab.hasPassword = true
        lab.environment["CERTIFICATE_PASSWORD"] = "fake-pass"
        var problems: [Diagnostic] = []
        #expect(lab.source(into: &problems) != nil)
        #expect(problems.map(\.code) == [.idleCertificatePassword])
        #expect(problems.first?.severity == .warning)
        #expect(lab.registered.all.contains("fake-pass"))
    }

    @Test func keepsTheLinesOfTheKeyForTheRedactor() async throws {
        let lab = try await CertificateLab()
        var problems: [Diagnostic] = []
        #expect(lab.source(into: &problems) != nil)
        let key = try await ThrowAwayKeys.shared.text("key.pem")
        var redactor = Redactor()
        for secret in lab.registered.all { redactor.register(Secret(secret)) }
        for line in key.split(separator: "\n") where !line.hasPrefix("-----") {
            #expect(redactor.redact("seen: \(line)") == "seen: ***")
        }
        let certificate = try await ThrowAwayKeys.shared.text("certificate.pem")
        let public1 = try #require(certificate.split(separator: "\n").dropFirst().first)
        #expect(redactor.redact(String(public1)) == public1)
    }

    /// RFC 9110 §5.6.7, for a second since 1970 of the next hundred years.
    private static func date(_ seconds: Int64) -> String {
        let text = Timestamp(milliseconds: seconds * 1000).description
        let months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
        let parts = text.split(whereSeparator: { "-T.".contains($0) })
        let month = months[(Int(parts[1]) ?? 1) - 1]
        return "Mon, \(parts[2]) \(month) \(parts[0]) \(parts[3]) GMT"
    }
}
