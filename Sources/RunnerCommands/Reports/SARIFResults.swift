import Diagnostics
import JSONValues

/// The results of a SARIF run, with the rules and notifications that go with them.
struct SARIFResults {
    /// The rules that results and notifications name, in the order in which they first do.
    private(set) var rules: [Diagnostic.Code] = []
    /// What belongs to no place.
    private(set) var notifications: [JSONValue] = []
    /// The results, as the inside of a JSON array.
    private(set) var text = ""
    /// How many findings there are in this.
    private(set) var count = 0

    private let places: SourcePlaces
    private var ruleIndices: [Diagnostic.Code: Int] = [:]
    private var identity = FindingIdentity()
    private var size = 0

    init(places: SourcePlaces) { self.places = places }

    /// Takes a finding in, as long as there is room.
    mutating func append(_ diagnostic: Diagnostic) {
        guard size <= SARIFReport.resultLimitInBytes else { return }
        let diagnostic = diagnostic.clipped
        let value = diagnostic.primary.map { result(diagnostic, at: $0) } ?? notification(diagnostic)
        let json = ReportText.harmless(json: JSONWriter.text(value))
        size += json.utf8.count + 1
        guard size <= SARIFReport.resultLimitInBytes else { return }
        count += 1
        if diagnostic.primary == nil {
            notifications.append(value)
        } else {
            text += text.isEmpty ? json : "," + json
        }
    }

    private mutating func result(_ diagnostic: Diagnostic, at primary: Diagnostic.Label) -> JSONValue {
        let rule = ruleIndex(of: diagnostic.code)
        let name = identity.name(of: diagnostic, in: ReportPath.relative(primary.span.file))
        var members: [JSONValue.Member] = [
            .init("ruleId", .string(diagnostic.code.name)),
            .init("ruleIndex", .number(JSONNumber(rule))),
            .init("level", .string(diagnostic.severity.rawValue)),
            .init("message", message(of: diagnostic)),
            .init("locations", [["physicalLocation": location(of: primary)]]),
        ]
        if !diagnostic.secondary.isEmpty {
            let related = diagnostic.secondary.enumerated().map {
                relatedLocation($0.element, number: $0.offset + 1)
            }
            members.append(.init("relatedLocations", .array(related)))
        }
        members.append(.init("partialFingerprints", ["runnerFinding/v1": .string(name)]))
        return .object(members)
    }

    private mutating func notification(_ diagnostic: Diagnostic) -> JSONValue {
        [
            "level": .string(diagnostic.severity.rawValue),
            "message": message(of: diagnostic),
            "associatedRule": [
                "id": .string(diagnostic.code.name),
                "index": .number(JSONNumber(ruleIndex(of: diagnostic.code))),
            ],
        ]
    }

    private mutating func ruleIndex(of code: Diagnostic.Code) -> Int {
        if let index = ruleIndices[code] { return index }
        ruleIndices[code] = rules.count
        rules.append(code)
        return rules.count - 1
    }

    /// The headline, which stands alone, and everything else on lines of its own.
    private func message(of diagnostic: Diagnostic) -> JSONValue {
        let lines = [ReportText.headline(of: diagnostic)] + ReportText.remarks(of: diagnostic)
        return ["text": .string(Self.withoutLinks(lines.joined(separator: "\n")))]
    }

    private func relatedLocation(_ label: Diagnostic.Label, number: Int) -> JSONValue {
        var members: [JSONValue.Member] = [
            .init("id", .number(JSONNumber(number))), .init("physicalLocation", location(of: label)),
        ]
        if !label.text.isEmpty {
            members.append(
                .init("message", ["text": .string(Self.withoutLinks(ReportText.line(label.text)))])
            )
        }
        return .object(members)
    }

    private func location(of label: Diagnostic.Label) -> JSONValue {
        let span = label.span
        let artifact = Self.artifact(span.file)
        guard let start = places.position(at: span.start, in: span.file),
            let end = places.position(at: span.end, in: span.file)
        else { return ["artifactLocation": artifact] }
        return [
            "artifactLocation": artifact,
            "region": [
                "startLine": .number(JSONNumber(start.line)),
                "startColumn": .number(JSONNumber(start.column)),
                "endLine": .number(JSONNumber(end.line)), "endColumn": .number(JSONNumber(end.column)),
            ],
        ]
    }

    /// `[words](address)` is a link in a message (SARIF §3.11.6): a blank takes it apart.
    private static func withoutLinks(_ text: String) -> String {
        guard text.utf8.contains(UInt8(ascii: "]")) else { return text }
        var scalars = String.UnicodeScalarView()
        for scalar in text.unicodeScalars {
            if scalar == "(", scalars.last == "]" { scalars.append(" ") }
            scalars.append(scalar)
        }
        return String(scalars)
    }

    /// Where a file is: below the root of the sources, or by a whole address.
    private static func artifact(_ name: String) -> JSONValue {
        if name.utf8.first == UInt8(ascii: "/") { return ["uri": .string("file://" + percentEncoded(name))] }
        return ["uri": .string(percentEncoded(ReportPath.relative(name))), "uriBaseId": "SRCROOT"]
    }

    /// A path as a URI has it (RFC 3986 §2.3): everything but unreserved characters and slashes encoded.
    private static func percentEncoded(_ path: String) -> String {
        let digits = Array("0123456789ABCDEF".utf8)
        var bytes: [UInt8] = []
        bytes.reserveCapacity(path.utf8.count)
        for byte in path.utf8 {
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                UInt8(ascii: "0")...UInt8(ascii: "9"),
                UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "_"), UInt8(ascii: "~"), UInt8(ascii: "/"):
                bytes.append(byte)
            default:
                bytes += [UInt8(ascii: "%"), digits[Int(byte >> 4)], digits[Int(byte & 15)]]
            }
        }
        return String(decoding: bytes, as: UTF8.self)
    }
}
