import JSONValues
import Manifests
import Secrets

/// Another issuer's token as an application's proof, held against what the application trusts: letter for letter.
///
/// A token of the issuer that is played here must be signed by it. Signatures of other issuers are not checked: their
/// keys are not on this machine.
struct FederatedAssertion {
    /// The only type of assertion that Entra knows.
    static let type = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"

    private let text: String
    let issuer: String
    private let subject: String
    private let audiences: [String]
    private let begins: Int64
    private let ends: Int64

    /// Reads a token.
    ///
    /// - Parameter text: The token; `nil` when it is no JWT with all that Entra looks at.
    init?(_ text: String) {
        let parts = text.split(separator: ".", omittingEmptySubsequences: false)
        guard parts.count == 3, let bytes = Base64URL.bytes(Self.withoutPadding(parts[1])),
            let payload = try? JSONReader().read(bytes), let issuer = payload["iss"]?.string,
            let subject = payload["sub"]?.string, let ends = payload["exp"]?.integer
        else { return nil }
        let audiences =
            payload["aud"]?.string.map { [$0] } ?? payload["aud"]?.array?.compactMap(\.string) ?? []
        guard !audiences.isEmpty else { return nil }
        self.text = text
        self.issuer = issuer
        self.subject = subject
        self.audiences = audiences
        self.begins = Int64(payload["nbf"]?.integer ?? 0)
        self.ends = Int64(ends)
    }

    /// Holds it against what an application trusts.
    ///
    /// - Parameters:
    ///   - records: What the application trusts.
    ///   - client: The application's client id.
    ///   - played: The issuer that is played here.
    ///   - now: The time, in seconds since 1970.
    /// - Throws: What Entra says when it does not fit.
    func check(
        against records: [EmulatorConfiguration.FederatedCredential],
        of client: String,
        played: JobTokenIssuer?,
        now: Int64
    ) throws(EntraFailure) {
        guard !records.isEmpty else { throw .noFederatedCredentials(client) }
        let ofIssuer = records.filter { $0.issuer.utf8.elementsEqual(issuer.utf8) }
        guard !ofIssuer.isEmpty else { throw .noRecord(700_211, "issuer", Self.shown(issuer)) }
        if let played, played.identity.issuer.utf8.elementsEqual(issuer.utf8), !played.hasSigned(text) {
            throw .badAssertionSignature
        }
        let ofAudience = ofIssuer.filter { record in
            audiences.contains { $0.utf8.elementsEqual(record.audience.utf8) }
        }
        guard !ofAudience.isEmpty else {
            throw .noRecord(700_212, "audience", Self.shown(audiences.joined(separator: ",")))
        }
        guard ofAudience.contains(where: { $0.subject.utf8.elementsEqual(subject.utf8) }) else {
            guard ofAudience.contains(where: { $0.subject.lowercased() == subject.lowercased() }) else {
                throw .noRecord(700_213, "subject", Self.shown(subject))
            }
            throw .subjectDiffersByCase(Self.shown(subject))
        }
        // Entra allows five minutes of skew.
        guard begins - 300 <= now, now <= ends + 300 else {
            throw .assertionOutOfTime(now: now, begins: begins, ends: ends)
        }
    }

    private static func shown(_ text: String) -> String { Sanitizer.clean(text, limit: 200) }

    private static func withoutPadding(_ text: Substring) -> Substring {
        let end = text.utf8.firstIndex(of: UInt8(ascii: "="))
        return end.map { text[..<$0] } ?? text
    }
}

extension EntraFailure {
    static let malformedAssertion = EntraFailure(
        50_027,
        "invalid_client",
        401,
        "JWT token is invalid or malformed."
    )

    static let badAssertionSignature = EntraFailure(
        50_013,
        "invalid_client",
        401,
        "Assertion failed signature validation. [Reason - The key was not found.]"
    )

    static func noFederatedCredentials(_ client: String) -> EntraFailure {
        EntraFailure(
            70_025,
            "invalid_client",
            401,
            "The client '\(client)' has no configured federated identity credentials."
        )
    }

    static func noRecord(_ code: Int, _ claim: String, _ value: String) -> EntraFailure {
        EntraFailure(
            code,
            "invalid_client",
            401,
            """
            No matching federated identity record found for presented assertion \(claim) '\(value)'. Check your \
            federated identity credential Subject, Audience and Issuer against the presented assertion.
            """
        )
    }

    static func subjectDiffersByCase(_ subject: String) -> EntraFailure {
        EntraFailure(
            7_002_138,
            "invalid_client",
            401,
            """
            No matching federated identity record found for presented assertion subject '\(subject)'. The subject \
            matches with case-insensitive comparison, but not with case-sensitive comparison.
            """
        )
    }

    static func assertionOutOfTime(now: Int64, begins: Int64, ends: Int64) -> EntraFailure {
        EntraFailure(
            700_024,
            "invalid_client",
            401,
            """
            Client assertion is not within its valid time range. Current time: \(now), assertion valid from \
            \(begins), expiry time of assertion \(ends).
            """
        )
    }
}
