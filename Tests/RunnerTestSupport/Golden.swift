import Diagnostics
import Host

/// Texts that were looked at once and must stay as they are.
public enum Golden {
    /// Compares a text with a file of the package; with `RECORD=1` in the environment it writes the file instead.
    ///
    /// Use as `#expect(Golden.difference(of: text, from: "Tests/…/case.txt") == nil)`.
    ///
    /// - Parameters:
    ///   - actual: The text.
    ///   - path: The file, from the package's folder.
    /// - Returns: `nil` when they agree; otherwise the lines that differ, `-` expected, `+` actual.
    public static func difference(of actual: String, from path: String) -> String? {
        let files = SystemFileSystem()
        let file = Fixture.packageRoot + "/" + path
        if ProcessEnvironment.current["RECORD"] == "1" {
            do {
                try files.write(Array(actual.utf8), to: file)
                return nil
            } catch {
                return error.message
            }
        }
        guard let expected = try? Fixture.text(path) else {
            return "\(path) is not there; RECORD=1 writes it"
        }
        return difference(of: actual, from: expected, named: path)
    }

    private static func difference(of actual: String, from expected: String, named path: String) -> String? {
        guard !actual.utf8.elementsEqual(expected.utf8) else { return nil }
        let old = expected.split(separator: "\n", omittingEmptySubsequences: false)
        let new = actual.split(separator: "\n", omittingEmptySubsequences: false)
        let changes = new.difference(from: old)
        var lines = ["\(path):"]
        for change in changes {
            switch change {
            case .remove(let offset, let line, _): lines.append("- \(offset + 1): \(line.debugDescription)")
            case .insert(let offset, let line, _): lines.append("+ \(offset + 1): \(line.debugDescription)")
            }
        }
        return lines.joined(separator: "\n")
    }
}
