/// Text that may still hold `${{ attempt.number }}` or `${{ run.id }}`; they are filled in when an attempt is
/// intended.
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
        text.utf8.contains(Self.attemptNumber.utf8) || text.utf8.contains(Self.runID.utf8)
    }

    /// Whether it holds the run's id, and so differs with every run.
    public var holdsRunID: Bool { text.utf8.contains(Self.runID.utf8) }

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
        let number = String(attemptNumber)
        var result: [UInt8] = []
        var rest = Array(text.utf8)[...]
        while let first = rest.first {
            if first == UInt8(ascii: "$"), rest.starts(with: Self.attemptNumber.utf8) {
                result += number.utf8
                rest = rest.dropFirst(Self.attemptNumber.utf8.count)
            } else if first == UInt8(ascii: "$"), rest.starts(with: Self.runID.utf8) {
                result += runID.utf8
                rest = rest.dropFirst(Self.runID.utf8.count)
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
