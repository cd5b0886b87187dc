import Host

/// When jobs were sent, waited and ran, as one drawing: a lane for each job, in the order in which they began.
///
/// A path for each kind of span, not an element for each span: a thousand jobs take some tens of kilobytes.
struct RunHTMLTimeline {
    /// The most lanes that have names.
    static let namedLanes = 60
    /// The most lanes that are drawn; of more jobs, evenly chosen ones are.
    static let laneLimit = 1500
    private static let width = 1000.0

    private let report: RunReport
    private let lanes: [RunReport.Job]
    private let jobsWithTimes: Int
    private let span: Double

    /// Makes a drawing.
    ///
    /// - Parameter report: What the run did.
    init(_ report: RunReport) {
        self.report = report
        let jobs = report.jobs.enumerated().filter { $0.element.began != nil }.sorted { left, right in
            let times = (left.element.began ?? report.began, right.element.began ?? report.began)
            return times.0 == times.1 ? left.offset < right.offset : times.0 < times.1
        }.map(\.element)
        jobsWithTimes = jobs.count
        let step = (jobs.count + Self.laneLimit - 1) / Self.laneLimit
        lanes = step <= 1 ? jobs : stride(from: 0, to: jobs.count, by: step).map { jobs[$0] }
        span = Double(max(1, report.ended.milliseconds - report.began.milliseconds))
    }

    /// The section; empty when there is nothing to draw.
    var html: String {
        guard !lanes.isEmpty else { return "" }
        var html = "<section><h2>Timeline</h2>\n"
        let isNamed = lanes.count <= Self.namedLanes
        if isNamed {
            html += "<div class=lanes><div class=names>"
            for job in lanes { html += "<div>" + XMLText.line(job.name, limit: 120) + "</div>" }
            html += "</div>"
        }
        html += "<div class=plot>" + ticks.labels + drawing + "</div>\n" + (isNamed ? "</div>" : "") + key
        if lanes.count < jobsWithTimes {
            html += "<p class=dim>\(lanes.count) of \(jobsWithTimes) jobs are drawn, evenly chosen.</p>"
        }
        return html + "</section>\n"
    }

    /// The height of a lane, in pixels: named ones as high as their names, many as they find room.
    private var laneHeight: Double {
        lanes.count <= Self.namedLanes ? 22 : max(0.5, min(10, 640 / Double(lanes.count)))
    }

    private var drawing: String {
        var paths: [String: String] = [:]
        for (lane, job) in lanes.enumerated() {
            let height = Self.text((Double(lane) + 0.5) * laneHeight)
            for attempt in job.attempts {
                for (kind, start, end) in spans(of: attempt, of: job) {
                    let from = position(start)
                    let length = max(position(end) - from, 1.5)
                    paths[kind, default: ""] +=
                        "M" + Self.text(min(from, Self.width - length)) + " " + height + "h"
                        + Self.text(length)
                }
            }
        }
        let height = Double(lanes.count) * laneHeight
        let stroke = Self.text(laneHeight * (laneHeight > 4 ? 0.6 : laneHeight > 2 ? 0.8 : 1))
        var svg = "<svg role=img aria-label=\"When each job was sent, waited and ran\" "
        svg += "viewBox=\"0 0 1000 \(Self.text(height))\" height=\"\(Self.text(height))\" "
        svg += "preserveAspectRatio=none><path class=grid d=\""
        for tick in ticks.places { svg += "M\(Self.text(tick)) 0v\(Self.text(height))" }
        svg += "\"/>"
        for kind in ["t", "q", "s", "u", "o", "f"] {
            guard let path = paths[kind] else { continue }
            svg += "<path class=b\(kind) stroke-width=\"\(stroke)\" d=\"\(path)\"/>"
        }
        return svg + "</svg>"
    }

    private func spans(
        of attempt: RunChronicle.Attempt,
        of job: RunReport.Job
    ) -> [(kind: String, start: Timestamp, end: Timestamp)] {
        let end = attempt.ended ?? report.ended
        guard let submitted = attempt.submitted else { return [("t", attempt.began, end)] }
        var spans = [(kind: "t", start: attempt.began, end: submitted)]
        if attempt.sends == 0 { spans = [] }
        let kind = attempt == job.attempts.last ? RunHTMLReport.letter(job.outcome.standing) : "u"
        guard let running = attempt.running else { return spans + [(kind, submitted, end)] }
        return spans + [("q", submitted, running), (kind, running, end)]
    }

    private func position(_ time: Timestamp) -> Double {
        let place = Double(time.milliseconds - report.began.milliseconds) / span * Self.width
        return min(max(place, 0), Self.width)
    }

    private var key: String {
        var kinds = [("t", "sending"), ("q", "queued")]
        let standings = Set(lanes.map(\.outcome.standing))
        for standing in JobOutcome.Standing.allCases where standings.contains(standing) {
            let words =
                standing == .open
                ? "unfinished or unknown" : standing == .unsent ? "not sent" : standing.rawValue
            kinds.append((RunHTMLReport.letter(standing), words))
        }
        return "<div class=key>"
            + kinds.map { "<div class=\($0.0)><i></i><span>\($0.1)</span></div>" }.joined() + "</div>\n"
    }

    /// Where the time is written, at most nine times.
    private var ticks: (labels: String, places: [Double]) {
        let minute = 60_000.0
        let hour = 60 * minute
        let steps: [Double] = [
            50, 100, 200, 500, 1000, 2000, 5000, 10_000, 20_000, 30_000, minute, 2 * minute, 5 * minute,
            10 * minute, 20 * minute, 30 * minute, hour, 2 * hour, 4 * hour, 6 * hour, 12 * hour, 24 * hour,
        ]
        let step = steps.first { span / $0 <= 8 } ?? (span / 8)
        let count = Int(span / step)
        var labels = ""
        var places: [Double] = []
        for number in 0...max(0, count) {
            let place = Double(number) * step / span * Self.width
            guard place < 985 || number == 0 else { break }
            places.append(place)
            labels += "<span style=left:\(Self.text(place / 10))%>\(Self.label(Double(number) * step))</span>"
        }
        return (labels, places)
    }

    private static func label(_ milliseconds: Double) -> String {
        let whole = Int64(milliseconds)
        if whole == 0 { return "0" }
        if whole < 1000 { return "\(whole) ms" }
        if whole < 60_000 { return "\(whole / 1000) s" }
        if whole < 3_600_000 {
            let seconds = whole / 1000 % 60
            return "\(whole / 60_000) min" + (seconds > 0 ? " \(seconds) s" : "")
        }
        let minutes = whole / 60_000 % 60
        return "\(whole / 3_600_000) h" + (minutes > 0 ? " \(minutes) min" : "")
    }

    /// A number with one digit behind the point, or two below ten.
    private static func text(_ number: Double) -> String {
        let hundredths = Int((number * 100).rounded())
        let (whole, rest) = hundredths.quotientAndRemainder(dividingBy: 100)
        if rest == 0 { return String(whole) }
        if whole >= 100 || rest % 10 == 0 { return "\(whole)" + (rest >= 10 ? ".\(rest / 10)" : "") }
        return "\(whole)." + (rest < 10 ? "0\(rest)" : String(rest))
    }
}
