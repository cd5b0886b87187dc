import HTTPExchange
import NIOCore
import NIOSSL

/// Which addresses a connection may have come out at.
///
/// A manifest names hosts, and whoever owns a name decides what it resolves to: the services of this machine and its
/// cloud's metadata service must not be reached by way of it. Looked at once the connection stands, so that what is
/// checked is what is called; not a byte of the request has left by then.
enum ConnectedAddressRule {
    /// For hosts that nobody vouched for: neither this machine nor its local link.
    case elsewhere
    /// For this machine, by its names, and for hosts that the operator allowed: in clear text to this machine only.
    case anywhere
    /// For what gives this machine its identity, in clear text: this machine and its local link.
    case machine

    /// Holds a connection against the rule; to be called on the channel's event loop.
    ///
    /// - Parameter channel: The connection, TLS included.
    /// - Returns: Fails with the reason; the connection is closed then.
    func check(_ channel: any Channel) -> EventLoopFuture<Void> {
        let isEncrypted =
            (try? channel.pipeline.syncOperations.handler(type: NIOSSLClientHandler.self)) != nil
        guard let refusal = refusal(of: channel.remoteAddress?.ipAddress, isEncrypted: isEncrypted) else {
            return channel.eventLoop.makeSucceededVoidFuture()
        }
        channel.close(promise: nil)
        return channel.eventLoop.makeFailedFuture(refusal)
    }

    /// Why an address is refused.
    ///
    /// - Parameters:
    ///   - text: The address that the connection came out at.
    ///   - isEncrypted: Whether TLS is spoken.
    /// - Returns: `nil` when it is fine.
    func refusal(of text: String?, isEncrypted: Bool) -> TransportFailure? {
        guard let text, let address = IPAddress(text) else {
            return TransportFailure(.notSent, .addressRefused, detail: "it cannot be told")
        }
        let detail: String
        switch self {
        case .elsewhere:
            if address.isLoopback {
                detail = "it resolves to \(address), which is this machine itself"
            } else if address.isLinkLocalOrMetadata {
                detail = "it resolves to \(address), on the local link or a cloud's metadata service"
            } else {
                return nil
            }
        case .anywhere:
            guard !isEncrypted, !address.isLoopback else { return nil }
            detail = Self.isElsewhere(address)
        case .machine:
            guard !isEncrypted, !address.isLoopback, !address.isLinkLocalOrMetadata else { return nil }
            detail = Self.isElsewhere(address)
        }
        return TransportFailure(.notSent, .addressRefused, detail: detail)
    }

    private static func isElsewhere(_ address: IPAddress) -> String {
        "it resolves to \(address), another machine, where nothing goes in clear text"
    }
}
