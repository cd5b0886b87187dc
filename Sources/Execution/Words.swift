public import HTTPExchange
import Plans

extension TransportFailure {
    /// What broke, in a few words for people.
    public var words: String {
        let what =
            switch reason {
            case .nameNotFound: "the host's name is not known"
            case .connectionRefused: "the connection was refused"
            case .connectTimeout: "no connection within the time for it"
            case .tlsFailure: "TLS did not come about"
            case .certificateRefused: "the certificate is not believed"
            case .deadlineExceeded: "no whole answer within the time for it"
            case .connectionLost: "the connection was lost"
            case .bodyTooLarge: "the answer is too large"
            case .protocolError: "the answer is not proper HTTP"
            case .hostRefused: "this run may not reach that host"
            case .addressRefused: "the host's address must not be called"
            case .proxyRefused: "the proxy did not let it through"
            case .proxyUnauthorized: "the proxy wants a user and a password, or others"
            case .cancelled: "it was cancelled"
            }
        return detail.isEmpty ? what : what + " (" + detail + ")"
    }
}

extension Duration {
    /// The length in the largest whole unit, such as `90 s` or `2 h`.
    var words: String {
        let seconds = components.seconds
        if seconds > 0, seconds % 3600 == 0 { return "\(seconds / 3600) h" }
        if seconds > 0, seconds % 60 == 0 { return "\(seconds / 60) min" }
        return "\(seconds) s"
    }
}
