/// Text that may still hold `${{ attempt.number }}` or `${{ run.id }}`, filled in when an attempt is intended, and
/// outputs of other jobs (``NeededOutput``), filled in when those have succeeded.
public struct LateText: Hashable, Sendable, CustomStringConvertible {
    /// The text, with late look-ups in their canonical notation `${{ attempt.number }}`.
    public let text: String

    /// Makes a text.
    ///
    /// - Parameter text: The text, late look-ups in canonical notation.
    public init(_ text: String) { self.text = text }

    /// The text itself.
    public var description: String { text }

    /// Whether something is decided late.
    public var isLate: Bool {
        text.holds(Self.attemptNumber) || text.holds(Self.runID) || holdsOutput
    }

    /// Whether it holds an output of another job, known only when that job has succeeded.
    public var holdsOutput: Bool { text.holds("${{ jobs.") }

    /// Whether it holds the run's id, and so differs with every run.
    public var holdsRunID: Bool { text.holds(Self.runID) }

    /// Fills in what was decided.
    ///
    /// Anything else that looks like a look-up stays.
    ///
    /// - Parameters:
    ///   - attemptNumber: The attempt's number, from 1.
    ///   - runID: The run's id.
    /// - Returns: The final text.
    public func filled(attemptNumber: Int, runID: String) -> String {
        guard isLate else { return text }
        return replacing([(Self.attemptNumber, String(attemptNumber)), (Self.runID, runID)])
    }

    /// Fills in what other jobs wrote.
    ///
    /// - Parameter uris: The URIs of outputs.
    /// - Returns: The text, with every output replaced that is among them.
    public func filled(with uris: [NeededOutput: String]) -> LateText {
        guard holdsOutput else { return self }
        return LateText(replacing(uris.map { ($0.key.notation, $0.value) }))
    }

    /// Replaces in one pass: what comes in is not looked at again.
    private func replacing(_ values: [(notation: String, value: String)]) -> String {
        var result: [UInt8] = []
        var rest = Array(text.utf8)[...]
        while let first = rest.first {
            if first == UInt8(ascii: "$"),
                let found = values.first(where: { rest.starts(with: $0.notation.utf8) })
            {
                result += found.value.utf8
                rest = rest.dropFirst(found.notation.utf8.count)
            } else {
                result.append(first)
                rest = rest.dropFirst()
            }
        }
        return String(decoding: result, as: UTF8.self)
    }

    private static let attemptNumber = "${{ attempt.number }}"
    private static let runID = "${{ run.id }}"
}

extension String {
    /// Whether a look-up's notation, which begins with a dollar sign, is in it.
    fileprivate func holds(_ notation: String) -> Bool {
        guard utf8.contains(UInt8(ascii: "$")) else { return false }
        var rest = utf8[...]
        while let dollar = rest.firstIndex(of: UInt8(ascii: "$")) {
            rest = rest[dollar...]
            if rest.starts(with: notation.utf8) { return true }
            rest = rest.dropFirst()
        }
        return false
    }
}
