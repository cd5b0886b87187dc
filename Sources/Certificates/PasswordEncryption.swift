import Crypto
import CryptoExtras
import SwiftASN1

/// What is encrypted under a password by PBES2 (RFC 8018 §6.2): PBKDF2 and AES in CBC mode.
///
/// That is what OpenSSL 1.1 and later, and Windows since 2019, write. Older schemes are named and not read.
struct PasswordEncryption {
    /// No file is believed to need more; OpenSSL writes 2048, careful people a million.
    private static let mostRounds = 10_000_000

    private let derivation: (salt: [UInt8], rounds: Int, hash: KDF.Insecure.PBKDF2.HashFunction)
    private let vector: [UInt8]
    private let keyLength: Int

    /// Reads how something is encrypted.
    ///
    /// - Parameters:
    ///   - algorithm: The algorithm's identifier with its parameters.
    ///   - isPEM: Whether it stands in a PEM file; chooses the advice.
    /// - Throws: ``CertificateFault``: garbage, unsupported.
    init(_ algorithm: ASN1Node, isPEM: Bool) throws(CertificateFault) {
        guard let scheme = algorithm.parts.first?.objectIdentifier else { throw .garbage }
        guard scheme == "1.2.840.113549.1.5.13" else {
            throw .unsupportedEncryption(Self.legacy[scheme] ?? "the scheme \(scheme)", isPEM: isPEM)
        }
        guard algorithm.parts.count == 2, case let parameters = algorithm.parts[1].parts,
            parameters.count == 2, let kdf = parameters[0].parts.first?.objectIdentifier,
            let cipher = parameters[1].parts.first?.objectIdentifier
        else { throw .garbage }
        guard kdf == "1.2.840.113549.1.5.12" else {
            let name = kdf == "1.3.6.1.4.1.11591.4.11" ? "scrypt" : "the key derivation \(kdf)"
            throw .unsupportedEncryption(name, isPEM: isPEM)
        }
        guard let keyLength = Self.keyLengths[cipher] else {
            throw .unsupportedEncryption(Self.legacy[cipher] ?? "the cipher \(cipher)", isPEM: isPEM)
        }
        guard parameters[0].parts.count == 2, parameters[1].parts.count == 2,
            let vector = parameters[1].parts[1].octets, vector.count == 16
        else { throw .garbage }
        self.derivation = try Self.derivation(parameters[0].parts[1].parts, isPEM: isPEM)
        self.vector = Array(vector)
        self.keyLength = keyLength
    }

    private static func derivation(
        _ parameters: [ASN1Node],
        isPEM: Bool
    ) throws(CertificateFault) -> (salt: [UInt8], rounds: Int, hash: KDF.Insecure.PBKDF2.HashFunction) {
        guard parameters.count >= 2, let salt = parameters[0].octets, let rounds = parameters[1].integer,
            1...mostRounds ~= rounds
        else { throw .garbage }
        // The length of the key may stand between the rounds and the function.
        let function = parameters.dropFirst(2).compactMap { $0.parts.first?.objectIdentifier }.first
        let hash: KDF.Insecure.PBKDF2.HashFunction
        switch function {
        case nil, "1.2.840.113549.2.7": hash = .insecureSHA1
        case "1.2.840.113549.2.8": hash = .insecureSHA224
        case "1.2.840.113549.2.9": hash = .sha256
        case "1.2.840.113549.2.10": hash = .sha384
        case "1.2.840.113549.2.11": hash = .sha512
        case let name?: throw .unsupportedEncryption("the function \(name)", isPEM: isPEM)
        }
        return (Array(salt), rounds, hash)
    }

    /// Decrypts.
    ///
    /// - Parameters:
    ///   - content: What is encrypted.
    ///   - password: The password; an empty one and none are the same to this scheme.
    /// - Returns: What was encrypted; `nil` when the password is surely wrong.
    func decrypted(_ content: some Collection<UInt8>, with password: [UInt8]) -> [UInt8]? {
        guard
            let key = try? KDF.Insecure.PBKDF2.deriveKey(
                from: password,
                salt: derivation.salt,
                using: derivation.hash,
                outputByteCount: keyLength,
                unsafeUncheckedRounds: derivation.rounds
            ), let vector = try? AES._CBC.IV(ivBytes: self.vector),
            let plain = try? AES._CBC.decrypt(Array(content), using: key, iv: vector)
        else { return nil }
        return Array(plain)
    }

    private static let keyLengths = [
        "2.16.840.1.101.3.4.1.2": 16, "2.16.840.1.101.3.4.1.22": 24, "2.16.840.1.101.3.4.1.42": 32,
    ]

    private static let legacy = [
        "1.2.840.113549.1.12.1.1": "RC4 with SHA-1", "1.2.840.113549.1.12.1.2": "RC4-40 with SHA-1",
        "1.2.840.113549.1.12.1.3": "3DES with SHA-1", "1.2.840.113549.1.12.1.4": "2-key 3DES with SHA-1",
        "1.2.840.113549.1.12.1.5": "RC2 with SHA-1", "1.2.840.113549.1.12.1.6": "RC2-40 with SHA-1",
        "1.2.840.113549.1.5.3": "DES with MD5", "1.2.840.113549.1.5.10": "DES with SHA-1",
        "1.2.840.113549.3.7": "3DES", "1.2.840.113549.3.2": "RC2", "1.3.14.3.2.7": "DES",
    ]
}
