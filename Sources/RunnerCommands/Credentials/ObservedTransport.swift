import Execution
import HTTPExchange
import HTTPTypes
import Host
import Synchronization

/// One request that was made, without anything secret of it.
struct ObservedCall: Hashable, Sendable {
    /// The method.
    let method: String
    /// The host, with its port when one was written.
    let host: String
    /// The path without its query.
    let path: String
    /// The status of the answer; `nil` when there was none.
    let status: Int?
    /// Why there was no answer, in words.
    let failure: String?
    /// How long it took.
    let took: Duration
    /// How far this machine's clock is ahead of the answer's `Date`; `nil` without one.
    let clockLead: Duration?
}

/// Keeps what was called.
final class CallRecord: Sendable {
    private let calls = Mutex<[ObservedCall]>([])

    /// What was called so far, in the order in which the calls ended.
    var all: [ObservedCall] { calls.withLock { $0 } }

    fileprivate func add(_ call: ObservedCall) {
        calls.withLock { calls in
            // A source gives up long before that.
            if calls.count < 200 { calls.append(call) }
        }
    }
}

/// Sends by another transport and keeps what was called.
struct ObservedTransport: HTTPTransport {
    let base: any HTTPTransport
    let time: any Timekeeper
    let record: CallRecord

    func send(_ request: OutgoingRequest, timeout: Duration) async throws(TransportFailure) -> HTTPAnswer {
        let began = time.monotonic
        do throws(TransportFailure) {
            let answer = try await base.send(request, timeout: timeout)
            record.add(call(request, answer: answer, failure: nil, began))
            return answer
        } catch {
            record.add(call(request, answer: nil, failure: error, began))
            throw error
        }
    }

    private func call(
        _ request: OutgoingRequest,
        answer: HTTPAnswer?,
        failure: TransportFailure?,
        _ began: Duration
    ) -> ObservedCall {
        let date = answer?.fields[.date].flatMap { WebDate($0) }
        return ObservedCall(
            method: request.method.rawValue,
            host: request.address.authority,
            path: request.address.path,
            status: answer?.status,
            failure: failure?.words,
            took: time.monotonic - began,
            clockLead: date.map { .milliseconds(time.now.milliseconds) - .seconds($0.secondsSince1970) }
        )
    }
}
