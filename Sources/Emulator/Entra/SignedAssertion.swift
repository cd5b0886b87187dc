import Certificates
import JSONValues
import Secrets

/// What an application signed with its certificate's key to prove itself, held against what Entra asks of it.
struct SignedAssertion {
    private let header: JSONValue
    private let claims: JSONValue
    private let signed: [UInt8]
    private let signature: [UInt8]

    /// No assertion may be good for longer, in seconds: ten minutes are asked for, and SDKs take up to thirty.
    static let longestLifetime: Int64 = 1800
    /// How far clocks may be apart, in seconds.
    static let skew: Int64 = 300

    /// Reads an assertion.
    ///
    /// - Parameter text: The assertion; `nil` when it is no JWT, or one that another issuer made.
    init?(_ text: String) {
        let parts = text.split(separator: ".", omittingEmptySubsequences: false)
        guard parts.count == 3, let first = Self.read(parts[0]), let second = Self.read(parts[1]),
            let signature = Base64Text.bytes(parts[2].utf8), let issuer = second["iss"]?.string,
            issuer == second["sub"]?.string
        else { return nil }
        self.header = first
        self.claims = second
        self.signed = Array((parts[0] + "." + parts[1]).utf8)
        self.signature = signature
    }

    private static func read(_ part: Substring) -> JSONValue? {
        guard let bytes = Base64Text.bytes(part.utf8), let value = try? JSONReader().read(bytes),
            value.members != nil
        else { return nil }
        return value
    }

    /// Checks everything; an assertion that passes counts as used.
    ///
    /// - Parameters:
    ///   - certificates: Those of the application.
    ///   - client: The application's client id.
    ///   - endpoint: Host and path that the assertion was sent to.
    ///   - scope: What the token is to be for: libraries use one assertion for several, and none twice for one.
    ///   - now: The time, in seconds since 1970.
    ///   - used: The assertions that passed before.
    /// - Throws: What Entra says.
    func check(
        against certificates: [X509Certificate],
        of client: String,
        sentTo endpoint: String,
        for scope: String,
        now: Int64,
        used: UsedAssertions
    ) throws(EntraFailure) {
        guard let algorithm = header["alg"]?.string.flatMap(SignatureAlgorithm.init(rawValue:)) else {
            throw .unsupportedAssertionAlgorithm
        }
        guard claims["iss"]?.string?.lowercased() == client else { throw .assertionOfAnotherClient }
        guard let certificate = certificates.first(where: isNamed) else {
            throw .unregisteredCertificate("The key was not found.", shownThumbprint)
        }
        guard certificate.isSignature(signature, of: signed, by: algorithm) else {
            throw .unregisteredCertificate(
                "The provided signature value did not match the expected signature value.",
                shownThumbprint
            )
        }
        guard certificate.notBefore <= now, now <= certificate.notAfter else {
            throw .unregisteredCertificate("The key used is expired.", shownThumbprint)
        }
        guard let audience = claims["aud"]?.string, Self.hostAndPath(audience) == endpoint else {
            throw .assertionForAnotherEndpoint
        }
        guard let end = moment("exp"), let begin = moment("nbf") ?? moment("iat") else {
            throw .malformedAssertion
        }
        guard begin - Self.skew <= now, now <= end + Self.skew, end - now <= Self.longestLifetime + Self.skew
        else { throw .assertionOutOfTime(now: now, begins: begin, ends: end) }
        guard let id = claims["jti"]?.string, !id.isEmpty else { throw .malformedAssertion }
        guard used.insert([client, id, scope].joined(separator: " "), until: end + Self.skew, now: now) else {
            throw .assertionUsedBefore
        }
    }

    /// A whole second; libraries of Microsoft write fractions too.
    private func moment(_ name: String) -> Int64? {
        guard case .number(let number)? = claims[name], number.text.utf8.count <= 40,
            let seconds = Double(number.text), abs(seconds) < 1e11
        else { return nil }
        return Int64(seconds)
    }

    /// Whether the header names a certificate by one of its thumbprints; either alphabet, padded or not.
    private func isNamed(_ certificate: X509Certificate) -> Bool {
        if let text = header["x5t#S256"]?.string { return Base64Text.bytes(text.utf8) == certificate.sha256 }
        if let text = header["x5t"]?.string { return Base64Text.bytes(text.utf8) == certificate.sha1 }
        return false
    }

    private var shownThumbprint: String {
        Sanitizer.clean(header["x5t#S256"]?.string ?? header["x5t"]?.string ?? "", limit: 64)
    }

    /// An address without its scheme and port: whoever calls the emulator itself has others.
    private static func hostAndPath(_ address: String) -> String? {
        guard let scheme = ["https://", "http://"].first(where: address.hasPrefix) else { return nil }
        let rest = address.dropFirst(scheme.count)
        guard let slash = rest.firstIndex(of: "/") else { return nil }
        let host = rest[..<slash].prefix { $0 != ":" }
        return host.lowercased() + rest[slash...]
    }
}

extension EntraFailure {
    static let unsupportedAssertionAlgorithm = EntraFailure(
        5_002_730,
        "invalid_client",
        401,
        "Invalid JWT token. Unsupported key for the signing algorithm."
    )

    static let assertionOfAnotherClient = EntraFailure(
        700_021,
        "invalid_client",
        401,
        "Client assertion application identifier doesn't match 'client_id' parameter."
    )

    static let assertionForAnotherEndpoint = EntraFailure(
        700_023,
        "invalid_client",
        401,
        "Client assertion audience claim does not match Realm issuer."
    )

    static let assertionUsedBefore = EntraFailure(
        50_013,
        "invalid_client",
        401,
        "Assertion failed validation. [Reason - The assertion was used before.]"
    )

    static func unregisteredCertificate(_ reason: String, _ thumbprint: String) -> EntraFailure {
        EntraFailure(
            700_027,
            "invalid_client",
            401,
            """
            The certificate with identifier used to sign the client assertion is not registered on application. \
            [Reason - \(reason), Thumbprint of key used by client: '\(thumbprint)'.]
            """
        )
    }
}
