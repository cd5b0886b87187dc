/// A value of the keyword `format` whose grammar is known: all of JSON Schema 2020-12 and draft-07.
///
/// Every check follows the grammar of its RFC over the bytes, takes linear time, and knows nothing of the world:
/// a host name that conforms need not exist.
public enum FormatCheck: String, CaseIterable, Hashable, Sendable {
    case date
    case dateTime = "date-time"
    case duration
    case email
    case hostname
    case idnEmail = "idn-email"
    case idnHostname = "idn-hostname"
    case ipv4
    case ipv6
    case iri
    case iriReference = "iri-reference"
    case jsonPointer = "json-pointer"
    case regex
    case relativeJSONPointer = "relative-json-pointer"
    case time
    case uri
    case uriReference = "uri-reference"
    case uriTemplate = "uri-template"
    case uuid

    /// The names, as they stand in a schema, sorted.
    public static let known: [String] = allCases.map(\.rawValue)

    /// Whether draft-07 has it too; `duration` and `uuid` came later, and are unknown formats there.
    public var isInDraft07: Bool { self != .duration && self != .uuid }

    /// Holds a string against a format by its name.
    ///
    /// - Parameters:
    ///   - text: UTF-8.
    ///   - format: A name, such as `date-time`.
    /// - Returns: Whether it conforms; `nil` when the format is not known.
    public static func conforms(_ text: ArraySlice<UInt8>, to format: String) -> Bool? {
        FormatCheck(rawValue: format)?.conforms(text)
    }

    /// Holds a string against this format.
    ///
    /// - Parameter text: UTF-8.
    /// - Returns: Whether it conforms.
    public func conforms(_ text: ArraySlice<UInt8>) -> Bool {
        switch self {
        case .date: DateTimeFormat.isDate(text)
        case .dateTime: DateTimeFormat.isDateTime(text)
        case .duration: DurationFormat.conforms(text)
        case .email: MailAddress.conforms(text, isInternational: false)
        case .hostname: HostName.conforms(text, isInternational: false)
        case .idnEmail: MailAddress.conforms(text, isInternational: true)
        case .idnHostname: HostName.conforms(text, isInternational: true)
        case .ipv4: InternetAddress.isVersion4(text)
        case .ipv6: InternetAddress.isVersion6(text)
        case .iri: ResourceIdentifier.isAbsolute(text, isInternational: true)
        case .iriReference: ResourceIdentifier.isReference(text, isInternational: true)
        case .jsonPointer: PointerFormat.isPointer(text)
        case .regex: PatternParser.accepts(text)
        case .relativeJSONPointer: PointerFormat.isRelativePointer(text)
        case .time: DateTimeFormat.isTime(text)
        case .uri: ResourceIdentifier.isAbsolute(text, isInternational: false)
        case .uriReference: ResourceIdentifier.isReference(text, isInternational: false)
        case .uriTemplate: ResourceTemplate.conforms(text)
        case .uuid: UUIDFormat.conforms(text)
        }
    }
}
