import Diagnostics

/// The values that one job of a matrix has, as they stand in its address: `region=eu,size=2`.
///
/// ```
/// combination = pair *( "," pair )
/// pair        = axis "=" value
/// value       = 1*( ALPHA / DIGIT / "." / "_" / "+" / "-" )   where that says it all
///             / a JSON string                                  otherwise
/// ```
///
/// In the canonical form the pairs are sorted by axis, so that the order of keys in a file never makes a job
/// another one; values are quoted only where they must be, and then everything but printable ASCII is escaped as
/// `\uXXXX`. What people type may have the pairs in any order and any JSON spelling of a value.
public struct JobCombination: Hashable, Sendable {
    /// The canonical text; empty without a matrix.
    ///
    /// It is ASCII, so equal texts are equal bytes.
    public let text: String

    /// The combination of a job without a matrix.
    public static let none = JobCombination([])

    /// Writes a combination.
    ///
    /// - Parameter values: Axes with their values, in any order.
    public init(_ values: [(axis: String, value: String)]) {
        text = values.sorted { $0.axis < $1.axis }.map { $0.axis + "=" + Self.quoted($0.value) }
            .joined(separator: ",")
    }

    /// Reads the combination at the beginning of a text that somebody typed.
    ///
    /// - Parameter rest: The text; what was read is taken off. An axis that stands there twice is refused.
    public init?(readingFrom rest: inout Substring) {
        var scanner = CombinationScanner(rest.utf8)
        guard let values = scanner.combination() else { return nil }
        self.init(values)
        rest = Substring(scanner.rest)
    }

    /// A value as it stands in an address.
    static func quoted(_ value: String) -> String {
        if !value.isEmpty, value.utf8.allSatisfy(CombinationScanner.isPlain) { return value }
        var text = "\""
        for unit in value.utf16 {
            switch unit {
            case 0x22: text += "\\\""
            case 0x5C: text += "\\\\"
            case 0x20..<0x7F: text.unicodeScalars.append(Unicode.Scalar(UInt8(unit)))
            default:
                text += "\\u" + unit.hexadecimal(atLeast: 4)
            }
        }
        return text + "\""
    }
}
