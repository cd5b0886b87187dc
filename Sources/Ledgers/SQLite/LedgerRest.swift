/// What tells whether a ledger was touched, and whether anything but its file has to be read.
struct LedgerRest: Equatable {
    private let file: FileFacts?
    /// Whether all that was committed is in the file itself.
    let isAtRest: Bool

    init(_ path: String) {
        isAtRest = !["-wal", "-journal"].contains {
            FileFacts(at: path + $0).map { $0.sizeInBytes > 0 } ?? false
        }
        file = FileFacts(at: path)
    }
}
