/// Why a certificate with its key cannot be used; says nothing of what is in it.
public enum CertificateFault: Error, Hashable, Sendable {
    /// Neither PEM nor PKCS#12, or a part of it is broken.
    case garbage
    /// There is no private key.
    case noKey
    /// There is no certificate.
    case noCertificate
    /// It is encrypted, and there is no password.
    case passwordMissing
    /// The password does not open it.
    case wrongPassword
    /// It is encrypted in a way that is not read, such as `3DES with SHA-1`.
    case unsupportedEncryption(String, isPEM: Bool)
    /// The key is not RSA, such as `an EC key`.
    case notRSA(String)
    /// The key has fewer than 2048 bits.
    case weakKey(bits: Int)
    /// The key belongs to none of the certificates.
    case noMatch(certificates: Int)

    /// What is wrong, as the end of a sentence about the file.
    public var words: String {
        switch self {
        case .garbage: "is neither PEM nor PKCS#12, or is damaged"
        case .noKey: "has no private key"
        case .noCertificate: "has no certificate"
        case .passwordMissing: "is encrypted, and no password is given"
        case .wrongPassword: "does not open with the password"
        case .unsupportedEncryption(let name, _): "is encrypted with \(name), which is not read here"
        case .notRSA(let kind): "has \(kind); Entra takes RSA keys only"
        case .weakKey(let bits): "has a key of \(bits) bits; 2048 are the fewest that Entra takes"
        case .noMatch(1): "has a private key that does not belong to its certificate"
        case .noMatch(let count): "has a private key that belongs to none of its \(count) certificates"
        }
    }

    /// What to do about it.
    public var help: String {
        switch self {
        case .garbage:
            "give a PEM file with key and certificate, or a `.pfx` as it was exported; in a variable, a `.pfx` as base64"
        case .noKey:
            "append the private key: `cat key.pem certificate.pem`; a `.cer` or `.crt` alone has none"
        case .noCertificate: "append the certificate: `cat key.pem certificate.pem`"
        case .passwordMissing: "set `certificatePassword: { env: NAME }`"
        case .wrongPassword: "check the password; blanks and a line break at its end are part of it"
        case .unsupportedEncryption(_, isPEM: true):
            "convert the key: `openssl pkcs8 -topk8 -v2 aes-256-cbc -in key.pem -out new.pem`"
        case .unsupportedEncryption(_, isPEM: false):
            "convert the file: `openssl pkcs12 -legacy -in old.pfx -nodes -out new.pem`, and `chmod 600 new.pem`"
        case .notRSA: "make a certificate with an RSA key, and add it to the application"
        case .weakKey: "make a certificate with a key of 2048 bits or more, and add it to the application"
        case .noMatch: "put the certificate of this very key into the file; a new key needs a new certificate"
        }
    }
}
