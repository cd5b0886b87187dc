import Diagnostics
import Host
import Manifests
import Plans
import Synchronization

/// Checks everything that a request names, on all processors.
struct Validation: Sendable {
    private let request: ValidationRequest
    private let host: Host

    /// Makes a validation.
    ///
    /// - Parameters:
    ///   - request: What is asked.
    ///   - host: The machine.
    init(_ request: ValidationRequest, on host: Host) {
        self.request = request
        self.host = host
    }

    /// Checks.
    ///
    /// - Returns: What was found; the same whatever the number of processors.
    func findings() async -> Findings {
        var findings = Findings()
        guard let review = review(into: &findings) else { return findings }
        let selection = SourceSelection(request.paths, in: host.files, isRecursive: request.isRecursive)
        findings.general += selection.problems
        let outcomes =
            selection.sources.count > 1
            ? await shared(selection.sources, review) : selection.sources.map { outcome(of: $0, review) }
        for outcome in outcomes {
            switch outcome {
            case .unreadable(let problem): findings.general.append(problem)
            case .checked(let file, let source):
                findings.files.append(file)
                if let source { findings.sources.append(source) }
            }
        }
        return findings
    }

    /// What documents are held against; nothing when the schema is faulty.
    private func review(into findings: inout Findings) -> DocumentReview? {
        guard let schema = request.schema else {
            let allowance = HostAllowance(request.allowedHosts, into: &findings.general)
            return .kinds(ManifestReview(allowance: allowance))
        }
        let selected = SchemaSelection(
            schema,
            folders: request.schemaFolders,
            assertsFormats: request.assertsFormats,
            host: host
        )
        findings.general += selected.problems.sortedByPlace
        if !selected.problems.isEmpty { findings.sources += selected.sources }
        guard !selected.problems.containsErrors else { return nil }
        return selected.validator.map { .schema($0) }
    }

    // MARK: One text

    private enum Outcome: Sendable {
        case unreadable(Diagnostic)
        /// The text is kept only where something points into it.
        case checked(Findings.File, SourceText?)
    }

    private func outcome(of selected: SourceSelection.Source, _ review: DocumentReview) -> Outcome {
        do {
            let source = try selected.text(on: host)
            let file = review.file(source)
            return .checked(file, file.diagnostics.isEmpty ? nil : source)
        } catch {
            return .unreadable(error)
        }
    }

    // MARK: Many texts

    /// Works through the texts with one worker for each processor; each takes the next one.
    private func shared(_ sources: [SourceSelection.Source], _ review: DocumentReview) async -> [Outcome] {
        let turn = Turn()
        let workers = min(ProcessorCount.available, sources.count)
        return await withTaskGroup(of: [(Int, Outcome)].self) { group in
            for _ in 0..<workers {
                group.addTask {
                    var done: [(Int, Outcome)] = []
                    while true {
                        let index = turn.next()
                        guard index < sources.count else { return done }
                        done.append((index, outcome(of: sources[index], review)))
                    }
                }
            }
            var outcomes: [Outcome?] = Array(repeating: nil, count: sources.count)
            for await part in group {
                for (index, outcome) in part { outcomes[index] = outcome }
            }
            return outcomes.compactMap { $0 }
        }
    }
}

/// Gives each worker the next number, each number once.
private final class Turn: Sendable {
    private let number = Atomic(0)

    func next() -> Int { number.wrappingAdd(1, ordering: .relaxed).oldValue }
}
