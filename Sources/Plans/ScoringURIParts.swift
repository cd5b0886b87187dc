import Diagnostics
import Manifests

/// Where the parts of a scoring URI stand in its file.
struct ScoringURIParts {
    private let uri: Located<String>
    private let host: Range<Int>
    private let portStart: Int?
    private let pathEnd: Int

    /// Finds the parts of a URI that was parsed, and so has them all.
    init(_ uri: Located<String>) {
        self.uri = uri
        let bytes = Array(uri.value.utf8)
        let slash = UInt8(ascii: "/")
        let start = (bytes.firstIndex(of: slash) ?? -2) + 2
        let end = bytes.dropFirst(start).firstIndex { $0 == slash || $0 == UInt8(ascii: "?") } ?? bytes.count
        host = min(start, end)..<end
        let bracket = bytes[host].lastIndex(of: UInt8(ascii: "]")) ?? host.lowerBound
        portStart = bytes[bracket..<end].firstIndex(of: UInt8(ascii: ":"))
        pathEnd = bytes.dropFirst(end).firstIndex(of: UInt8(ascii: "?")) ?? bytes.count
    }

    /// `https`.
    var scheme: SourceSpan { uri.span(of: 0..<max(0, host.lowerBound - 3)) }

    /// The host, with its port.
    var authority: SourceSpan { uri.span(of: host) }

    /// The port, with its colon.
    var port: SourceSpan { uri.span(of: (portStart ?? host.lowerBound)..<host.upperBound) }

    /// The path; the host where there is none.
    var path: SourceSpan { uri.span(of: host.upperBound < pathEnd ? host.upperBound..<pathEnd : host) }

    /// The query, with its question mark.
    var query: SourceSpan { uri.span(of: pathEnd..<uri.value.utf8.count) }
}

extension Located<String> {
    /// The place of the character that a byte of the text belongs to.
    func span(ofScalarAt offset: Int) -> SourceSpan {
        let bytes = Array(value.utf8)
        func continues(_ index: Int) -> Bool { bytes.indices.contains(index) && bytes[index] & 0xC0 == 0x80 }
        var start = offset
        while continues(start), start > 0 { start -= 1 }
        var end = start + 1
        while continues(end) { end += 1 }
        return span(of: start..<end)
    }
}
