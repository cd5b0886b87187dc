import Certificates
import HTTPExchange
import Host
import JSONValues
import Secrets

/// What an application signs to prove itself: a JWT for one request (RFC 7523 §2.2).
///
/// - SeeAlso: https://learn.microsoft.com/entra/identity-platform/certificate-credentials
struct ClientAssertion {
    /// The type of assertion that goes with it in the form.
    static let type = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"

    /// How long it is good, in seconds.
    static let lifetime = 600

    /// The application's client id.
    let client: String
    /// Where it goes: its audience.
    let endpoint: WebAddress
    /// Which assertion this is; Entra takes each once.
    let id: String
    /// When it is made.
    let now: Timestamp

    /// Signs.
    ///
    /// - Parameters:
    ///   - bundle: The key with its certificate.
    ///   - algorithm: How, and by which thumbprint the certificate is named.
    ///   - sendsChain: Whether the certificates go along.
    /// - Returns: The JWT.
    /// - Throws: ``CertificateFault``.
    func signed(
        by bundle: CertificateBundle,
        _ algorithm: SignatureAlgorithm,
        sendsChain: Bool
    ) throws(CertificateFault) -> Secret {
        var header: [JSONValue.Member] = [
            JSONValue.Member("alg", .string(algorithm.rawValue)), JSONValue.Member("typ", "JWT"),
        ]
        switch algorithm {
        case .ps256: header.append(JSONValue.Member("x5t#S256", .string(Base64Text.url(bundle.leaf.sha256))))
        case .rs256: header.append(JSONValue.Member("x5t", .string(Base64Text.url(bundle.leaf.sha1))))
        }
        if sendsChain {
            let chain = bundle.chain.map { JSONValue.string(Base64Text.standard($0.bytes)) }
            header.append(JSONValue.Member("x5c", .array(chain)))
        }
        let seconds = Int(now.milliseconds / 1000)
        let claims: JSONValue = [
            "aud": .string(endpoint.description),
            "iss": .string(client),
            "sub": .string(client),
            "jti": .string(id),
            "nbf": .number(JSONNumber(seconds)),
            "iat": .number(JSONNumber(seconds)),
            "exp": .number(JSONNumber(seconds + Self.lifetime)),
        ]
        let text = Self.part(.object(header)) + "." + Self.part(claims)
        let signature = try bundle.key.signature(of: Array(text.utf8), by: algorithm)
        return Secret(text + "." + Base64Text.url(signature))
    }

    private static func part(_ value: JSONValue) -> String { Base64Text.url(JSONWriter.text(value).utf8) }
}
