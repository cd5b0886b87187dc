import Plans

/// Attempts as comma-separated values (RFC 4180): a header, then one record for each.
///
/// A cell that a spreadsheet would take for a formula (it begins with `=`, `+`, `-`, `@` or a tab)
/// gets an apostrophe in front. Line breaks inside of a cell are written as `\n`, so that every record is one line.
public enum CSVExport {
    /// The names of the columns.
    public static let columns = [
        "job", "occurrence", "attempt", "state", "reason", "realm", "manifest", "key", "run", "run_digest",
        "target", "remote_id", "link", "intended_at", "submitted_at", "settled_at", "changed_at",
        "http_status", "request_id", "credential", "credential_type", "client_id", "object_id", "tenant_id",
        "user", "machine", "ci_system", "ci_job_url", "commit", "dirty", "tool_version", "inputs", "outputs",
        "first_entry", "last_entry", "last_hash",
    ]

    /// The header, with its line break.
    public static var header: String { line(columns) }

    /// An attempt's record, with its line break.
    ///
    /// - Parameter attempt: The attempt.
    /// - Returns: The record.
    public static func record(_ attempt: ExportedAttempt) -> String {
        let (record, run, identity) = (attempt.record, attempt.run?.record, attempt.identity)
        func places(_ list: [(name: String, uri: String)]) -> String {
            list.map { "\($0.name)=\($0.uri)" }.joined(separator: " ")
        }
        return line([
            record.address, record.occurrence, String(record.number), record.state.rawValue, record.reason,
            record.realm, attempt.intent.manifest, record.key, record.runID, record.runDigest,
            attempt.intent.target, record.remoteID, record.link, record.intendedAt, attempt.submittedAt,
            attempt.settledAt, record.changedAt, attempt.answer?.httpStatus.map { String($0) },
            attempt.answer?.requestID, attempt.intent.credential, identity?.type, identity?.clientID,
            identity?.objectID, identity?.tenantID, run?.user, run?.machine, run?.ci?.system, run?.ci?.jobURL,
            run?.source?.commit, run?.source?.isDirty.map { $0 ? "true" : "false" }, run?.toolVersion,
            places(attempt.inputs), places(attempt.outputs), String(attempt.firstEntry),
            String(attempt.lastEntry.sequence), attempt.lastEntry.hash,
        ])
    }

    private static func line(_ cells: [String?]) -> String {
        cells.map { cell($0 ?? "") }.joined(separator: ",") + "\r\n"
    }

    static func cell(_ text: String) -> String {
        var bytes: [UInt8] = []
        for byte in text.utf8 where byte != UInt8(ascii: "\r") {
            if byte == UInt8(ascii: "\n") { bytes += Array(#"\n"#.utf8) } else { bytes.append(byte) }
        }
        if let first = bytes.first, "=+-@\t".utf8.contains(first) { bytes.insert(UInt8(ascii: "'"), at: 0) }
        guard bytes.contains(where: { ",\"".utf8.contains($0) }) else {
            return String(decoding: bytes, as: UTF8.self)
        }
        let doubled = bytes.flatMap { $0 == UInt8(ascii: "\"") ? [$0, $0] : [$0] }
        return "\"" + String(decoding: doubled, as: UTF8.self) + "\""
    }
}
