public import HTTPExchange

/// A conversation that finds something out, or asks for something that may be asked for twice.
///
/// Sans-I/O, as ``EngineConversation``: every request may be sent again when its answer is lost. What stands behind a
/// `Retry-After`, a 429 or a 5xx is the caller's to wait for; the conversation gets the answer that is left.
public protocol EngineInquiry<Value>: Sendable {
    /// What is found out.
    associatedtype Value: Sendable

    /// Takes the answer to the last request and says what is next.
    ///
    /// - Parameter answer: The answer; `nil` at the beginning.
    /// - Returns: What to do now.
    mutating func next(_ answer: HTTPAnswer?) -> InquiryStep<Value>
}

/// What an inquiry wants.
public enum InquiryStep<Value: Sendable>: Sendable {
    /// Send this, with a token for that audience or with none.
    case send(OutgoingRequest, audience: Audience?)
    /// Wait, as long as the far side says, then send this.
    case wait(retryAfter: String?, OutgoingRequest, audience: Audience?)
    /// It is found out.
    case done(Value)
    /// It cannot be found out.
    case failed(InquiryFailure)
}

/// Why an inquiry came to nothing.
public enum InquiryFailure: Error, Hashable, Sendable {
    /// The far side refuses this identity.
    case denied(Refusal)
    /// The far side does not know what was asked for.
    case notFound(Refusal)
    /// The far side answered something else.
    case refused(Refusal)
    /// An answer names a host that must not see a token.
    case hostNotAllowed(String)
    /// The operator's policy lets no token for that audience be asked for.
    case audienceNotAllowed(String)
    /// Nobody could be reached, or no token could be got.
    case unreachable(String)

    /// Why, in words.
    public var words: String {
        switch self {
        case .denied(let refusal), .notFound(let refusal), .refused(let refusal): refusal.words
        case .hostNotAllowed(let host):
            "an answer names `\(host)`, which must not see a token; `--allow-host`, or the policy, would allow it"
        case .audienceNotAllowed(let audience): "the policy lets no token for `\(audience)` be asked for"
        case .unreachable(let words): words
        }
    }
}

extension Refusal {
    /// What the far side said, in one line for people.
    public var words: String {
        guard httpStatus > 0 else { return message }
        var text = "HTTP \(httpStatus)"
        if let code { text += " " + code }
        if !message.isEmpty { text += ": " + message }
        return text
    }
}

/// How far a request to cancel got.
public enum Cancellation: Hashable, Sendable {
    /// The service carried it out or took it.
    case accepted
    /// The service says that there is nothing left to cancel.
    case tooLate(Refusal)
}
