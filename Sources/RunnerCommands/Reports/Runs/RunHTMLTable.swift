import Execution

/// All jobs of a run as a table, failures first, in as many bytes as there are.
struct RunHTMLTable {
    private let report: RunReport

    /// Makes a table.
    ///
    /// - Parameter report: What the run did.
    init(_ report: RunReport) { self.report = report }

    /// The section.
    ///
    /// Every job gets a short row as long as there is room; what room remains gives links, from the first row on.
    ///
    /// - Parameter room: How many bytes it may have.
    /// - Returns: The section; empty when there are no jobs.
    func html(room: Int) -> String {
        guard !report.jobs.isEmpty else { return "" }
        let start =
            "<section><h2>Jobs</h2>\n<div class=wide><table><thead><tr><th>job<th>result<th>attempt<th>began<th>took"
            + "<th>remote job</thead><tbody>\n"
        let end = "</tbody></table></div>\n"
        // Room for what is said about what was left out.
        var left = room - start.utf8.count - end.utf8.count - 300
        let jobs = report.worstFirst
        var rows: [String] = []
        for job in jobs {
            let row = row(job, link: nil)
            guard row.utf8.count <= left else { break }
            left -= row.utf8.count
            rows.append(row)
        }
        var linked = rows.count
        for index in rows.indices {
            guard let link = jobs[index].outcome.link else { continue }
            let row = row(jobs[index], link: link)
            let more = row.utf8.count - rows[index].utf8.count
            guard more <= left else {
                linked = index
                break
            }
            left -= more
            rows[index] = row
        }
        var html = start + rows.joined() + end
        if linked < rows.count { html += "<p class=dim>From row \(linked + 1) on without links.</p>\n" }
        if rows.count < jobs.count {
            let rest = RunReport.summary(Self.counts(jobs[rows.count...]), total: jobs.count - rows.count)
            html += "<p class=dim>Not listed: \(rest).</p>\n"
        }
        return html + "</section>\n"
    }

    private static func counts(
        _ jobs: ArraySlice<RunReport.Job>
    ) -> [(ending: JobResult.Ending, count: Int)] {
        var counts: [(ending: JobResult.Ending, count: Int)] = []
        for job in jobs {
            if counts.last?.ending == job.outcome.ending {
                counts[counts.count - 1].count += 1
            } else {
                counts.append((job.outcome.ending, 1))
            }
        }
        return counts.count > 20 ? [] : counts
    }

    /// A row; end tags that a reader of HTML does not need are left out.
    private func row(_ job: RunReport.Job, link: String?) -> String {
        let outcome = job.outcome
        var row =
            "<tr class=\(RunHTMLReport.letter(outcome.standing))><td>" + XMLText.line(job.name, limit: 300)
        row += "<td>" + JobOutcome.words(outcome.ending.rawValue)
        row += "<td>" + (outcome.number.map(String.init) ?? "")
        row += "<td>" + (job.began.map(RunHTMLReport.clock) ?? "")
        row += "<td>" + (job.attempts.isEmpty ? "" : SpanText.text(job.milliseconds)) + "<td>"
        if let id = outcome.remoteID {
            let text = RunHTMLReport.id(id, link: link)
            // The column has the identifiers' look.
            row += link == nil ? XMLText.line(id, limit: 200) : text
        }
        return row + "\n"
    }
}
