import Execution
import Host

/// A run as a table that fits a terminal: pure, drawn anew from what is known.
///
/// The first line says how far the run is, the second counts jobs by state. Below them stand the jobs, all of them
/// where there is room; otherwise those that need a look or are at work, and a last line counts the others.
struct LiveTable {
    /// How a terminal is.
    struct Size: Hashable, Sendable {
        /// Cells in a line.
        var columns: Int
        /// Lines.
        var rows: Int
    }

    /// One line.
    struct Line: Hashable, Sendable {
        /// What is written, with SGR sequences where there is colour.
        let text: String
        /// How many cells it takes.
        let cells: Int
    }

    private let chronicle: RunChronicle
    private let now: Timestamp
    private let columns: Int
    private let rows: Int
    private let useColor: Bool

    /// Makes a table.
    ///
    /// - Parameters:
    ///   - chronicle: What is known of the run.
    ///   - now: The time.
    ///   - size: The terminal's size; the last column and the last line stay free, so that nothing wraps or scrolls.
    ///   - useColor: Whether states have colours.
    init(_ chronicle: RunChronicle, now: Timestamp, size: Size, useColor: Bool) {
        self.chronicle = chronicle
        self.now = now
        self.columns = max(1, size.columns - 1)
        self.rows = max(1, size.rows - 1)
        self.useColor = useColor
    }

    /// The lines.
    var lines: [Line] {
        let jobs = chronicle.jobs
        var lines = [line([(head, nil)])]
        if jobs.count > 1, rows > 2 { lines.append(line(Self.counted(jobs))) }
        let room = rows - lines.count
        guard room > 0 else { return lines }
        let nameWidth = min(max(columns * 2 / 5, 12), max(8, jobs.map { $0.name.utf8.count }.max() ?? 0))
        guard jobs.count > room else { return lines + jobs.map { row($0, nameWidth) } }
        let shown = chosen(room - 1)
        lines += shown.map { row(jobs[$0], nameWidth) }
        let isShown = Set(shown)
        let others = jobs.indices.filter { !isShown.contains($0) }.map { jobs[$0] }
        return lines + [line([("… \(others.count) more: ", nil)] + Self.counted(others))]
    }

    /// Which jobs are shown where not all are.
    ///
    /// Of those that need a look the latest, in half of the lines; then those at work, by how far they are; then others.
    /// What is over stands above what is not.
    private func chosen(_ room: Int) -> [Int] {
        let jobs = chronicle.jobs
        let urgent = jobs.indices.sorted { left, right in
            let order = (Self.urgency(jobs[left]), Self.urgency(jobs[right]))
            return order.0 == order.1 ? left < right : order.0 < order.1
        }
        let bad = urgent.prefix { Self.needsLook(jobs[$0]) }
        let latest = bad.sorted { (jobs[$0].since, $0) > (jobs[$1].since, $1) }
        let others = urgent.dropFirst(bad.count)
        let first = latest.prefix(max(room / 2, room - others.count))
        return (first + others.prefix(room - first.count)).sorted { left, right in
            let isOver = (jobs[left].phase == .over, jobs[right].phase == .over)
            return isOver.0 == isOver.1 ? left < right : isOver.0
        }
    }

    // MARK: Lines

    /// How far the run is: `12 of 40 done  [====>     ]  0:42  next question in 3 s`.
    private var head: String {
        let jobs = chronicle.jobs
        let done = jobs.count { $0.phase == .over }
        var parts = ["\(done) of \(jobs.count) done"]
        let barWidth = min(30, columns - 50)
        if barWidth >= 8, !jobs.isEmpty {
            let filled = done * (barWidth - 2) / jobs.count
            let tip = filled < barWidth - 2 ? ">" : ""
            let bar = String(repeating: "=", count: filled) + tip
            parts.append(
                "[" + bar + String(repeating: " ", count: barWidth - 2 - filled - tip.utf8.count) + "]"
            )
        }
        parts.append(SpanText.clock(now.milliseconds - chronicle.began.milliseconds))
        if let next = jobs.lazy.filter({ $0.phase != .over }).compactMap(\.nextQuestion).min() {
            let seconds = max(0, next.milliseconds - now.milliseconds + 999) / 1000
            parts.append(seconds == 0 ? "asking" : "next question in \(seconds) s")
        }
        return parts.joined(separator: "  ")
    }

