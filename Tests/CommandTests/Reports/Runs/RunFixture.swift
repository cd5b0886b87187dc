import Diagnostics
import Execution
import Host
import Manifests
import Plans

@testable import RunnerCommands

/// Runs to show and to report: as jobs of a batch endpoint go, made of events, the same each time.
enum RunFixture {
    /// 2026-11-20T22:00:00Z.
    static let start = Timestamp(milliseconds: 1_795_212_000_000)

    static func time(_ seconds: Double) -> Timestamp {
        Timestamp(milliseconds: start.milliseconds + Int64(seconds * 1000))
    }

    static func address(_ number: Int, of count: Int) -> JobAddress {
        let digits = String(number)
        let width = String(count).utf8.count
        let padded = String(repeating: "0", count: width - digits.utf8.count) + digits
        return JobAddress(manifest: "nightly", job: "score-eu-\(padded)")
    }

    static func id(_ number: Int) -> String {
        let digits = String(number * 2_654_435_761 % 0xFFFF_FFFF, radix: 16)
        return "batchjob-" + String(repeating: "0", count: 8 - digits.utf8.count) + digits
            + "-4f57-94a3-5248-e5ef75ba0000"
    }

    static func link(_ id: String) -> String {
        "https://ml.azure.com/runs/\(id)?wsid=/subscriptions/33333333-3333-4333-8333-333333333333/resourceGroups/"
            + "ml-production/providers/Microsoft.MachineLearningServices/workspaces/cardiology"
    }

    /// How far a run of some jobs is after some seconds, four of which are sent each second.
    ///
    /// Every 13th fails, every 17th is refused, every 29th was up to date, every 31st is sent twice.
    static func chronicle(of count: Int, after seconds: Double) -> RunChronicle {
        var chronicle = RunChronicle(began: start)
        var events: [(Double, JobAddress, RunEvent.Change)] = []
        for number in 1...max(1, count) {
            let address = address(number, of: count)
            chronicle.expect(address, name: address.description, endpoint: "heart")
            var at = Double(number) / 4
            if number.isMultiple(of: 29) {
                events.append((0.1, address, .finished(outcome(.upToDate, number))))
                continue
            }
            events.append((at, address, .intended(number: 1)))
            if number.isMultiple(of: 31) {
                events.append(
                    (at + 1, address, .retrying(after: .seconds(3), why: "HTTP 429 TooManyRequests"))
                )
                at += 4
            }
            if number.isMultiple(of: 17) {
                var refused = outcome(.rejected, number)
                refused.remoteID = nil
                refused.link = nil
                refused.reason = "HTTP 400 UserError: the output path already exists"
                refused.findings = [
                    .init(path: "outputs.predictions.uri", message: "there is a file already")
                ]
                events.append((at + 0.8, address, .finished(refused)))
                continue
            }
            events.append((at + 0.8, address, .submitted(remoteID: id(number), link: link(id(number)))))
            events.append((at + 3, address, .changed(.queued, word: "Preparing")))
            events.append((at + 3, address, .waiting(.seconds(6))))
            let ran = at + 8 + Double(number % 7) * 3
            events.append((ran, address, .changed(.running, word: "Running")))
            events.append((ran, address, .waiting(.seconds(12))))
            let isFailed = number.isMultiple(of: 13)
            var ended = outcome(isFailed ? .failed : .succeeded, number)
            if isFailed {
                ended.reason = "the scoring script ended with 1: ValueError: column `age` is missing"
            }
            events.append((ran + 20 + Double(number % 11) * 4, address, .finished(ended)))
        }
        for (at, address, change) in events.sorted(by: { $0.0 < $1.0 }) where at <= seconds {
            chronicle.received(RunEvent(time: time(at), address: address, change: change))
        }
        return chronicle
    }

    private static func outcome(_ ending: JobResult.Ending, _ number: Int) -> JobOutcome {
        var outcome = JobOutcome(ending)
        outcome.number = 1
        outcome.remoteID = id(number)
        outcome.link = link(id(number))
        outcome.outputs = [
            .init(
                name: "predictions",
                uri: "azureml://datastores/store/paths/heart/\(number)/predictions.csv"
            )
        ]
        return outcome
    }

