import Certificates
import NIOSSL

/// What a server's certificate says of itself, believed or not.
public struct ShownCertificate: Hashable, Sendable {
    /// Who signed it, such as `CN=company authority`; empty when it cannot be read.
    public let issuer: String
    /// The hosts that it is for.
    public let hosts: [String]
    /// When it begins to be valid, in seconds since 1970-01-01T00:00:00Z.
    public let notBefore: Int64
    /// When it ends, likewise.
    public let notAfter: Int64

    /// Reads a certificate.
    init(_ certificate: NIOSSLCertificate) {
        self.notBefore = Int64(certificate.notValidBefore)
        self.notAfter = Int64(certificate.notValidAfter)
        let parsed = (try? certificate.toDERBytes()).flatMap { try? X509Certificate($0) }
        self.issuer = parsed?.issuer ?? ""
        self.hosts = certificate._subjectAlternativeNames().prefix(64).compactMap { name in
            name.nameType == .dnsName ? String(decoding: name.contents, as: UTF8.self) : nil
        }
    }
}
