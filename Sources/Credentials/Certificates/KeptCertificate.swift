import Certificates
import Diagnostics
import Secrets
import Synchronization

/// A certificate with its key as it was last read; read again before each use, for it may have been replaced.
///
/// A new file that cannot be used, such as one that is being written, does not take the place of the old one: what was
/// read before serves on, and messages about a refusal say so.
final class KeptCertificate: Sendable {
    /// Where it comes from.
    let reference: LocatedSecretReference
    private let content: SecretRereader
    private let password: SecretRereader?
    fileprivate let state: Mutex<State>

    fileprivate struct State {
        var content: Secret
        var password: Secret?
        var bundle: CertificateBundle
        var note: String?
    }

    /// What is to be used now.
    struct Current {
        /// The certificate.
        let bundle: CertificateBundle
        /// Why it is not what is in the file, when it is not.
        let note: String?
        /// What of it must not be seen.
        let secrets: [Secret]
    }

    /// Keeps what was read first.
    ///
    /// - Parameters:
    ///   - declared: Where it comes from.
    ///   - content: The file.
    ///   - password: What opens it.
    ///   - resolver: Looks again; `nil` to stay with what was read.
    /// - Throws: ``CertificateFault``.
    init(
        _ declared: CertificatePrincipalDescription.Certificate,
        content: Secret,
        password: Secret?,
        resolver: SecretResolver?
    ) throws(CertificateFault) {
        self.reference = declared.content
        self.content = SecretRereader(reference: declared.content, resolver: resolver)
        self.password = declared.password.map { SecretRereader(reference: $0, resolver: resolver) }
        let bundle = try Self.bundle(content, password)
        self.state = Mutex(State(content: content, password: password, bundle: bundle))
    }

    /// What is to be used, after a look whether it was replaced.
    func current() -> Current {
        let newContent = content.look()
        let newPassword = password?.look()
        return state.withLock { state in
            state.take(newContent, newPassword)
            return Current(bundle: state.bundle, note: state.note, secrets: state.secrets)
        }
    }

    /// What was read last, without another look.
    var last: Current {
        state.withLock { Current(bundle: $0.bundle, note: $0.note, secrets: $0.secrets) }
    }

    fileprivate static func bundle(
        _ content: Secret,
        _ password: Secret?
    ) throws(CertificateFault) -> CertificateBundle {
        let password = password?.exposeBytes { $0 }
        return try content.exposeBytes { bytes throws(CertificateFault) in
            try CertificateBundle(bytes, password: password)
        }
    }
}

extension KeptCertificate.State {
    /// What of it must not be seen: the password, and the lines of the private key.
    var secrets: [Secret] {
        let key = content.exposeBytes { KeyText(of: $0).text }
        return (password.map { [$0] } ?? []) + (key.isEmpty ? [] : [Secret(key)])
    }

    mutating func take(_ newContent: SecretRereader.Look, _ newPassword: SecretRereader.Look?) {
        var found = content
        var opener = password
        switch newContent {
        case .value(let value): found = value
        case .unchanged: return
        case .gone(let words):
            return note = "it cannot be read any more (\(words)); what was read before serves on"
        }
        if case .value(let value)? = newPassword { opener = value }
        let isSamePassword = zip([opener], [password]).allSatisfy { new, old in
            guard let new, let old else { return new == nil && old == nil }
            return new.isSame(as: old)
        }
        guard !found.isSame(as: content) || !isSamePassword else { return note = nil }
        do throws(CertificateFault) {
            bundle = try KeptCertificate.bundle(found, opener)
            content = found
            password = opener
            note = nil
        } catch {
            note = "the file was replaced by one that \(error.words); what was read before serves on"
        }
    }
}

/// The lines between `BEGIN … PRIVATE KEY` and its end; all of a text without such lines; nothing of what is no text.
private struct KeyText {
    let text: String

    init(of bytes: [UInt8]) {
        guard let text = String(validating: bytes, as: UTF8.self) else {
            self.text = ""
            return
        }
        var lines: [Substring] = []
        var isInside = false
        for line in text.split(whereSeparator: \.isNewline) {
            if line.hasPrefix("-----") {
                isInside = line.hasPrefix("-----BEGIN") && line.contains("PRIVATE KEY")
            } else if isInside {
                lines.append(line)
            }
        }
        self.text = lines.isEmpty ? text : lines.joined(separator: "\n")
    }
}