    /// A run that is over.
    static func report(of count: Int) -> RunReport {
        let seconds = Double(count) / 4 + 95
        let hasFailures = count >= 13
        return report(
            chronicle(of: count, after: seconds),
            ended: time(seconds),
            hasFailures ? .negative : .success
        )
    }

    static func report(
        _ chronicle: RunChronicle,
        ended: Timestamp,
        _ status: Diagnostics.ExitStatus,
        problems: [RunProblem] = []
    ) -> RunReport {
        RunReport(
            runID: "01a1fd7f-ca1e-71ba-bbde-a16301227477",
            command: "apply",
            toolVersion: "0.1.0",
            began: start,
            ended: ended,
            manifests: [
                .init(
                    name: "nightly",
                    file: "manifests/nightly.yaml",
                    planDigest: "p1:" + String(repeating: "ab", count: 32)
                )
            ],
            rehearsal: nil,
            ledger: .init(
                file: ".runner/ledger.sqlite",
                head: "21:" + String(repeating: "41b9aaf4", count: 8)
            ),
            jobs: RunReport.jobs(of: chronicle),
            problems: problems,
            status: status
        )
    }

    /// Texts that try to be markup, commands or addresses of scripts.
    static let hostileTexts = [
        "</td></table><script>alert(1)</script>", "\"><img src=x onerror=alert(1)>",
        "' onmouseover='alert(1)",
        "]]>&lt;&#x41;<!-- -->", "`code` | cell \\| **bold** [a](http://b) @octocat #1 www.example.com",
        "```\n# big\n```",
        "\u{1B}[31mred\u{1B}[0m\r\u{202E}gnp.exe\u{0}\u{7F}\u{85}", "::error::x ##vso[task] ##[add-mask]y",
        "javascript:alert(1)", "漢字 \u{1F600} e\u{301} \u{FFFE}\u{FFFF} \u{FEFF}",
        String(repeating: "<&\"'", count: 3000),
    ]

    /// A run in which every text is hostile, and every ending happens.
    static let hostile: RunReport = {
        let endings: [JobResult.Ending] = [
            .upToDate, .succeeded, .failed, .cancelled, .rejected, .denied, .notSent, .notBegun, .unfinished,
            .unknown, .lost,
        ]
        var jobs: [RunReport.Job] = []
        for (number, text) in hostileTexts.enumerated() {
            var outcome = JobOutcome(endings[number % endings.count])
            outcome.number = number
            outcome.remoteID = text
            outcome.link = number.isMultiple(of: 2) ? text : "https://x/" + text
            outcome.reason = text
            outcome.findings = [.init(path: text, message: text)]
            outcome.outputs = [.init(name: text, uri: text)]
            var attempt = RunChronicle.Attempt(number: number + 1, began: time(-5), sends: 1)
            attempt.submitted = number.isMultiple(of: 3) ? nil : time(1e9)
            attempt.ended = number.isMultiple(of: 2) ? time(-1e9) : nil
            attempt.remoteID = text
            attempt.link = text
            outcome.number = number + 1
            jobs.append(
                RunReport.Job(
                    name: text,
                    manifest: number < 5 ? "nightly" : text,
                    endpoint: text,
                    attempts: [attempt],
                    outcome: outcome
                )
            )
        }
        var report = RunFixture.report(RunChronicle(began: start), ended: time(10), .unfinished)
        report.jobs = jobs
        report.rehearsal = hostileTexts[0]
        report.manifests = hostileTexts.map { .init(name: $0, file: $0, planDigest: nil) }
        report.ledger = .init(file: hostileTexts[0], head: hostileTexts[1])
        report.problems = hostileTexts.map { text in
            let source = SourceText(name: text, text: text)
            return RunProblem(
                Diagnostic(
                    .unknownKey,
                    text,
                    at: .init(SourceSpan(file: text, start: 0, end: 1), text),
                    notes: [text],
                    help: text
                ),
                sources: [source]
            ) { $0 }
        }
        return report
    }()
}
