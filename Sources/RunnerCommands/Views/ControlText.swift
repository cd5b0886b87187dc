import Diagnostics
import JSONValues

/// Data of a ledger on its way to standard output, which may be a terminal: nothing in it acts there.
enum ControlText {
    /// A JSON value on a line of its own; what would act on a terminal is escaped, which changes no value.
    ///
    /// - Parameter value: The value.
    /// - Returns: The line, with its line break.
    static func line(_ value: JSONValue) -> String { json(value, .compact) + "\n" }

    /// A JSON value as text; what would act on a terminal is escaped, which changes no value.
    ///
    /// - Parameters:
    ///   - value: The value.
    ///   - layout: How it is laid out.
    /// - Returns: The text, without a line break at its end.
    static func json(_ value: JSONValue, _ layout: JSONWriter.Layout) -> String {
        replaced(in: JSONWriter.text(value, layout)) { scalar in
            // Outside of strings JSON has none of these.
            String(scalar).utf16.map { "\\u" + $0.hexadecimal(atLeast: 4) }.joined()
        }
    }

    /// A text of several lines, with what would act on a terminal as visible text.
    ///
    /// - Parameter text: The text.
    /// - Returns: The text; line breaks (also with carriage returns) and tabs stay.
    static func escaped(_ text: String) -> String { replaced(in: text, VisibleScalar.escape) }

    private static func replaced(in text: String, _ replacement: (Unicode.Scalar) -> String) -> String {
        let kept: Set<Unicode.Scalar> = ["\n", "\r", "\t"]
        let acts = { (scalar: Unicode.Scalar) in VisibleScalar.mustEscape(scalar) && !kept.contains(scalar) }
        guard text.unicodeScalars.contains(where: acts) else { return text }
        var result = String.UnicodeScalarView()
        for scalar in text.unicodeScalars {
            if acts(scalar) {
                result.append(contentsOf: replacement(scalar).unicodeScalars)
            } else {
                result.append(scalar)
            }
        }
        return String(result)
    }
}
