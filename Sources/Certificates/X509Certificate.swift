import Crypto
import CryptoExtras
import SwiftASN1

/// A certificate (RFC 5280), as far as proving oneself by it needs.
public struct X509Certificate: Hashable, Sendable {
    /// The certificate itself, DER.
    public let bytes: [UInt8]
    /// Whom it is of, such as `CN=runner, O=Clinic`; not cleaned of control characters.
    public let subject: String
    /// Who signed it, likewise.
    public let issuer: String
    /// The second since 1970 from which it is good.
    public let notBefore: Int64
    /// The last second since 1970 at which it is good.
    public let notAfter: Int64
    /// The names of issuer and subject, DER.
    let issuerName: [UInt8]
    let subjectName: [UInt8]
    /// The RSA key in it (PKCS#1); `nil` for a key of another kind.
    let publicKey: [UInt8]?

    /// Reads a certificate.
    ///
    /// - Parameter bytes: DER.
    /// - Throws: ``CertificateFault/garbage``.
    public init(_ bytes: [UInt8]) throws(CertificateFault) {
        guard let root = try? DER.parse(bytes), root.parts.count == 3 else { throw .garbage }
        var fields = root.parts[0].parts[...]
        if let first = fields.first, first.isTagged(0) { fields = fields.dropFirst() }
        // Serial number, algorithm, issuer, validity, subject, key.
        guard fields.count >= 6 else { throw .garbage }
        let list = Array(fields)
        let times = list[3].parts
        guard times.count == 2, let from = Self.moment(times[0]), let until = Self.moment(times[1]) else {
            throw .garbage
        }
        self.bytes = bytes
        self.notBefore = from
        self.notAfter = until
        self.issuerName = Array(list[2].encodedBytes)
        self.issuer = Self.text(of: list[2])
        self.subjectName = Array(list[4].encodedBytes)
        self.subject = Self.text(of: list[4])
        let key = try? _RSA.Signing.PublicKey(unsafeDERRepresentation: Array(list[5].encodedBytes))
        self.publicKey = key.map { Array($0.pkcs1DERRepresentation) }
    }

    /// Reads every certificate of PEM text; other blocks are left aside.
    ///
    /// - Parameter text: The text.
    /// - Returns: The certificates, in the text's order.
    /// - Throws: ``CertificateFault/garbage``; ``CertificateFault/noCertificate`` when there is none.
    public static func all(in text: [UInt8]) throws(CertificateFault) -> [X509Certificate] {
        var found: [X509Certificate] = []
        for block in try PEMText(text).blocks where block.label == "CERTIFICATE" {
            found.append(try X509Certificate(block.bytes))
        }
        guard !found.isEmpty else { throw .noCertificate }
        return found
    }

    /// The SHA-1 of the certificate: the thumbprint that Azure's portal shows.
    public var sha1: [UInt8] { Array(Insecure.SHA1.hash(data: bytes)) }

    /// The SHA-256 of the certificate.
    public var sha256: [UInt8] { Array(SHA256.hash(data: bytes)) }

    /// Whether a signature was made by the certificate's key.
    ///
    /// - Parameters:
    ///   - signature: The signature.
    ///   - bytes: What was signed.
    ///   - algorithm: How.
    /// - Returns: Whether it is right; `false` for keys other than RSA.
    public func isSignature(
        _ signature: [UInt8],
        of bytes: [UInt8],
        by algorithm: SignatureAlgorithm
    ) -> Bool {
        guard let publicKey, let key = try? _RSA.Signing.PublicKey(unsafeDERRepresentation: publicKey) else {
            return false
        }
        return key.isValidSignature(
            _RSA.Signing.RSASignature(rawRepresentation: signature),
            for: SHA256.hash(data: bytes),
            padding: algorithm.padding
        )
    }

    private static func moment(_ node: ASN1Node) -> Int64? {
        if let time = try? UTCTime(derEncoded: node, withIdentifier: .utcTime) {
            return seconds(time.year, time.month, time.day, time.hours, time.minutes, time.seconds)
        }
        guard let time = try? GeneralizedTime(derEncoded: node, withIdentifier: .generalizedTime) else {
            return nil
        }
        return seconds(time.year, time.month, time.day, time.hours, time.minutes, time.seconds)
    }

    /// Seconds since 1970 of a date of the Gregorian calendar.
    private static func seconds(_ y: Int, _ month: Int, _ day: Int, _ h: Int, _ m: Int, _ s: Int) -> Int64 {
        let year = month <= 2 ? y - 1 : y
        let era = (year >= 0 ? year : year - 399) / 400
        let yearOfEra = year - era * 400
        let dayOfYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1
        let dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear
        let days = era * 146_097 + dayOfEra - 719_468
        return Int64(days) * 86_400 + Int64(h * 3600 + m * 60 + s)
    }

    /// A name as people write it, the most specific part first (RFC 4514).
    private static func text(of name: ASN1Node) -> String {
        let parts = name.parts.flatMap(\.parts).reversed().compactMap { part -> String? in
            guard part.parts.count == 2, let kind = part.parts[0].objectIdentifier,
                case .primitive(let value) = part.parts[1].content
            else { return nil }
            return (attributes[kind] ?? kind) + "=" + String(decoding: value, as: UTF8.self)
        }
        return parts.isEmpty ? "(no name)" : parts.joined(separator: ", ")
    }

    private static let attributes = [
        "2.5.4.3": "CN", "2.5.4.6": "C", "2.5.4.7": "L", "2.5.4.8": "ST", "2.5.4.10": "O", "2.5.4.11": "OU",
        "0.9.2342.19200300.100.1.25": "DC",
    ]
}
