/// Hides secrets in text that comes in pieces, also those that are split between pieces.
///
/// Holds back as much as could be the beginning of a secret, so what was written comes out later, at the latest with
/// ``finish()``. Every byte is looked at twice at most, and memory is bounded.
public struct StreamingRedactor: Sendable {
    private let redactor: Redactor
    /// No secret that is not whole yet begins further than this from the end.
    private let window: Int
    /// What came in: some that is out already, for its names before values, then what is held back.
    private var buffer: [UInt8] = []
    private var emitted = 0
    /// The rest of a value too long to be held is on its way.
    private var isInsideValue = false

    private static let contextInBytes = 128
    private static let longestHeldInBytes = 1 << 16

    /// Begins a stream.
    ///
    /// - Parameter redactor: Knows what to hide. Secrets that it is told later do not count here.
    public init(_ redactor: Redactor) {
        self.redactor = redactor
        self.window = max(redactor.longestAppearance, 512) + 64
    }

    /// Takes a piece in.
    ///
    /// - Parameter text: The piece.
    /// - Returns: What can be shown now, secrets hidden; often nothing.
    public mutating func write(_ text: String) -> String {
        buffer += text.utf8
        // Waiting for a second window's worth keeps the cost linear when the pieces are small.
        guard buffer.count - emitted >= 2 * window else { return "" }
        return emit(upTo: buffer.count - window)
    }

    /// Ends the stream.
    ///
    /// - Returns: All that was held back, secrets hidden. The stream may begin anew.
    public mutating func finish() -> String {
        defer { (buffer, emitted, isInsideValue) = ([], 0, false) }
        return emit(upTo: buffer.count)
    }

    private mutating func emit(upTo limit: Int) -> String {
        if isInsideValue {
            guard let end = buffer[emitted...].firstIndex(where: { !StructuralScan.isValue($0) }) else {
                (buffer, emitted) = ([], 0)
                return ""
            }
            emitted = end
            isInsideValue = false
        }
        let isLast = limit == buffer.count
        var cut = max(limit, emitted)
        var ranges = redactor.secretRanges(in: buffer, mayGoOn: !isLast)
            .filter { $0.upperBound > emitted }.map { max($0.lowerBound, emitted)..<$0.upperBound }
        if !isLast, let split = ranges.first(where: { $0.lowerBound < cut && $0.upperBound > cut }) {
            if buffer.count - split.lowerBound > max(Self.longestHeldInBytes, 2 * window) {
                cut = split.upperBound
                isInsideValue = split.upperBound == buffer.count
            } else {
                cut = split.lowerBound
            }
        }
        while cut > emitted, cut < buffer.count, buffer[cut] & 0xC0 == 0x80 { cut -= 1 }
        ranges = ranges.filter { $0.upperBound <= cut }
        let output = Redactor.masked(buffer[emitted..<cut], ranges)
        let context = max(0, cut - Self.contextInBytes)
        buffer.removeSubrange(..<context)
        emitted = cut - context
        return String(decoding: output, as: UTF8.self)
    }
}
