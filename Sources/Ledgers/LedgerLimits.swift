import Diagnostics

/// How much an entry may hold.
///
/// Texts that explain are cut; what is needed to send again or to find the job is refused when it is too large,
/// before anything is sent.
public enum LedgerLimits {
    /// The most that an intent's body, target, or the text of its digest may have: 64 KiB.
    public static let bodySizeInBytes = 64 << 10
    /// What is kept of an answer: 16 KiB.
    public static let answerSizeInBytes = 16 << 10
    /// What is kept of a reason, a word, a link: 4 KiB.
    public static let wordsSizeInBytes = 4 << 10
    /// How many problems of a run are kept: 50.
    public static let problemCount = 50
    /// The most that a whole payload may have: 512 KiB.
    public static let payloadSizeInBytes = 512 << 10

    /// A text of at most so many bytes, cut between characters' scalars, with a mark where something was left out.
    static func cut(_ text: String, to limit: Int) -> String {
        guard text.utf8.count > limit else { return text }
        let mark = " … (cut)"
        var end = text.utf8.index(text.startIndex, offsetBy: limit - mark.utf8.count)
        while end > text.startIndex, text.utf8[end] & 0xC0 == 0x80 { end = text.utf8.index(before: end) }
        return String(decoding: text.utf8[..<end], as: UTF8.self) + mark
    }
}

extension LedgerEvent {
    /// The event with its explaining texts cut.
    func bounded() throws(Diagnostic) -> LedgerEvent {
        func words(_ text: String) -> String { LedgerLimits.cut(text, to: LedgerLimits.wordsSizeInBytes) }
        switch self {
        case .runStarted, .authenticated: return self
        case .runFinished(let runID, let exitStatus, let problems):
            let kept = problems.prefix(LedgerLimits.problemCount).map {
                ProblemRecord(code: $0.code, message: words($0.message), place: $0.place.map(words))
            }
            return .runFinished(runID: runID, exitStatus: exitStatus, problems: kept)
        case .intent(let record):
            for (name, text) in [
                ("body", record.body), ("canonicalText", record.canonicalText), ("target", record.target),
            ] where text.utf8.count > LedgerLimits.bodySizeInBytes {
                throw .entryTooLarge(
                    kind: kind,
                    member: name,
                    size: text.utf8.count,
                    limit: LedgerLimits.bodySizeInBytes
                )
            }
            return self
        case .answered(let key, let record):
            let body = LedgerLimits.cut(record.body, to: LedgerLimits.answerSizeInBytes)
            return .answered(
                key: key,
                AnswerRecord(
                    httpStatus: record.httpStatus,
                    requestID: record.requestID.map(words),
                    body: body
                )
            )
        case .submitted(let key, let remoteID, let link, let deployment):
            return .submitted(
                key: key,
                remoteID: remoteID,
                link: link.map(words),
                deployment: deployment.map(words)
            )
        case .observed(let key, let state, let word):
            return .observed(key: key, state: state, word: words(word))
        case .settled(let key, let state, let reason):
            return .settled(key: key, state: state, reason: reason.map(words))
        case .unknown(let key, let reason): return .unknown(key: key, reason: words(reason))
        case .noted(let key, let note, let detail): return .noted(key: key, note, words(detail))
        }
    }
}

extension Diagnostic {
    static func entryTooLarge(kind: String, member: String, size: Int, limit: Int) -> Diagnostic {
        Diagnostic(
            .entryTooLarge,
            "the \(member) of an event `\(kind)` has \(size) bytes; a ledger takes \(limit)",
            notes: ["nothing was written, and nothing may be sent that is not written down"]
        )
    }
}
