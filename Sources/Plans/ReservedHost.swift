import HTTPExchange

/// Hosts that a manifest must never name by itself: they belong to the machine that runs it.
enum ReservedHost: Hashable {
    /// This machine.
    case loopback
    /// The link that this machine is on, or a cloud's metadata service, which hands out tokens.
    case linkLocalOrMetadata

    /// What an address's host is, when it is one of these.
    ///
    /// - Parameter address: The address, in its strict form: other spellings of an IP address do not get so far.
    init?(_ address: WebAddress) {
        if address.isLoopback {
            self = .loopback
        } else if address.isLinkLocalOrMetadata {
            self = .linkLocalOrMetadata
        } else {
            return nil
        }
    }

    /// What it is, in words.
    var words: String {
        switch self {
        case .loopback: "this machine itself"
        case .linkLocalOrMetadata: "the local link or a cloud's metadata service"
        }
    }
}
