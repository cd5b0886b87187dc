import Diagnostics
import Host
import JSONValues
import Secrets

/// Writes what a plan came to, in whatever form.
struct PlanOutput {
    let host: Host
    let format: PlanFormat
    let color: ColorChoice
    var command = "plan"

    /// The most lines of a plan in a CI system's log.
    private static let logLimit = 5000

    /// Writes.
    ///
    /// - Parameter result: What the plan came to.
    func write(_ result: PlanResult) {
        let console = host.console
        switch format {
        case .text:
            console.writeOutput(text(result))
            explain(result)
        case .json:
            if !result.plans.isEmpty {
                PlanJSON.write(result.plans, against: result.difference) {
                    console.writeOutput(ReportText.harmless(json: $0))
                }
            }
            explain(result)
        case .markdown: console.writeOutput(PlanMarkdown(result, command: command).text)
        case .github:
            console.writeOutput(log(result) + rendered(result, as: .github))
            summarize(result)
        case .azure: console.writeOutput(log(result) + rendered(result, as: .azure))
        case .gitlab: console.writeOutput(rendered(result, as: .gitlab))
        case .sarif: console.writeOutput(rendered(result, as: .sarif))
        }
    }

    private func text(_ result: PlanResult) -> String {
        var parts = result.plans.map { PlanView().text(for: $0) }
        if let difference = result.difference { parts.append(difference.text) }
        return parts.joined(separator: "\n")
    }

    /// What is wrong, for people.
    private func explain(_ result: PlanResult) {
        CommandContext(host: host).show(result.diagnostics, sources: result.sources, color: color)
    }

    private func rendered(_ result: PlanResult, as format: FindingsFormat) -> String {
        format.render(result.findings, exitStatus: result.status, command: command).output
    }

    /// The plan as lines of a log in which nothing is a command.
    private func log(_ result: PlanResult) -> String {
        let lines = text(result).split(separator: "\n", omittingEmptySubsequences: false)
        var log = lines.prefix(Self.logLimit).map { Sanitizer.line(String($0), limit: 4096) }
        if lines.count > Self.logLimit { log.append("… \(lines.count - Self.logLimit) more lines") }
        return log.joined(separator: "\n")
    }

    /// Adds the plan to the summary of a step of GitHub Actions, which takes 1 MiB.
    private func summarize(_ result: PlanResult) {
        guard let path = host.environment.nonEmpty("GITHUB_STEP_SUMMARY"),
            path.utf8.first == UInt8(ascii: "/"), host.files.kind(of: path) == .file
        else { return }
        let limit = 1 << 20
        do throws(Diagnostic) {
            let before = try host.files.read(path, limit: limit)
            let room = limit - before.count - 2
            guard room > 4096 else { return }
            let page = PlanMarkdown(result, command: command, limitInBytes: room).text
            let separator: [UInt8] = before.isEmpty || before.last == 0x0A ? [] : [0x0A]
            try host.files.write(before + separator + Array(page.utf8), to: path)
        } catch {
            CommandContext(host: host).show([error], color: color)
        }
    }
}
