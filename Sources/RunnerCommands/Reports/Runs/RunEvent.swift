import Execution
import Host
import Plans

/// What happened to a job and when, without secrets: what every view, event stream and report of a run is made of.
struct RunEvent: Sendable {
    /// When it was seen.
    let time: Timestamp
    /// Which job.
    let address: JobAddress
    /// What happened.
    let change: Change

    /// What can happen to a job.
    enum Change: Hashable, Sendable {
        /// An attempt is written down and about to be sent.
        case intended(number: Int)
        /// The submission is tried again after a wait.
        case retrying(after: Duration, why: String)
        /// The engine has the job.
        case submitted(remoteID: String, link: String?)
        /// A job of an earlier run is waited for again.
        case takenUp(remoteID: String)
        /// It is not known whether the attempt was taken; the endpoint's list is looked at.
        case reconciling(number: Int)
        /// A job of the endpoint's list was found to be the attempt's.
        case adopted(remoteID: String)
        /// The list does not show the attempt; the same bytes go out once more.
        case resending(number: Int)
        /// The job's state; the engine's own word beside it.
        case changed(JobState, word: String)
        /// An answer could not be got.
        case trouble(why: String)
        /// Nothing happened; the engine is asked about the job after a wait.
        case waiting(Duration)
        /// The run was interrupted, and the job is asked to cancel.
        case cancelling(remoteID: String)
        /// The run was interrupted, and the job goes on although it was to be cancelled.
        case notCancelled(why: String)
        /// The job is over for this run.
        case finished(JobOutcome)
    }

    /// Makes an event.
    ///
    /// - Parameters:
    ///   - time: When it was seen.
    ///   - address: Which job.
    ///   - change: What happened, without secrets.
    init(time: Timestamp, address: JobAddress, change: Change) {
        self.time = time
        self.address = address
        self.change = change
    }

    /// Takes over what the executor tells.
    ///
    /// - Parameters:
    ///   - event: What it tells.
    ///   - time: When it was told.
    ///   - redact: Takes secrets out of text.
    init(_ event: ExecutionEvent, at time: Timestamp, redact: (String) -> String) {
        self.time = time
        switch event {
        case .intended(let address, let number):
            self.address = address
            change = .intended(number: number)
        case .retrying(let address, let delay, let why):
            self.address = address
            change = .retrying(after: delay, why: redact(why))
        case .submitted(let address, let remoteID, let link):
            self.address = address
            change = .submitted(remoteID: redact(remoteID), link: link.map(redact))
        case .takenUp(let address, let remoteID):
            self.address = address
            change = .takenUp(remoteID: redact(remoteID))
        case .reconciling(let address, let number):
            self.address = address
            change = .reconciling(number: number)
        case .adopted(let address, let remoteID):
            self.address = address
            change = .adopted(remoteID: redact(remoteID))
        case .resending(let address, let number):
            self.address = address
            change = .resending(number: number)
        case .changed(let address, let state, let word):
            self.address = address
            change = .changed(state, word: redact(word))
        case .trouble(let address, let why):
            self.address = address
            change = .trouble(why: redact(why))
        case .waiting(let address, let duration):
            self.address = address
            change = .waiting(duration)
        case .cancelling(let address, let remoteID):
            self.address = address
            change = .cancelling(remoteID: redact(remoteID))
        case .notCancelled(let address, let why):
            self.address = address
            change = .notCancelled(why: redact(why))
        case .finished(let result):
            address = result.address
            change = .finished(JobOutcome(result, redact: redact))
        }
    }

    /// The event in a few words for people; `nil` for what is no change, or what the summary says.
    var words: String? {
        switch change {
        case .intended(let number): "attempt \(number): sending"
        case .retrying(let delay, let why):
            "sending again in \(max(1, delay.components.seconds)) s: \(why)"
        case .submitted(let remoteID, _): "submitted as \(remoteID)"
        case .takenUp(let remoteID): "taken up: \(remoteID)"
        case .reconciling(let number): "attempt \(number): looking whether the endpoint has it"
        case .adopted(let remoteID): "found in the endpoint's list: \(remoteID)"
        case .resending(let number):
            "attempt \(number): not in the endpoint's list, sending the same once more"
        case .changed(let state, let word):
            state.rawValue == word.lowercased() ? state.rawValue : "\(state.rawValue) (\(word))"
        case .trouble(let why): "asking again later: \(why)"
        case .waiting: nil
        case .cancelling(let remoteID): "asking to cancel \(remoteID)"
        case .notCancelled(let why): "not cancelled: \(why)"
        case .finished(let outcome): outcome.ending == .upToDate ? nil : outcome.headline
        }
    }
}
