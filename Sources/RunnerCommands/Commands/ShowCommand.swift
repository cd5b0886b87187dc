import ArgumentParser
import Diagnostics
import Host

/// `runner show`: a saved plan, as `plan` showed it.
struct ShowCommand: ContextualCommand {
    static let configuration = CommandConfiguration(
        commandName: "show",
        abstract: "Shows a saved plan, from its file alone.",
        discussion: """
            What `plan --out FILE` wrote, in the forms that `plan` has. Nothing is compared: `plan --check FILE` says \
            whether it still holds, and `apply FILE` carries it out if it does.

            EXAMPLE
              runner plan manifests/heart-disease.yaml --out plan.json
              runner show plan.json
            """
    )

    @Argument(help: "The saved plan.")
    var plan: String

    @Flag(help: "End with 2 when something would be sent, and with 0 when not.")
    var detailedExitcode = false

    @OptionGroup var output: PlanOutputOptions

    func run(in context: CommandContext) async throws -> ExitStatus {
        let saved = try context.savedPlan(plan, color: output.color).plan
        PlanOutput(
            host: context.host,
            format: output.format(in: context.host.environment),
            color: output.color,
            command: "show"
        ).write(PlanResult(plans: saved.plans))
        return detailedExitcode && saved.plans.contains(where: \.sends) ? .changes : .success
    }
}
