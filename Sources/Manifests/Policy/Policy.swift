public import Diagnostics

/// What manifests may do with credentials: one document of kind `Policy`, typed.
///
/// Said by whoever runs manifests, from outside of what is under review. A rule that is missing leaves everything as
/// it is without a policy.
public struct Policy: Sendable {
    /// `metadata.name`.
    public let name: Located<String>
    /// The file's name, as it was typed.
    public let file: String
    /// The only hosts that tokens go to.
    public let hosts: Rule?
    /// Hosts that credentials may go to besides, `HOST` or `HOST:PORT`.
    public let addedHosts: [Located<String>]
    /// The only audiences that tokens are for.
    public let audiences: Rule?
    /// The only variables that credentials refer to.
    public let variables: Rule?
    /// The only folders that secret files are in.
    public let secretFolders: Rule?
    /// Folders that secret files may be in besides.
    public let addedSecretFolders: [Located<String>]
    /// The only types of credential.
    public let credentialTypes: Rule?

    /// The only tenants that tokens are of.
    public let tenants: Rule?
    /// The only URIs of inputs.
    public let inputURIs: Rule?
    /// The only URIs of outputs.
    public let outputURIs: Rule?
    /// How much manifests may ask for.
    public let limits: Limits
    /// Labels that every job has.
    public let labels: Rule?
    /// What `rerun` of every job is one of.
    public let reruns: Rule?

    /// A list that everything of one sort has to fit.
    public struct Rule: Hashable, Sendable {
        /// The rule's path, such as `hosts.only`.
        public let path: String
        /// Where it stands.
        public let span: SourceSpan
        /// What fits.
        public let patterns: [Located<String>]

        /// Whether a text fits one of the patterns, in which `*` stands for any text that is not empty.
        ///
        /// - Parameters:
        ///   - text: The text.
        ///   - ignoresCase: Whether upper and lower case letters of ASCII are the same.
        /// - Returns: Whether it fits.
        public func allows(_ text: String, ignoringCase ignoresCase: Bool = false) -> Bool {
            patterns.contains { pattern in
                ignoresCase
                    ? Wildcard.matches(Array(pattern.value.lowercased().utf8), Array(text.lowercased().utf8))
                    : Wildcard.matches(Array(pattern.value.utf8), Array(text.utf8))
            }
        }
    }

    /// The folder that relative paths start from.
    public var folder: String { file.lastIndex(of: "/").map { String(file[..<$0]) } ?? "." }
}

/// Texts with `*` in them.
private enum Wildcard {
    /// Whether a text fits a pattern; in time proportional to the product of their lengths at worst.
    static func matches(_ pattern: [UInt8], _ text: [UInt8]) -> Bool {
        let star = UInt8(ascii: "*")
        var position = 0
        var index = 0
        // Where to go on from when the last `*` has to take one byte more.
        var retry: (position: Int, index: Int)?
        while index < text.count {
            if position < pattern.count, pattern[position] == star {
                // It stands for one byte at least.
                retry = (position + 1, index + 1)
                position += 1
                index += 1
            } else if position < pattern.count, pattern[position] == text[index] {
                position += 1
                index += 1
            } else if let last = retry {
                retry = (last.position, last.index + 1)
                position = last.position
                index = last.index + 1
                guard last.index < text.count else { return false }
            } else {
                return false
            }
        }
        return position == pattern.count
    }
}
