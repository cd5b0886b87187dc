import Execution
import Host
import Plans

/// How a run goes: every job, with what this run did for it and when, as events tell it.
///
/// Pure: events in, a value out. What is shown while a run goes on and what is reported at its end are made of it.
struct RunChronicle: Sendable {
    /// The jobs, in the plans' order.
    private(set) var jobs: [Job] = []
    /// When the run began.
    let began: Timestamp
    private var places: [JobAddress: Int] = [:]

    /// One job.
    struct Job: Sendable {
        /// What people type for it.
        let name: String
        /// The manifest's name.
        let manifest: String
        /// The endpoint's name in the manifest; empty when it is not known.
        let endpoint: String
        /// How far it is.
        var phase = Phase.waiting
        /// Since when it has been so far.
        var since: Timestamp
        /// What this run sent or waited for, in order.
        var attempts: [Attempt] = []
        /// What was said last about it, such as why it waits.
        var note = ""
        /// When the engine is asked about it next.
        var nextQuestion: Timestamp?
        /// How it ended for this run.
        var outcome: JobOutcome?
    }

    /// How far a job is.
    enum Phase: String, CaseIterable, Sendable {
        case waiting
        case sending
        case retrying
        case submitted
        case queued
        case running
        case over
    }

    /// One attempt, as far as this run saw it.
    struct Attempt: Hashable, Sendable {
        /// Its number; `nil` for one of an earlier run until it is over.
        var number: Int?
        /// When this run began it or took it up.
        var began: Timestamp
        /// How often it was sent by this run; 0 for one that was taken up.
        var sends: Int
        /// When the engine had it.
        var submitted: Timestamp?
        /// When it was first seen running.
        var running: Timestamp?
        /// When it was seen to be over, or was no longer waited for.
        var ended: Timestamp?
        /// The engine's id for it.
        var remoteID: String?
        /// The page where people look at it.
        var link: String?
    }

    /// Begins.
    ///
    /// - Parameter began: When the run began.
    init(began: Timestamp) { self.began = began }

    /// Takes in which jobs there are.
    ///
    /// - Parameter plans: The plans of the run.
    mutating func expect(_ plans: [Plan]) {
        for job in plans.lazy.flatMap(\.jobs) {
            expect(
                job.submission.address,
                name: job.submission.displayAddress,
                endpoint: job.submission.endpoint
            )
        }
    }

    /// Takes in that there is a job.
    ///
    /// - Parameters:
    ///   - address: Which.
    ///   - name: What people type for it.
    ///   - endpoint: The endpoint's name in the manifest.
    mutating func expect(_ address: JobAddress, name: String, endpoint: String) {
        guard places[address] == nil else { return }
        places[address] = jobs.count
        jobs.append(Job(name: name, manifest: address.manifest, endpoint: endpoint, since: began))
    }

    /// A job.
    ///
    /// - Parameter address: Which.
    /// - Returns: The job; `nil` when nothing is known of it.
    func job(at address: JobAddress) -> Job? { places[address].map { jobs[$0] } }

    /// Takes an event in.
    ///
    /// - Parameter event: What happened.
    mutating func received(_ event: RunEvent) {
        expect(event.address, name: event.address.description, endpoint: "")
        guard let place = places[event.address] else { return }
        jobs[place].received(event.change, at: event.time)
    }
}

extension RunChronicle.Job {
    /// The latest attempt.
    var latest: RunChronicle.Attempt? { attempts.last }

    fileprivate mutating func received(_ change: RunEvent.Change, at time: Timestamp) {
        if case .waiting(let duration) = change {
            nextQuestion = time.advanced(by: duration)
            return
        }
        nextQuestion = nil
        switch change {
        case .intended(let number):
            end(at: time)
            attempts.append(RunChronicle.Attempt(number: number, began: time, sends: 1))
            enter(.sending, at: time)
        case .retrying(_, let why):
            amend { $0.sends += 1 }
            enter(.retrying, at: time, note: why)
        case .submitted(let remoteID, let link):
            amend {
                $0.submitted = time
                $0.remoteID = remoteID
                $0.link = link
            }
            enter(.submitted, at: time)
        case .takenUp(let remoteID):
            attempts.append(RunChronicle.Attempt(began: time, sends: 0, submitted: time, remoteID: remoteID))
            enter(.submitted, at: time)
        case .reconciling(let number):
            if latest == nil { attempts.append(RunChronicle.Attempt(number: number, began: time, sends: 0)) }
            enter(.sending, at: time, note: "looking whether the endpoint has it")
        case .adopted(let remoteID):
            if latest == nil { attempts.append(RunChronicle.Attempt(began: time, sends: 0)) }
            amend {
                $0.submitted = time
                $0.remoteID = remoteID
            }
            enter(.submitted, at: time)
        case .resending:
            amend { $0.sends += 1 }
            enter(.sending, at: time, note: "once more")
        case .changed(let state, let word):
            if state == .running { amend { $0.running = $0.running ?? time } }
            let isPlain = word.isEmpty || word.lowercased() == state.rawValue
            enter(state == .running ? .running : .queued, at: time, note: isPlain ? "" : word)
        case .trouble(let why):
            note = why
        case .waiting:
            break
        case .cancelling:
            note = "asked to cancel"
        case .notCancelled(let why):
            note = "not cancelled: " + why
        case .finished(let outcome):
            self.outcome = outcome
            amend {
                $0.number = $0.number ?? outcome.number
                $0.link = outcome.link ?? $0.link
            }
            end(at: time)
            enter(.over, at: time, note: outcome.reason ?? "")
        }
    }

    private mutating func enter(_ phase: RunChronicle.Phase, at time: Timestamp, note: String = "") {
        if self.phase != phase { since = time }
        self.phase = phase
        self.note = note
    }

    private mutating func amend(_ change: (inout RunChronicle.Attempt) -> Void) {
        guard !attempts.isEmpty else { return }
        change(&attempts[attempts.count - 1])
    }

    private mutating func end(at time: Timestamp) { amend { $0.ended = $0.ended ?? time } }
}

extension Timestamp {
    /// The moment after some time.
    ///
    /// - Parameter duration: How much later; fractions of a millisecond are left out.
    /// - Returns: The moment.
    func advanced(by duration: Duration) -> Timestamp {
        let (seconds, attoseconds) = duration.components
        let (whole, isTooLarge) = seconds.multipliedReportingOverflow(by: 1000)
        guard !isTooLarge else { return Timestamp(milliseconds: duration < .zero ? .min : .max) }
        let (sum, overflows) = milliseconds.addingReportingOverflow(
            whole + attoseconds / 1_000_000_000_000_000
        )
        return overflows
            ? Timestamp(milliseconds: duration < .zero ? .min : .max) : Timestamp(milliseconds: sum)
    }
}
