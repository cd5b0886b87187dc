public import HTTPTypes

/// A request as a value: what is sent, before a token is added.
public struct OutgoingRequest: Hashable, Sendable {
    /// The method.
    public var method: HTTPRequest.Method
    /// Where it goes.
    public var address: WebAddress
    /// Its header fields, in order; `Host` and `Content-Length` are the transport's.
    public var fields: HTTPFields
    /// Its body; empty for none.
    public var body: [UInt8]
    /// How far it may go.
    public var reach: Reach
    /// The one certificate that the far side may show, whoever signed it; `nil` for what the system trusts.
    public var pinnedCertificate: CertificateThumbprint?

    /// Makes a request.
    ///
    /// - Parameters:
    ///   - method: The method.
    ///   - address: Where it goes.
    ///   - fields: Its header fields.
    ///   - body: Its body.
    ///   - reach: How far it may go.
    ///   - pinnedCertificate: The one certificate that the far side may show.
    public init(
        method: HTTPRequest.Method,
        address: WebAddress,
        fields: HTTPFields = [:],
        body: [UInt8] = [],
        reach: Reach = .network,
        pinnedCertificate: CertificateThumbprint? = nil
    ) {
        self.method = method
        self.address = address
        self.fields = fields
        self.body = body
        self.reach = reach
        self.pinnedCertificate = pinnedCertificate
    }
}

/// What the far side answered, whole.
public struct HTTPAnswer: Hashable, Sendable {
    /// The status, such as 201.
    public let status: Int
    /// The header fields.
    public let fields: HTTPFields
    /// The body, within the cap.
    public let body: [UInt8]

    /// Makes an answer.
    ///
    /// - Parameters:
    ///   - status: The status.
    ///   - fields: The header fields.
    ///   - body: The body.
    public init(status: Int, fields: HTTPFields = [:], body: [UInt8] = []) {
        self.status = status
        self.fields = fields
        self.body = body
    }
}

/// Why there is no answer, and whether the far side may have seen the request.
public struct TransportFailure: Error, Hashable, Sendable {
    /// Whether the request can have reached the far side.
    public enum Delivery: Hashable, Sendable {
        /// It was proved not to have been sent: name not found, connection refused, TLS handshake failed.
        case notSent
        /// It may have been sent, whole or in part.
        case maybeSent
    }

    /// What broke.
    public enum Reason: Hashable, Sendable {
        /// The host's name is not known.
        case nameNotFound
        /// Nothing listens there.
        case connectionRefused
        /// No connection within the time for it.
        case connectTimeout
        /// TLS did not come about.
        case tlsFailure
        /// The far side's certificate is not believed, or is not the host's.
        case certificateRefused
        /// No whole answer before the deadline.
        case deadlineExceeded
        /// The connection was lost.
        case connectionLost
        /// The answer's body is larger than the cap.
        case bodyTooLarge
        /// The answer is not HTTP, or breaks its rules.
        case protocolError
        /// The host is one that this composition does not let anybody reach.
        case hostRefused
        /// The host's name led to an address that a host of that name must not have, such as this machine's.
        case addressRefused
        /// The proxy did not let the connection through.
        case proxyRefused
        /// The proxy wants a user and a password, or others.
        case proxyUnauthorized
        /// The task was cancelled.
        case cancelled

        /// Whether asking again is of no use before somebody has set something right.
        public var isLasting: Bool {
            switch self {
            case .certificateRefused, .hostRefused, .addressRefused, .proxyUnauthorized: true
            case .nameNotFound, .connectionRefused, .connectTimeout, .tlsFailure, .deadlineExceeded,
                .connectionLost, .bodyTooLarge, .protocolError, .proxyRefused, .cancelled:
                false
            }
        }
    }

    /// Whether the request can have reached the far side.
    public let delivery: Delivery
    /// What broke.
    public let reason: Reason
    /// The cause in words, cleaned, for a note.
    public let detail: String

    /// Makes a failure.
    ///
    /// - Parameters:
    ///   - delivery: Whether the request can have reached the far side.
    ///   - reason: What broke.
    ///   - detail: The cause in words.
    public init(_ delivery: Delivery, _ reason: Reason, detail: String = "") {
        self.delivery = delivery
        self.reason = reason
        self.detail = detail
    }
}

/// Sends requests.
///
/// Every conformer: one call is at most one request on the wire; redirects are answers, never followed; nothing is
/// kept between calls that the far side could read back (no cookies); the answer is whole or there is none; its body
/// is within the conformer's cap; a lost or broken exchange is ``TransportFailure/Delivery/maybeSent`` unless it is
/// proved that no byte of the request left; what is not within the request's ``Reach`` fails as
/// ``TransportFailure/Reason/hostRefused``; with a pinned certificate no byte of the request leaves before the far side
/// has shown it.
public protocol HTTPTransport: Sendable {
    /// Sends a request and waits for the whole answer.
    ///
    /// - Parameters:
    ///   - request: What to send.
    ///   - timeout: How long the whole exchange may take.
    /// - Returns: The answer, whatever its status.
    /// - Throws: ``TransportFailure`` when there is no whole answer.
    func send(_ request: OutgoingRequest, timeout: Duration) async throws(TransportFailure) -> HTTPAnswer
}
