import NIOSSL

/// A certificate that nobody signed, and its key; made for these tests and good for nothing else.
enum ThrowAwayCertificate {
    /// The SHA-1 of its DER, as `openssl x509 -fingerprint -sha1` prints it.
    static let thumbprint = "34:00:58:2F:2F:C8:12:3C:F0:2B:86:2F:16:FE:A6:5A:9C:F0:92:2F"

    private static let certificate = pem(
        "CERTIFICATE",
        """
        MIIBgTCCASegAwIBAgIUWYbw9bmTuP058HaWOHm0NVMYKn4wCgYIKoZIzj0EAwIwFTETMBEGA1UEAwwKdGhyb3ctYXdheTAgFw0y
        NjExMjEwNjM4MjNaGA8yMTI2MTAyODA2MzgyM1owFTETMBEGA1UEAwwKdGhyb3ctYXdheTBZMBMGByqGSM49AgEGCCqGSM49AwEH
        A0IABPkVbWxCXZz3PeUt5m8bPZJy5tPN3mIlJyc+srwbEd5PXmp8nNrEtSF2PwOPd1oWHuwduWFRGKyaALPcczngNkOjUzBRMB0G
        A1UdDgQWBBQRDal+7ow3UbhBrw+d0qS5/RoAYDAfBgNVHSMEGDAWgBQRDal+7ow3UbhBrw+d0qS5/RoAYDAPBgNVHRMBAf8EBTAD
        AQH/MAoGCCqGSM49BAMCA0gAMEUCIFJ18aS6aB+quJ7S0EeEryEwqEX+aMN27uvjitlynjWJAiEAmHsWPWMSZFQwrL+/TGrvR7el
        wMHtIJjA7L+gMHizRsc=
        """
    )
    private static let key = pem(
        "EC PRIVATE KEY",
        """
        MHcCAQEEIO22UPPk3GSzkacY2Bf+JvhOjf9c0i9l9PT4VYVA2lNzoAoGCCqGSM49AwEHoUQDQgAE+RVtbEJdnPc95S3mbxs9knLm
        083eYiUnJz6yvBsR3k9eanyc2sS1IXY/A493WhYe7B25YVEYrJoAs9xzOeA2Qw==
        """
    )

    /// What a server needs to show it.
    static func serverContext() throws -> NIOSSLContext {
        let chain = try NIOSSLCertificate.fromPEMBytes(Array(certificate.utf8))
        let key = try NIOSSLPrivateKey(bytes: Array(key.utf8), format: .pem)
        return try NIOSSLContext(
            configuration: .makeServerConfiguration(
                certificateChain: chain.map { .certificate($0) },
                privateKey: .privateKey(key)
            )
        )
    }

    private static func pem(_ label: String, _ base64: String) -> String {
        let characters = Array(base64.filter { $0 != "\n" })
        let lines = stride(from: 0, to: characters.count, by: 64).map {
            String(characters[$0..<min($0 + 64, characters.count)])
        }
        return (["-----BEGIN \(label)-----"] + lines + ["-----END \(label)-----", ""]).joined(separator: "\n")
    }
}
