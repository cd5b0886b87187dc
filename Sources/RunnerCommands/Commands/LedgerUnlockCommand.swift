import ArgumentParser
import Diagnostics
import Host
import JSONValues
import Ledgers

/// `runner ledger unlock`: shows leases, and takes them away.
struct LedgerUnlockCommand: ContextualCommand {
    static let configuration = CommandConfiguration(
        commandName: "unlock",
        abstract: "Shows who has which concurrency group, and takes groups away from who has them.",
        discussion: """
            Without --stale and without a group it changes nothing. --stale takes away what belongs to processes that \
            were not heard of for a minute, and groups whose job goes on although nobody follows it; a group that is \
            named without --stale is taken from whoever has it. What the former owner still writes is then refused. \
            No remote job is cancelled.

            EXAMPLE
              runner ledger unlock
            """
    )

    @Argument(help: "The names of concurrency groups.")
    var groups: [String] = []

    @Flag(
        help: "Only leases whose owners were not heard of for a minute; of all groups unless some are named."
    )
    var stale = false

    @OptionGroup var ledger: LedgerOption
    @OptionGroup var output: OutputOptions

    func run(in context: CommandContext) async throws -> ExitStatus {
        do throws(Diagnostic) {
            let store = try context.ledger(at: ledger.path)
            do throws(Diagnostic) {
                let status = try await unlock(in: store, context)
                await store.close()
                return status
            } catch {
                await store.close()
                throw error
            }
        } catch {
            throw context.failure([error], color: output.color)
        }
    }

    private func unlock(
        in store: SQLiteLedger,
        _ context: CommandContext
    ) async throws(Diagnostic) -> ExitStatus {
        let all = try await store.leases()
        let meant = all.filter { record in
            guard case .group(let group, _) = record.name else { return groups.isEmpty }
            return groups.isEmpty || groups.contains(group)
        }
        let changes = stale || !groups.isEmpty
        let shown = changes ? try await store.unlock(meant.map(\.name), onlyStale: stale) : all
        for group in groups
        where !shown.contains(where: { if case .group(group, _) = $0.name { true } else { false } }) {
            throw Diagnostic.nothingToUnlock(group, isHeld: meant.contains { $0.name.isOf(group) })
        }
        LeaseList(console: context.host.console, format: output.output, now: context.host.time.now)
            .show(shown, areUnlocked: changes)
        return .success
    }
}

extension LeaseName {
    /// Whether it is a group of that name.
    fileprivate func isOf(_ name: String) -> Bool {
        if case .group(name, _) = self { true } else { false }
    }
}

extension Diagnostic {
    fileprivate static func nothingToUnlock(_ group: String, isHeld: Bool) -> Diagnostic {
        Diagnostic(
            .nothingLocked,
            isHeld
                ? "the owner of the concurrency group `\(group)` was heard of within the last minute"
                : "nobody has a concurrency group `\(group)`",
            help: isHeld
                ? "wait for it, or leave `--stale` out to take the group away all the same"
                : "`runner ledger unlock` shows who has what"
        )
    }
}
