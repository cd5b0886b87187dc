import Ledgers
import Plans
import Testing

@Suite struct AttemptProjectionTests {
    /// What comes after the intent, and where it leads.
    struct Story: Sendable, CustomTestStringConvertible {
        let testDescription: String
        let events: [LedgerEvent]
        let state: JobState
        var reason: String?
        var remoteID: String?
        /// The event (from 1; 0 is the intent) that the state is of.
        let changedBy: Int
    }

    static let submitted = LedgerEvent.submitted(key: "k", remoteID: "j", link: nil, deployment: nil)
    static func observed(_ state: JobState) -> LedgerEvent { .observed(key: "k", state: state, word: "") }
    static func settled(_ state: JobState, _ reason: String? = nil) -> LedgerEvent {
        .settled(key: "k", state: state, reason: reason)
    }

    static let stories: [Story] = [
        Story(testDescription: "nothing", events: [], state: .intent, changedBy: 0),
        Story(testDescription: "an answer alone", events: [.samples[2]], state: .intent, changedBy: 0),
        Story(
            testDescription: "submitted",
            events: [submitted],
            state: .submitted,
            remoteID: "j",
            changedBy: 1
        ),
        Story(
            testDescription: "doubt, then found",
            events: [.unknown(key: "k", reason: "504"), submitted],
            state: .submitted,
            remoteID: "j",
            changedBy: 2
        ),
        Story(
            testDescription: "doubt again keeps its time",
            events: [.unknown(key: "k", reason: "504"), .unknown(key: "k", reason: "reset")],
            state: .unknown,
            reason: "reset",
            changedBy: 1
        ),
        Story(
            testDescription: "no doubt once it is created",
            events: [submitted, .unknown(key: "k", reason: "504")],
            state: .submitted,
            remoteID: "j",
            changedBy: 1
        ),
        Story(
            testDescription: "flapping",
            events: [submitted, observed(.running), observed(.queued), observed(.running)],
            state: .running,
            remoteID: "j",
            changedBy: 4
        ),
        Story(
            testDescription: "submitted twice does not go back",
            events: [submitted, observed(.running), submitted],
            state: .running,
            remoteID: "j",
            changedBy: 2
        ),
        Story(
            testDescription: "lost and found",
            events: [submitted, settled(.lost, "404"), observed(.running)],
            state: .running,
            remoteID: "j",
            changedBy: 3
        ),
        Story(
            testDescription: "back to intent never",
            events: [submitted, observed(.intent), settled(.intent)],
            state: .submitted,
            remoteID: "j",
            changedBy: 1
        ),
        Story(
            testDescription: "rejected",
            events: [settled(.rejected, "400")],
            state: .rejected,
            reason: "400",
            changedBy: 1
        ),
    ]

    @Test(arguments: stories) func tellsTheStory(_ story: Story) throws {
        let record = project(story.events)
        #expect(record.state == story.state)
        #expect(record.reason == story.reason)
        #expect(record.remoteID == story.remoteID)
        #expect(record.intendedAt == "0")
        #expect(record.changedAt == String(story.changedBy))
    }

    @Test(arguments: JobState.allCases.filter(\.isSettled), LedgerEvent.samples)
    func neverLeavesASettledState(_ state: JobState, _ late: LedgerEvent) {
        let before = project([Self.submitted, Self.settled(state, "why")])
        #expect(before.state == state)
        #expect(
            project([Self.submitted, Self.settled(state, "why"), late, Self.observed(.running)]) == before
        )
    }

    private func project(_ events: [LedgerEvent]) -> AttemptRecord {
        guard case .intent(let intent) = LedgerEvent.samples[1] else {
            preconditionFailure("the sample is an intent")
        }
        var projection = AttemptProjection(intent, at: "0")
        for (number, event) in events.enumerated() { projection.take(event, at: String(number + 1)) }
        return projection.record
    }
}
