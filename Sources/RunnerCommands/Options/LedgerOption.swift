import ArgumentParser

/// Which ledger a command uses.
struct LedgerOption: ParsableArguments {
    /// Where a ledger stands unless it is said otherwise.
    static let defaultPath = ".runner/ledger.sqlite"

    @Option(
        help: ArgumentHelp("The ledger's file. (default: \(Self.defaultPath))", valueName: "file")
    )
    var ledger: String?

    /// The ledger's file.
    var path: String { ledger ?? Self.defaultPath }

    /// The ledger's file of a run, which a rehearsal has one of its own for.
    ///
    /// - Parameter rehearsal: The emulator; `nil` for the cloud.
    /// - Returns: The file.
    func path(of rehearsal: Rehearsal?) -> String {
        ledger ?? rehearsal.map { ".runner/emulator-\($0.id).sqlite" } ?? Self.defaultPath
    }
}
