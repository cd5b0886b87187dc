public import Diagnostics
import NIOSSL

/// The authorities whose certificates are believed.
public struct TrustedRoots: Sendable {
    /// Read certificates of authorities.
    public struct Certificates: Sendable {
        let certificates: [NIOSSLCertificate]

        /// How many there are.
        public var count: Int { certificates.count }

        /// Reads every certificate of a PEM file; whatever else is in it is passed over.
        ///
        /// - Parameters:
        ///   - pem: The file's content.
        ///   - file: The file's name, for the fault.
        ///   - origin: Who named the file, such as `--ca-file`.
        /// - Throws: RN0521 when there is none, or one cannot be read.
        public init(pem: [UInt8], file: String, origin: String) throws(Diagnostic) {
            guard let found = try? NIOSSLCertificate.fromPEMBytes(pem), !found.isEmpty else {
                throw .unusableRoots(file, origin: origin, "it has no certificate in PEM form")
            }
            self.certificates = found
        }

        fileprivate init(_ certificates: [NIOSSLCertificate]) { self.certificates = certificates }

        /// Both.
        ///
        /// - Parameters:
        ///   - left: Some.
        ///   - right: Others.
        /// - Returns: All of them.
        public static func + (left: Certificates, right: Certificates) -> Certificates {
            Certificates(left.certificates + right.certificates)
        }
    }

    /// Where the operating system keeps each authority under the hash of its name, to look up the one in question;
    /// `nil` reads them all.
    public var folder: String?

    private let replacement: Certificates?
    private let additional: Certificates?

    /// Those of the operating system.
    public static let system = TrustedRoots(replacement: nil, additional: nil)

    /// Names authorities.
    ///
    /// - Parameters:
    ///   - replacement: Those that stand in for the operating system's; `nil` for the operating system's.
    ///   - additional: Those that are believed besides.
    public init(replacement: Certificates?, additional: Certificates?) {
        self.replacement = replacement
        self.additional = additional
    }

    /// How TLS is spoken to servers: version 1.2 at least, names and chains checked against these authorities.
    var clientConfiguration: TLSConfiguration {
        var configuration = TLSConfiguration.makeClientConfiguration()
        configuration.minimumTLSVersion = .tlsv12
        if let replacement {
            configuration.trustRoots = .certificates(replacement.certificates)
        } else if let folder {
            configuration.trustRoots = .file(folder)
        }
        if let additional {
            configuration.additionalTrustRoots = [.certificates(additional.certificates)]
        }
        return configuration
    }
}

extension Diagnostic {
    /// Says that a file of authorities cannot be used.
    ///
    /// - Parameters:
    ///   - file: The file.
    ///   - origin: Who named it.
    ///   - reason: Why not.
    /// - Returns: RN0521.
    public static func unusableRoots(_ file: String, origin: String, _ reason: String) -> Diagnostic {
        Diagnostic(
            .unusableRoots,
            "the certificate authorities of `\(origin)` cannot be used",
            notes: [reason.contains("`\(file)`") ? reason : "`\(file)`: \(reason)"],
            help: "name a file with `-----BEGIN CERTIFICATE-----` blocks"
        )
    }
}
