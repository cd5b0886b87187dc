public import Diagnostics
public import Secrets

/// What a look-up saw on its way.
struct SecretSighting {
    /// The files that were looked for, in order.
    var lookedAt: [String] = []
    /// The file that was there.
    var place: String?
    /// Whether others than its owner can read it.
    var isReadableByOthers: Bool?
    /// What was left away.
    var trimmed: [SecretFinding.Trimming] = []
}

/// What there is to say of a reference without saying its value.
public struct SecretFinding: Sendable {
    /// Whether the reference leads to a secret.
    public enum State: String, Sendable {
        /// There is a value that can be used.
        case found
        /// The variable is not set, or no such file is there.
        case missing
        /// Something is there that cannot be used.
        case unusable
    }

    /// What is left away from a file.
    public enum Trimming: String, Sendable {
        /// A UTF-8 byte order mark at its beginning.
        case byteOrderMark
        /// One line break, LF or CR LF, at its end.
        case lineBreak

        /// The thing, in words.
        public var words: String {
            self == .byteOrderMark ? "a byte order mark" : "one line break at its end"
        }
    }

    /// The grade of a file's mode.
    public enum FileGrade: String, Sendable {
        /// Nobody but its owner (and root) reads it.
        case `private`
        /// Group or others can read it.
        case readableByOthers
    }

    /// The reference.
    public let reference: LocatedSecretReference
    /// Whether it leads to a secret.
    public let state: State
    /// The files that were looked for, in order; none for a variable.
    public let lookedAt: [String]
    /// The file that was there.
    public let place: String?
    /// Who can read the file; `nil` when none was read.
    public let fileGrade: FileGrade?
    /// How many bytes the value has.
    public let lengthInBytes: Int?
    /// What was left away from the file.
    public let trimmed: [Trimming]
    /// What strikes in the value, as the end of a sentence about it; `nil` when nothing does.
    public let appearance: String?
    /// What is wrong, and what is doubtful.
    public let problems: [Diagnostic]

    init(
        _ reference: LocatedSecretReference,
        _ sighting: SecretSighting,
        _ secret: Secret?,
        _ problems: [Diagnostic]
    ) {
        let isMissing = problems.contains { $0.code == .variableNotSet || $0.code == .secretFileNotFound }
        self.reference = reference
        self.state = secret != nil ? .found : isMissing ? .missing : .unusable
        self.lookedAt = sighting.lookedAt
        self.place = sighting.place
        self.fileGrade = sighting.isReadableByOthers.map { $0 ? .readableByOthers : .private }
        self.lengthInBytes = secret?.count
        self.trimmed = secret == nil ? [] : sighting.trimmed
        let isClientSecret = reference.path.hasSuffix(".clientSecret")
        let appearance = secret?.expose {
            isClientSecret ? ValueAppearance(of: $0)?.words : ValueAppearance.obviousMistake(in: $0)
        }
        self.appearance = appearance ?? nil
        self.problems = problems
    }
}
