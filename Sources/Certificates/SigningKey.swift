import Crypto
import CryptoExtras
import SwiftASN1

/// How assertions are signed; both over SHA-256.
public enum SignatureAlgorithm: String, Sendable {
    /// RSA-PSS with 32 bytes of salt (RFC 7518 §3.5).
    case ps256 = "PS256"
    /// RSA PKCS#1 v1.5 (RFC 7518 §3.3).
    case rs256 = "RS256"

    var padding: _RSA.Signing.Padding {
        switch self {
        case .ps256: .PSS
        case .rs256: .insecurePKCS1v1_5
        }
    }
}

/// An RSA private key of 2048 bits or more; cannot be printed or dumped.
public struct SigningKey: Sendable, CustomStringConvertible, CustomReflectable {
    private let key: _RSA.Signing.PrivateKey
    /// The public half (PKCS#1).
    let publicKey: [UInt8]

    /// Takes a key in.
    ///
    /// - Parameter bytes: PKCS#8 or PKCS#1, DER, not encrypted.
    /// - Throws: ``CertificateFault``: garbage, not RSA, weak.
    init(_ bytes: [UInt8]) throws(CertificateFault) {
        let inner = try Self.rsaKey(in: bytes)
        guard let key = try? _RSA.Signing.PrivateKey(unsafeDERRepresentation: inner) else { throw .garbage }
        guard key.keySizeInBits >= 2048 else { throw .weakKey(bits: key.keySizeInBits) }
        self.key = key
        self.publicKey = Array(key.publicKey.pkcs1DERRepresentation)
    }

    /// Signs.
    ///
    /// - Parameters:
    ///   - bytes: What to sign.
    ///   - algorithm: How.
    /// - Returns: The signature.
    /// - Throws: ``CertificateFault/garbage`` when the key's numbers do not belong together.
    public func signature(
        of bytes: [UInt8],
        by algorithm: SignatureAlgorithm
    ) throws(CertificateFault) -> [UInt8] {
        let digest = SHA256.hash(data: bytes)
        guard let signature = try? key.signature(for: digest, padding: algorithm.padding) else {
            throw .garbage
        }
        return Array(signature.rawRepresentation)
    }

    /// What tells it from other keys, without giving it away: the SHA-256 of it.
    public var fingerprint: [UInt8] { Array(SHA256.hash(data: Array(key.derRepresentation))) }

    /// The PKCS#1 key in PKCS#8; another structure is taken to be PKCS#1 itself.
    private static func rsaKey(in bytes: [UInt8]) throws(CertificateFault) -> [UInt8] {
        guard let root = try? BER.parse(bytes), root.parts.count >= 3 else { throw .garbage }
        guard let algorithm = root.parts[1].parts.first?.objectIdentifier else { return bytes }
        switch algorithm {
        case "1.2.840.113549.1.1.1", "1.2.840.113549.1.1.10": break
        case "1.2.840.10045.2.1": throw .notRSA("an EC key")
        case "1.3.101.112", "1.3.101.113": throw .notRSA("an EdDSA key")
        default: throw .notRSA("a key of another kind")
        }
        guard let inner = root.parts[2].octets else { throw .garbage }
        return Array(inner)
    }

    /// Says nothing.
    public var description: String { "SigningKey" }
    /// Shows nothing.
    public var customMirror: Mirror { Mirror(self, children: [], displayStyle: .struct) }
}
