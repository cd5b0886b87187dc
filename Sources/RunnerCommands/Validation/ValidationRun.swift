import Diagnostics
import Host
import JSONValues

/// `validate` from request to exit status.
struct ValidationRun: Sendable {
    private let request: ValidationRequest
    private let context: CommandContext

    /// Makes a run.
    ///
    /// - Parameters:
    ///   - request: What is asked.
    ///   - context: The machine.
    init(_ request: ValidationRequest, in context: CommandContext) {
        self.request = request
        self.context = context
    }

    /// Checks and shows.
    ///
    /// - Returns: How the command ends.
    func once() async -> ExitStatus {
        let findings = await Validation(request, on: context.host).findings()
        show(findings)
        return status(of: findings)
    }

    private func show(_ findings: Findings) {
        let problems = findings.diagnostics
        switch request.format {
        case .json:
            let value: JSONValue = [
                "format_version": "1.0",
                "kind": "Validation",
                "valid": .bool(!problems.containsErrors),
                "documents": .array(
                    findings.files.flatMap { file in
                        file.kinds.map { ["file": .string(file.name), "kind": .string($0)] }
                    }
                ),
                "diagnostics": DiagnosticsJSON(sources: findings.sources).value(for: problems),
                "exit": ExitJSON.value(problems.exitStatus),
            ]
            context.host.console.writeOutput(JSONWriter.text(value, .indented) + "\n")
        default:
            context.show(problems, sources: findings.sources, color: request.color)
            if !problems.containsErrors, !request.isQuiet {
                let lines = findings.files.flatMap { file in
                    file.kinds.map { "\(file.name): valid \($0)\n" }
                }
                context.host.console.writeOutput(lines.joined())
            }
        }
    }

    /// Findings leave the status alone where that was asked; what could not be read or done does not.
    private func status(of findings: Findings) -> ExitStatus {
        let status = findings.exitStatus
        guard request.exitsZero else { return status }
        switch status {
        case .invalid, .unavailable: return .success
        default: return status
        }
    }
}
