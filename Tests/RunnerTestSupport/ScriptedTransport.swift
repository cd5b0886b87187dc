public import HTTPExchange
import HTTPTypes
public import JSONValues
import Synchronization

/// A transport that answers from a script and keeps every request.
///
/// A rule that matches comes first, the earliest first; then the next in line. When neither is left, the connection
/// is refused with a detail that says so, and the request is kept all the same.
public final class ScriptedTransport: HTTPTransport {
    /// What happens to a request.
    public enum Reply: Hashable, Sendable {
        /// It is answered.
        case answer(HTTPAnswer)
        /// There is no answer.
        case failure(TransportFailure)
    }

    private struct Rule {
        let matches: @Sendable (OutgoingRequest) -> Bool
        let reply: @Sendable (OutgoingRequest) -> Reply
        var timesLeft: Int
    }

    private struct State {
        var rules: [Rule] = []
        var line: [Reply] = []
        var requests: [OutgoingRequest] = []
        var timeouts: [Duration] = []
    }

    private let state: Mutex<State>

    /// Makes a transport.
    ///
    /// - Parameter line: What happens to the requests that no rule matches, in order.
    public init(_ line: [Reply] = []) { self.state = Mutex(State(line: line)) }

    /// Adds to the line.
    ///
    /// - Parameter reply: What happens to the next request that no rule matches.
    public func next(_ reply: Reply) { state.withLock { $0.line.append(reply) } }

    /// Adds a rule with a fixed reply.
    ///
    /// - Parameters:
    ///   - reply: What happens.
    ///   - times: To how many requests.
    ///   - matches: Which requests it is for.
    public func reply(
        _ reply: Reply,
        times: Int = .max,
        when matches: @escaping @Sendable (OutgoingRequest) -> Bool
    ) {
        respond(times: times, when: matches) { _ in reply }
    }

    /// Adds a rule that looks at the request.
    ///
    /// - Parameters:
    ///   - times: To how many requests.
    ///   - matches: Which requests it is for.
    ///   - reply: What happens.
    public func respond(
        times: Int = .max,
        when matches: @escaping @Sendable (OutgoingRequest) -> Bool = { _ in true },
        _ reply: @escaping @Sendable (OutgoingRequest) -> Reply
    ) {
        state.withLock { $0.rules.append(Rule(matches: matches, reply: reply, timesLeft: times)) }
    }

    /// Every request, in the order they came.
    public var requests: [OutgoingRequest] { state.withLock { $0.requests } }

    /// How long each request might have taken.
    public var timeouts: [Duration] { state.withLock { $0.timeouts } }

    /// How many replies are left in line.
    public var leftInLine: Int { state.withLock { $0.line.count } }

    /// Replies as the script says, after it has kept the request; what is not within the request's reach is refused,
    /// and not kept.
    public func send(_ request: OutgoingRequest, timeout: Duration) async throws(TransportFailure)
        -> HTTPAnswer
    {
        if Task.isCancelled { throw TransportFailure(.notSent, .cancelled) }
        guard request.isWithinReach else {
            throw TransportFailure(.notSent, .hostRefused, detail: request.address.authority)
        }
        let chosen = state.withLock { state -> (@Sendable (OutgoingRequest) -> Reply)? in
            state.requests.append(request)
            state.timeouts.append(timeout)
            if let index = state.rules.firstIndex(where: { $0.timesLeft > 0 && $0.matches(request) }) {
                state.rules[index].timesLeft -= 1
                return state.rules[index].reply
            }
            guard !state.line.isEmpty else { return nil }
            let reply = state.line.removeFirst()
            return { _ in reply }
        }
        switch chosen?(request) {
        case .answer(let answer): return answer
        case .failure(let failure): throw failure
        case nil: throw TransportFailure(.notSent, .connectionRefused, detail: "the script has no reply left")
        }
    }
}

extension ScriptedTransport.Reply {
    /// An answer with a JSON body.
    ///
    /// - Parameters:
    ///   - body: The body.
    ///   - status: The status.
    /// - Returns: The reply.
    public static func json(_ body: JSONValue, status: Int = 200) -> ScriptedTransport.Reply {
        .answer(
            HTTPAnswer(
                status: status,
                fields: [.contentType: "application/json; charset=utf-8"],
                body: Array(JSONWriter.text(body).utf8)
            )
        )
    }
}
