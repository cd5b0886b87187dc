import Diagnostics
import JSONValues

/// Diagnostics as JSON: the same fields as the text, places with line, column and byte.
struct DiagnosticsJSON {
    private let sources: [String: SourceText]
    private let places: SourcePlaces?

    /// Makes a writer.
    ///
    /// - Parameters:
    ///   - sources: The texts that the diagnostics point into.
    ///   - places: Lines and columns, where somebody has looked them up already.
    init(sources: [SourceText], places: SourcePlaces? = nil) {
        self.sources = Dictionary(sources.map { ($0.name, $0) }) { first, _ in first }
        self.places = places
    }

    /// The array of diagnostics.
    ///
    /// - Parameter diagnostics: What to write, in order.
    /// - Returns: An array.
    func value(for diagnostics: [Diagnostic]) -> JSONValue {
        .array(diagnostics.map(value))
    }

    private func value(_ diagnostic: Diagnostic) -> JSONValue {
        .object([
            .init("code", .string(diagnostic.code.name)),
            .init("severity", .string(diagnostic.severity.rawValue)),
            .init("message", .string(diagnostic.message)),
            .init("primary", diagnostic.primary.map(value) ?? .null),
            .init("secondary", .array(diagnostic.secondary.map(value))),
            .init("notes", .array(diagnostic.notes.map(JSONValue.string))),
            .init("help", diagnostic.help.map(JSONValue.string) ?? .null),
        ])
    }

    private func value(_ label: Diagnostic.Label) -> JSONValue {
        .object([
            .init("file", .string(label.span.file)),
            .init("start", place(label.span.start, in: label.span.file)),
            .init("end", place(label.span.end, in: label.span.file)),
            .init("label", .string(label.text)),
        ])
    }

    private func place(_ offset: Int, in file: String) -> JSONValue {
        let known = places?.position(at: offset, in: file)
        guard let position = known ?? sources[file]?.position(at: offset) else {
            return ["byte": .number(JSONNumber(offset))]
        }
        return [
            "line": .number(JSONNumber(position.line)), "column": .number(JSONNumber(position.column)),
            "byte": .number(JSONNumber(position.byte)),
        ]
    }
}

/// An exit status as JSON.
enum ExitJSON {
    /// Code and name.
    ///
    /// - Parameter status: The status.
    /// - Returns: An object.
    static func value(_ status: ExitStatus) -> JSONValue {
        ["code": .number(JSONNumber(Int(status.rawValue))), "name": .string(status.name)]
    }
}
