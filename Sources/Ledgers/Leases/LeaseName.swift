/// What there can be one lease of at a time.
public enum LeaseName: Hashable, Sendable, CustomStringConvertible {
    /// A concurrency group, in a cloud (`cloud`) or on one emulator (`emulator:ID`): a rehearsal keeps nobody waiting.
    case group(String, scope: String)
    /// A run: whoever has its lease may write of it.
    case run(String)

    /// The name in one word; what is written into ledgers.
    public var description: String {
        switch self {
        case .group(let group, let scope): "group/\(scope)/\(group)"
        case .run(let id): "run/\(id)"
        }
    }

    /// Reads what ``description`` writes; `nil` for anything else.
    ///
    /// - Parameter text: The name.
    public init?(_ text: String) {
        let parts = text.split(separator: "/", maxSplits: 2, omittingEmptySubsequences: false).map(
            String.init
        )
        switch parts.first {
        case "group" where parts.count == 3: self = .group(parts[2], scope: parts[1])
        case "run" where parts.count == 2: self = .run(parts[1])
        default: return nil
        }
    }
}
