import Diagnostics
import Host
import Manifests
import Plans

extension CommandContext {
    /// Compares plans with those of the same paths at another commit.
    ///
    /// What is wrong with the other commit's manifests is no fault of this one: it is told with the difference.
    ///
    /// - Parameters:
    ///   - made: The plans.
    ///   - reference: The commit, as it was typed.
    ///   - request: How the plans were made.
    /// - Returns: The difference.
    /// - Throws: ``CommandFailure`` when there is no such commit, shown.
    func difference(
        of made: MadePlans,
        to reference: String,
        _ request: PlanRequest
    ) async throws -> PlanDifference {
        let tree: GitTree
        let files: CommittedFiles
        do throws(Diagnostic) {
            tree = try await GitTree(reference, around: made.set.manifests.first?.file ?? ".", on: host)
            files = try await committed(tree, request.given.paths)
        } catch {
            throw failure([error], color: request.color)
        }
        let collector = FindingCollector()
        let past = CommandContext(
            host: Host(
                files: files,
                console: host.console,
                environment: host.environment,
                time: host.time,
                random: host.random,
                process: host.process
            ),
            collector: collector
        )
        var earlier = request
        earlier.given.paths = request.given.paths.filter { files.kind(of: $0) != nil || $0.contains("*") }
        earlier.given.reruns = []
        earlier.options.policy = nil
        var before: [Plan] = []
        var problem: String?
        if !earlier.given.paths.isEmpty {
            do {
                before = try past.plans(of: earlier, realm: made.realm)
            } catch is CommandFailure {
                let first = collector.diagnostics.first { $0.severity == .error }
                problem = first.map { "\($0.code.name): \($0.message)" } ?? "no reason given"
            }
        }
        var difference = PlanDifference(
            from: before,
            to: made.plans,
            reference: reference,
            commit: tree.commit
        )
        difference.problem = problem
        return difference
    }

    private func plans(of request: PlanRequest, realm: RealmContext) throws -> [Plan] {
        var options = request.options
        options.values = request.given.parameters
        let set = try manifests(request.given.paths, options, reruns: [], color: request.color)
        return try plans(for: set, realm: realm, snapshots: [], color: request.color)
    }

    /// The files of a commit, those that the paths mean with their content.
    private func committed(_ tree: GitTree, _ paths: [String]) async throws(Diagnostic) -> CommittedFiles {
        var files = CommittedFiles(tree, workingFolder: try host.files.canonicalPath("."))
        for source in SourceSelection(paths, in: files).sources {
            guard let blob = files.blob(at: source.name) else { continue }
            files.put(try await tree.content(of: blob), at: source.name)
        }
        return files
    }
}
