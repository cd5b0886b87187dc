import Diagnostics
import Execution
import Host
import JSONValues
import Plans
import RunnerTestSupport
import Synchronization
import Testing

@testable import RunnerCommands

/// What is told while a run goes on.
@Suite struct RunMonitorTests {
    /// A stream that keeps its lines.
    private final class Lines: EventStream {
        private let kept = Mutex<[String]>([])
        var lines: [String] { kept.withLock { $0 } }
        func write(_ line: String) { kept.withLock { $0.append(line) } }
        func close() {}
    }

    private let console: RecordingConsole
    private let time = ManualTimekeeper()
    private let address = JobAddress(manifest: "nightly", job: "score")

    init() { console = RecordingConsole(errorTerminalSize: (80, 24)) }

    private func monitor(
        _ display: RunMonitor.Display,
        _ streams: [any EventStream] = [],
        redact: @escaping @Sendable (String) -> String = { $0 }
    ) -> RunMonitor {
        let host = Host.inMemory(console: console, time: time)
        return RunMonitor(
            RunJournal("apply", in: CommandContext(host: host)),
            on: host,
            display: display,
            streams: streams,
            redact: redact
        )
    }

    @Test func aTableIsDrawnSomeTimesASecondAtMost() {
        let monitor = monitor(.table(useColor: false))
        for _ in 0..<1000 {
            monitor.show(.waiting(address, .seconds(1)))
            time.advance(by: .milliseconds(1))
        }
        let draws = console.error.split(separator: "next question").count - 1
        #expect((4...6).contains(draws))
    }

    @Test func whatIsSaidStandsAboveTheTable() {
        let monitor = monitor(.table(useColor: false))
        monitor.show(.intended(address, number: 1))
        monitor.console.writeError("stopping\n")
        monitor.endDisplay()
        monitor.show(.submitted(address, remoteID: "a", link: nil))
        let table =
            "0 of 1 done  [>                          ]  0:00\u{1B}[K\nnightly/score  sending      0:00\u{1B}[K\n\u{1B}[J"
        let away = "\r\u{1B}[2A\u{1B}[J"
        #expect(console.error == table + away + "stopping\n" + table + away)
    }

    @Test func withoutATableEachChangeIsALine() {
        let monitor = monitor(.lines)
        monitor.show(.intended(address, number: 2))
        monitor.show(.waiting(address, .seconds(1)))
        monitor.show(.changed(address, .running, word: "Running"))
        monitor.show(.trouble(address, why: "a\u{1B}[31m\nb"))
        #expect(
            console.error == """
                nightly/score  attempt 2: sending
                nightly/score  running
                nightly/score  asking again later: a\\u{1B}[31m b

                """
        )
    }

    @Test func theTableKeepsTheTimeWhileNothingHappens() async throws {
        let monitor = monitor(.table(useColor: false))
        monitor.show(.intended(address, number: 1))
        try await monitor.keepingTime {
            while self.time.monotonic < .seconds(10) { await Task.yield() }
        }
        #expect(console.error.contains("  0:09\u{1B}[K\n"))
    }

    @Test(.enabled(if: ReportConsumer.arePresent, ReportConsumer.absence))
    func everyEventIsDescribedByTheSchema() async throws {
        let lines = Lines()
        let secret = "marked~secret"
        let monitor = monitor(.nothing, [lines]) { $0 == secret ? "***" : $0 }
        monitor.begin([])
        let events: [ExecutionEvent] = [
            .intended(address, number: 1), .retrying(address, after: .seconds(3), why: secret),
            .submitted(address, remoteID: secret, link: secret), .takenUp(address, remoteID: "b"),
            .changed(address, .running, word: secret), .trouble(address, why: "x\u{85}\n\u{202E}"),
            .waiting(address, .seconds(1)),
        ]
        for event in events { monitor.show(event) }
        let problem = RunProblem(Diagnostic(.fileNotFound, "x"), sources: []) { $0 }
        monitor.end(monitor.report(status: .unfinished, further: [problem]))
        let text = lines.lines.joined()
        #expect(lines.lines.allSatisfy { $0.split(separator: "\n").count == 1 && $0.hasSuffix("\n") })
        #expect(!text.contains(secret))
        let seen = try await ReportConsumer.read(text, as: "run_events")
        #expect(seen["problems"] == [])
        #expect(
            seen["types"] == [
                "version", "job.intent", "job.retrying", "job.submitted", "job.takenUp", "job.state",
                "job.trouble", "diagnostic", "run.summary",
            ]
        )
    }
}
