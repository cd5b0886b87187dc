import SwiftASN1

/// A private key with its certificate and what came along: what an application proves itself by.
///
/// PEM in any order, its key as PKCS#8, PKCS#1 or encrypted PKCS#8; or PKCS#12, also as base64. The certificate is the
/// one whose public key is the private key's, wherever it stands.
public struct CertificateBundle: Sendable {
    /// The private key.
    public let key: SigningKey
    /// The key's certificate.
    public let leaf: X509Certificate
    /// The key's certificate and those that issued it, as far as they came along.
    public let chain: [X509Certificate]
    /// How many certificates came along.
    public let count: Int
    /// Whether a password was given that nothing is encrypted with.
    public let hasIdlePassword: Bool

    /// Reads a file.
    ///
    /// - Parameters:
    ///   - bytes: The file.
    ///   - password: What opens it; `nil` when there is none.
    /// - Throws: ``CertificateFault``.
    public init(_ bytes: [UInt8], password: [UInt8]?) throws(CertificateFault) {
        let found: Found
        if PEMText.isLikely(bytes) {
            found = try Self.pem(bytes, password: password)
        } else {
            let isBinary = bytes.first == 0x30
            guard let binary = isBinary ? bytes : Base64Text.bytes(bytes), binary.first == 0x30 else {
                throw .garbage
            }
            let file = try PKCS12File(binary, password: password)
            found = Found(
                keys: file.keys,
                certificates: file.certificates,
                isEncrypted: file.isEncrypted
            )
        }
        guard !found.keys.isEmpty else { throw .noKey }
        guard !found.certificates.isEmpty else { throw .noCertificate }
        var certificates: [X509Certificate] = []
        for bytes in found.certificates { certificates.append(try X509Certificate(bytes)) }
        var keys: [SigningKey] = []
        for bytes in found.keys { keys.append(try SigningKey(bytes)) }
        for key in keys {
            guard let leaf = certificates.first(where: { $0.publicKey == key.publicKey }) else { continue }
            self.key = key
            self.leaf = leaf
            self.chain = Self.chain(from: leaf, certificates)
            self.count = certificates.count
            self.hasIdlePassword = password?.isEmpty == false && !found.isEncrypted
            return
        }
        throw .noMatch(certificates: certificates.count)
    }

    private struct Found {
        var keys: [[UInt8]] = []
        var certificates: [[UInt8]] = []
        var isEncrypted = false
    }

    private static func pem(_ bytes: [UInt8], password: [UInt8]?) throws(CertificateFault) -> Found {
        var found = Found()
        for block in try PEMText(bytes).blocks {
            if block.hasOldEncryption {
                throw .unsupportedEncryption("OpenSSL's scheme of before 2010", isPEM: true)
            }
            switch block.label {
            case "CERTIFICATE", "X509 CERTIFICATE": found.certificates.append(block.bytes)
            case "PRIVATE KEY", "RSA PRIVATE KEY": found.keys.append(block.bytes)
            case "EC PRIVATE KEY": throw .notRSA("an EC key")
            case "ENCRYPTED PRIVATE KEY":
                found.keys.append(try decrypted(block.bytes, password))
                found.isEncrypted = true
            default: continue
            }
        }
        return found
    }

    /// Opens an `EncryptedPrivateKeyInfo` (RFC 5958 §3).
    private static func decrypted(
        _ bytes: [UInt8],
        _ password: [UInt8]?
    ) throws(CertificateFault) -> [UInt8] {
        guard let node = try? BER.parse(bytes), node.parts.count == 2, let content = node.parts[1].octets
        else { throw .garbage }
        let scheme = try PasswordEncryption(node.parts[0], isPEM: true)
        guard let password else { throw .passwordMissing }
        guard let plain = scheme.decrypted(content, with: password), (try? BER.parse(plain)) != nil else {
            throw .wrongPassword
        }
        return plain
    }

    /// A certificate, its issuer's, that one's issuer's …; a self-signed one ends it.
    private static func chain(
        from leaf: X509Certificate,
        _ certificates: [X509Certificate]
    ) -> [X509Certificate] {
        var chain = [leaf]
        while let last = chain.last, last.issuerName != last.subjectName,
            let next = certificates.first(where: {
                $0.subjectName == last.issuerName && !chain.contains($0)
            })
        {
            chain.append(next)
        }
        return chain
    }
}
