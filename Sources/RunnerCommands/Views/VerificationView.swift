import Diagnostics
import Host
import JSONValues
import Ledgers

/// Shows what `ledger verify` found.
struct VerificationView {
    let console: any Console
    let format: OutputFormat

    func verified(_ found: LedgerVerification, status: ExitStatus) {
        switch format {
        case .text:
            guard found.fault == nil else { return }
            console.writeOutput("verified \(found.head.sequence) entries\nhead \(found.head)\n")
        case .json:
            let fault = found.fault.map { fault in
                JSONValue.object([
                    .init("entry", fault.sequence.map { .number(JSONNumber($0)) } ?? .null),
                    .init("kind", .string(fault.kind.rawValue)), .init("detail", .string(fault.detail)),
                ])
            }
            write([
                .init("format_version", "1.0"), .init("kind", "Verification"),
                .init("verified", .bool(found.fault == nil)), .init("head", .string(found.head.description)),
                .init("fault", fault ?? .null), .init("exit", ExitJSON.value(status)),
            ])
        }
    }

    private func write(_ members: [JSONValue.Member]) {
        console.writeOutput(JSONWriter.text(.object(members), .indented) + "\n")
    }
}