    private func row(_ job: RunChronicle.Job, _ nameWidth: Int) -> Line {
        var time = ""
        if let attempt = job.latest {
            time = SpanText.clock((attempt.ended ?? now).milliseconds - attempt.began.milliseconds)
        }
        let state = Self.state(of: job)
        var parts: [(String, Color?)] = [
            (TerminalText.fitted(job.name, to: nameWidth) + "  ", nil),
            (TerminalText.fitted(state.words, to: 10), state.color),
            (
                TerminalText.fitted(String(repeating: " ", count: max(0, 7 - time.utf8.count)) + time, to: 7),
                nil
            ),
        ]
        let note = job.note.isEmpty ? (job.latest?.remoteID ?? "") : job.note
        if !note.isEmpty { parts.append(("  " + note, nil)) }
        return line(parts)
    }

    /// Puts parts beside each other, as far as there is room.
    private func line(_ parts: [(text: String, color: Color?)]) -> Line {
        var text = ""
        var left = columns
        for part in parts where left > 0 {
            let shown = TerminalText.cut(part.text, to: left)
            left -= TerminalText.cells(shown)
            text += part.color.map { useColor ? $0.rawValue + shown + "\u{1B}[0m" : shown } ?? shown
        }
        return Line(text: text, cells: columns - left)
    }

    // MARK: States

    /// The colours, as SGR sequences.
    private enum Color: String {
        case red = "\u{1B}[31m"
        case green = "\u{1B}[32m"
        case yellow = "\u{1B}[33m"
        case blue = "\u{1B}[36m"
    }

    private static func state(of job: RunChronicle.Job) -> (words: String, color: Color?) {
        if let outcome = job.outcome {
            let words = JobOutcome.words(outcome.ending.rawValue)
            switch outcome.standing {
            case .failed: return (words, .red)
            case .open: return (words, .yellow)
            case .unsent: return (words, nil)
            case .succeeded: return (words, .green)
            }
        }
        switch job.phase {
        case .retrying: return ("again", .yellow)
        case .running: return ("running", .blue)
        default: return (job.phase.rawValue, nil)
        }
    }

    private static func needsLook(_ job: RunChronicle.Job) -> Bool { urgency(job) <= 2 }

    /// In which order jobs are shown and counted.
    private static func urgency(_ job: RunChronicle.Job) -> Int {
        if let outcome = job.outcome {
            switch outcome.standing {
            case .failed: return 0
            case .open: return 1
            case .unsent: return 2
            case .succeeded: return outcome.ending == .upToDate ? 10 : 8
            }
        }
        switch job.phase {
        case .retrying: return 3
        case .running: return 4
        case .queued: return 5
        case .submitted: return 6
        case .sending: return 7
        case .waiting, .over: return 9
        }
    }

    /// How many jobs are in each state, those that need a look first.
    private static func counted(_ jobs: [RunChronicle.Job]) -> [(String, Color?)] {
        var counts: [String: (count: Int, urgency: Int, color: Color?)] = [:]
        for job in jobs {
            let state = state(of: job)
            counts[state.words, default: (0, urgency(job), state.color)].count += 1
        }
        let sorted = counts.sorted { left, right in
            left.value.urgency == right.value.urgency
                ? left.key < right.key : left.value.urgency < right.value.urgency
        }
        return sorted.enumerated().flatMap { index, entry -> [(String, Color?)] in
            let part = ("\(entry.value.count) \(entry.key)", entry.value.color)
            return index == 0 ? [part] : [(" · ", nil), part]
        }
    }
}
