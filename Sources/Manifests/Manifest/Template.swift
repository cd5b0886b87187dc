public import Diagnostics

/// Text with look-ups: `heart/${{ parameters.date }}/predictions.csv`.
///
/// Look-ups only: no functions, no environment. There is no escape, so a text cannot hold `${{` itself.
public struct Template: Hashable, Sendable {
    /// A part of the text.
    public enum Part: Hashable, Sendable {
        /// Text as it is.
        case text(String)
        /// A look-up, with its place including `${{` and `}}`.
        case lookup(Lookup, SourceSpan)
    }

    /// What can be looked up.
    public enum Lookup: Hashable, Sendable, CustomStringConvertible {
        /// `parameters.NAME`.
        case parameter(String)
        /// `occurrence`.
        case occurrence
        /// `attempt.number`.
        case attemptNumber
        /// `run.id`.
        case runID
        /// `matrix.AXIS`: the value that this combination has on an axis.
        case matrix(String)
        /// `jobs.JOB.outputs.OUTPUT.uri`: where another job wrote.
        case output(job: String, name: String)

        /// The canonical notation, such as `${{ attempt.number }}`.
        public var description: String {
            switch self {
            case .parameter(let name): "${{ parameters.\(name) }}"
            case .occurrence: "${{ occurrence }}"
            case .attemptNumber: "${{ attempt.number }}"
            case .runID: "${{ run.id }}"
            case .matrix(let axis): "${{ matrix.\(axis) }}"
            case .output(let job, let name): "${{ jobs.\(job).outputs.\(name).uri }}"
            }
        }

        /// Whether it is decided only when an attempt is intended.
        public var isLate: Bool { self == .attemptNumber || self == .runID }
    }

    /// The parts in order.
    public let parts: [Part]
    /// Where the whole text stands.
    public let span: SourceSpan

    /// The look-ups in order.
    public var lookups: [Lookup] {
        parts.compactMap { part in
            guard case .lookup(let lookup, _) = part else { return nil }
            return lookup
        }
    }

    /// The text, when there is nothing to look up.
    public var constant: String? {
        var text = ""
        for part in parts {
            guard case .text(let piece) = part else { return nil }
            text += piece
        }
        return text
    }

    /// The text in canonical notation: one blank inside the braces.
    public var notation: String {
        parts.map { part in
            switch part {
            case .text(let text): text
            case .lookup(let lookup, _): lookup.description
            }
        }.joined()
    }
}
