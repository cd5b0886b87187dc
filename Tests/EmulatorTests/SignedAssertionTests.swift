import Certificates
import Host
import JSONValues
import RunnerTestSupport
import Testing

@testable import Emulator

/// The emulator takes what Entra takes of assertions that certificates sign, and nothing else.
@Suite(.enabled(if: ThrowAwayKeys.canBeMade, "needs openssl to make keys with"))
struct SignedAssertionTests {
    private static let client = "22222222-2222-4222-8222-222222222222"
    private static let endpoint = "login.microsoftonline.com/t/oauth2/v2.0/token"

    /// An assertion, and what of a good one is changed.
    struct Case: CustomTestStringConvertible, Sendable {
        let testDescription: String
        var header: [String: JSONValue] = [:]
        var claims: [String: JSONValue] = [:]
        var removed: [String] = []
        var algorithm = SignatureAlgorithm.ps256
        var file = "combined.pem"
        var breaksSignature = false
        let code: Int?
    }

    static let cases = [
        Case(testDescription: "good", code: nil),
        Case(testDescription: "RS256", header: ["alg": "RS256"], algorithm: .rs256, code: nil),
        Case(
            testDescription: "of a library: thirty minutes, fractions",
            claims: ["exp": later("1800.5")],
            code: nil
        ),
        Case(
            testDescription: "to the emulator itself",
            claims: ["aud": "http://login.microsoftonline.com:8080/t/oauth2/v2.0/token"],
            code: nil
        ),
        Case(testDescription: "other algorithm", header: ["alg": "RS512"], code: 5_002_730),
        Case(testDescription: "none", header: ["alg": "none"], code: 5_002_730),
        Case(testDescription: "another algorithm than it says", algorithm: .rs256, code: 700_027),
        Case(testDescription: "no thumbprint", header: ["x5t#S256": .null], code: 700_027),
        Case(testDescription: "another thumbprint", header: ["x5t#S256": "AAAA"], code: 700_027),
        Case(testDescription: "broken signature", breaksSignature: true, code: 700_027),
        Case(testDescription: "unknown certificate", file: "other", code: 700_027),
        Case(testDescription: "other application", claims: ["iss": "other", "sub": "other"], code: 700_021),
        Case(
            testDescription: "other endpoint",
            claims: ["aud": "https://login.microsoftonline.com/t/oauth2/token"],
            code: 700_023
        ),
        Case(testDescription: "a week", claims: ["exp": later("604800")], code: 700_024),
        Case(testDescription: "over", claims: ["exp": later("-301")], code: 700_024),
        Case(testDescription: "not yet", claims: ["nbf": later("301")], code: 700_024),
        Case(testDescription: "no id", removed: ["jti"], code: 50_027),
        Case(testDescription: "no end", removed: ["exp"], code: 50_027),
        Case(testDescription: "no beginning", removed: ["nbf"], code: 50_027),
    ]

    /// Marks a moment from the test's own now.
    private static func later(_ seconds: String) -> JSONValue { .string("now+" + seconds) }

    @Test(arguments: cases) func judges(_ trial: Case) async throws {
        let lab = try await Lab()
        #expect(try lab.code(try await lab.assertion(trial)) == trial.code)
    }

    @Test func takesNoAssertionTwiceForTheSame() async throws {
        let lab = try await Lab()
        let assertion = try await lab.assertion(Case(testDescription: "good", code: nil))
        #expect(try lab.code(assertion) == nil)
        #expect(try lab.code(assertion) == 50_013)
        // Libraries use one assertion for another scope.
        #expect(try lab.code(assertion, scope: "https://management.azure.com/.default") == nil)
    }

    @Test func refusesAnExpiredCertificate() async throws {
        let lab = try await Lab(days: 31)
        #expect(try lab.code(try await lab.assertion(Case(testDescription: "good", code: nil))) == 700_027)
    }

    @Test(arguments: ["", "a.b.c", "e30.e30.AA"]) func takesOtherTextsForOtherIssuers(text: String) {
        #expect(SignedAssertion(text) == nil)
    }

    /// An application with a certificate, at a time of its own.
    private struct Lab {
        let known: [X509Certificate]
        let now: Int64
        let used = UsedAssertions()

        init(days: Int64 = 1) async throws {
            self.known = try X509Certificate.all(in: try await ThrowAwayKeys.shared.file("certificate.pem"))
            self.now = try #require(known.first).notBefore + days * 86_400
        }

        func code(_ text: String, scope: String = "https://ml.azure.com/.default") throws -> Int? {
            let assertion = try #require(SignedAssertion(text))
            do throws(EntraFailure) {
                try assertion.check(
                    against: known,
                    of: SignedAssertionTests.client,
                    sentTo: SignedAssertionTests.endpoint,
                    for: scope,
                    now: now,
                    used: used
                )
                return nil
            } catch {
                return error.code
            }
        }

        func assertion(_ trial: Case) async throws -> String {
            var bytes: [UInt8] = []
            for name in trial.file == "other" ? ["other-key.pem", "other.pem"] : [trial.file] {
                bytes += try await ThrowAwayKeys.shared.file(name)
            }
            let bundle = try CertificateBundle(bytes, password: nil)
            var header: [String: JSONValue] = [
                "alg": "PS256", "x5t#S256": .string(Base64Text.url(bundle.leaf.sha256)),
            ]
            header.merge(trial.header) { $1 }
            var claims: [String: JSONValue] = [
                "aud": .string("https://" + SignedAssertionTests.endpoint),
                "iss": .string(SignedAssertionTests.client), "sub": .string(SignedAssertionTests.client),
                "jti": "one", "nbf": "now+0", "exp": "now+600",
            ]
            claims.merge(trial.claims) { $1 }
            for name in trial.removed { claims[name] = nil }
            let signed = part(header) + "." + part(claims.mapValues(moment))
            var signature = try bundle.key.signature(of: Array(signed.utf8), by: trial.algorithm)
            if trial.breaksSignature { signature[7] ^= 1 }
            return signed + "." + Base64Text.url(signature)
        }

        private func moment(_ value: JSONValue) -> JSONValue {
            guard let text = value.string, text.hasPrefix("now+") else { return value }
            let parts = text.dropFirst(4).split(separator: ".")
            let whole = String(now + (Int64(parts[0]) ?? 0))
            return .number(JSONNumber(text: parts.count > 1 ? whole + "." + parts[1] : whole))
        }

        private func part(_ members: [String: JSONValue]) -> String {
            let object = members.sorted { $0.key < $1.key }.map { JSONValue.Member($0.key, $0.value) }
            return Base64Text.url(JSONWriter.text(.object(object)).utf8)
        }
    }
}
