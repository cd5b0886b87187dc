import Diagnostics

extension ApplyCommand {
    /// The command with the paths and parameters of the saved plan that it was given.
    ///
    /// - Parameter context: The machine.
    /// - Returns: The command as it is where it was given manifests; else one for the plan's own, with the plan.
    /// - Throws: ``CommandFailure`` when the plan does not hold, shown.
    func resolved(in context: CommandContext) async throws -> (command: ApplyCommand, pinned: PinnedPlan?) {
        guard let first = manifests.paths.first, context.isSavedPlan(first) else { return (self, nil) }
        guard select.isEmpty else {
            throw context.failure([.selectionOfSavedPlan(first)], color: output.color)
        }
        let file = try context.savedPlan(first, color: output.color)
        let rehearsal = try emulator.map { try context.rehearsal($0, color: output.color) }
        let pinned = try await context.verified(
            file,
            PlanRequest(
                given: SavedPlan.Given(
                    paths: Array(manifests.paths.dropFirst()),
                    parameters: manifests.options.values,
                    reruns: rerun
                ),
                options: manifests.options,
                emulator: emulator,
                ledger: path(of: rehearsal),
                color: output.color
            )
        )
        var command = self
        command.manifests.paths = pinned.given.paths
        command.manifests.options.values = pinned.given.parameters
        command.rerun = pinned.given.reruns
        return (command, pinned)
    }
}

extension CommandContext {
    /// Shows what stops something.
    ///
    /// - Parameters:
    ///   - color: Whether diagnostics are coloured.
    ///   - body: Does it.
    /// - Returns: What it came to.
    /// - Throws: ``CommandFailure``.
    func shown<Value>(color: ColorChoice, _ body: () throws(Diagnostic) -> Value) throws -> Value {
        do throws(Diagnostic) {
            return try body()
        } catch {
            throw failure([error], color: color)
        }
    }
}

extension Diagnostic {
    fileprivate static func selectionOfSavedPlan(_ name: String) -> Diagnostic {
        Diagnostic(
            .notForSavedPlans,
            "`--select` does not go with the saved plan `\(name)`",
            help: "leave it out: exactly the plan is carried out"
        )
    }
}
