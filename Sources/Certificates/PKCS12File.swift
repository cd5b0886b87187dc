import SwiftASN1

/// A PKCS#12 file (RFC 7292): the keys and certificates in it.
///
/// The file's own check sum is not looked at: that key and certificate belong together proves more.
struct PKCS12File {
    /// The private keys, PKCS#8.
    private(set) var keys: [[UInt8]] = []
    /// The certificates, DER.
    private(set) var certificates: [[UInt8]] = []
    /// Whether anything was encrypted.
    private(set) var isEncrypted = false

    private let password: [UInt8]?

    private static let data = "1.2.840.113549.1.7.1"
    private static let encryptedData = "1.2.840.113549.1.7.6"
    private static let bag = "1.2.840.113549.1.12.10.1."

    /// Reads a file.
    ///
    /// - Parameters:
    ///   - bytes: The file.
    ///   - password: What opens it.
    /// - Throws: ``CertificateFault``.
    init(_ bytes: [UInt8], password: [UInt8]?) throws(CertificateFault) {
        self.password = password
        guard let root = try? BER.parse(bytes), root.parts.count >= 2, root.parts[0].integer == 3,
            let safe = Self.content(of: root.parts[1], Self.data)?.octets
        else { throw .garbage }
        for part in try Self.list(Array(safe)) {
            if let plain = Self.content(of: part, Self.data)?.octets {
                try read(Array(plain))
            } else if let encrypted = Self.content(of: part, Self.encryptedData) {
                // Version, then what is encrypted: its type, how, and the bytes.
                guard encrypted.parts.count >= 2, case let info = encrypted.parts[1].parts, info.count == 3,
                    let content = info[2].octets
                else { throw .garbage }
                try read(try decrypted(content, info[1]))
            }
        }
    }

    /// Takes keys and certificates out of bags.
    private mutating func read(_ bags: [UInt8]) throws(CertificateFault) {
        let bags =
            isEncrypted
            ? try opened { () throws(CertificateFault) in try Self.list(bags) }
            : try Self.list(bags)
        for bag in bags {
            guard bag.parts.count >= 2, let kind = bag.parts[0].objectIdentifier,
                let value = bag.parts[1].explicit
            else { throw .garbage }
            switch kind {
            case Self.bag + "1": keys.append(Array(value.encodedBytes))
            case Self.bag + "2":
                guard value.parts.count == 2, let content = value.parts[1].octets else { throw .garbage }
                keys.append(try decrypted(content, value.parts[0]))
            case Self.bag + "3":
                // Other kinds of certificate than X.509 are not looked at.
                guard value.parts.count == 2, value.parts[0].objectIdentifier == "1.2.840.113549.1.9.22.1",
                    let certificate = value.parts[1].explicit?.octets
                else { continue }
                certificates.append(Array(certificate))
            default: continue
            }
        }
    }

    private mutating func decrypted(
        _ content: ArraySlice<UInt8>,
        _ algorithm: ASN1Node
    ) throws(CertificateFault) -> [UInt8] {
        isEncrypted = true
        let scheme = try PasswordEncryption(algorithm, isPEM: false)
        guard let plain = scheme.decrypted(content, with: password ?? []), (try? BER.parse(plain)) != nil
        else { throw fault }
        return plain
    }

    /// What does not decrypt, or decrypts to nonsense, has another password.
    private var fault: CertificateFault { password == nil ? .passwordMissing : .wrongPassword }

    private func opened<Value>(
        _ body: () throws(CertificateFault) -> Value
    ) throws(CertificateFault) -> Value {
        do throws(CertificateFault) { return try body() } catch { throw error == .garbage ? fault : error }
    }

    /// What stands in a `ContentInfo` of a type.
    private static func content(of node: ASN1Node, _ type: String) -> ASN1Node? {
        guard node.parts.count == 2, node.parts[0].objectIdentifier == type else { return nil }
        return node.parts[1].explicit
    }

    private static func list(_ bytes: [UInt8]) throws(CertificateFault) -> [ASN1Node] {
        guard let node = try? BER.parse(bytes), case .constructed = node.content else { throw .garbage }
        return node.parts
    }
}
