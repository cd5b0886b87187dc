import Diagnostics
import Secrets

/// Another issuer's token about this machine or job: as good as a secret for as long as it lives.
struct FederatedToken: Sendable {
    /// The token.
    let secret: Secret
    /// What it says of itself.
    let claims: TokenClaims?

    /// What is wrong with a text that should be such a token; says nothing of what it is.
    enum Fault: Error, Hashable {
        case empty
        case tooLong
        case notThreeParts
        case foreignCharacter

        /// What is wrong, as the end of a sentence about the text.
        var words: String {
            switch self {
            case .empty: "is empty"
            case .tooLong: "has more than 64 KiB"
            case .notThreeParts: "is no token: a JWT has three parts with two dots between them"
            case .foreignCharacter: "holds a character that a JWT cannot have"
            }
        }
    }

    /// Takes a token out of what a file or an answer holds.
    ///
    /// - Parameter bytes: The token, with any white space or byte order mark around it.
    /// - Throws: ``Fault``.
    init(_ bytes: some Collection<UInt8>) throws(Fault) {
        var text = Array(bytes)[...]
        if text.starts(with: [0xEF, 0xBB, 0xBF]) { text = text.dropFirst(3) }
        while let first = text.first, Self.isBlank(first) { text = text.dropFirst() }
        while let last = text.last, Self.isBlank(last) { text = text.dropLast() }
        guard !text.isEmpty else { throw .empty }
        guard text.count <= 64 << 10 else { throw .tooLong }
        let dots = text.count { $0 == UInt8(ascii: ".") }
        guard
            text.allSatisfy({ ValueAppearance.isLetterOrDigit($0) || "-_.=".utf8.contains($0) })
        else { throw dots == 2 ? .foreignCharacter : .notThreeParts }
        guard dots == 2 else { throw .notThreeParts }
        self.secret = Secret(bytes: Array(text))
        self.claims = TokenClaims(of: secret)
    }

    private static func isBlank(_ byte: UInt8) -> Bool { byte == 0x20 || 0x09...0x0D ~= byte || byte == 0 }
}

/// Where another issuer's token comes from.
///
/// Every conformer: each call gets a token anew, so that none is ever older than the request that it proves; a failure
/// is a ``Diagnostic`` of `RN04` without a secret.
protocol FederatedTokenIssuer: Sendable {
    /// Where the token comes from, for a note, such as ``the token came from the file `/var/run/…` ``.
    var origin: String { get }

    /// What to do when the token is of no use because of its age.
    var adviceOnAge: String { get }

    /// Gets a token.
    ///
    /// - Returns: The token.
    /// - Throws: What hinders it.
    func token() async throws(Diagnostic) -> FederatedToken
}
