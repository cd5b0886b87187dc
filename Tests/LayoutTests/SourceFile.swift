import Foundation
import RunnerTestSupport

/// A source file of the package, as text.
struct SourceFile {
    let path: String
    let lines: [Substring]

    /// The modules that it imports.
    var imports: [String] {
        lines.compactMap { line in
            let words = line.split(separator: " ")
            guard let index = words.firstIndex(of: "import"), index + 1 < words.count, index <= 2 else {
                return nil
            }
            guard
                words[..<index].allSatisfy({
                    $0.hasPrefix("@") || ["public", "package", "internal"].contains($0)
                })
            else { return nil }
            return String(words[index + 1].prefix { $0 != "." && $0 != ";" })
        }
    }

    /// The targets that stand under `Sources`.
    static func targets() throws -> Set<String> {
        Set(try FileManager.default.contentsOfDirectory(atPath: Fixture.packageRoot + "/Sources"))
    }

    /// Every Swift file of the tests.
    static func tests() throws -> [SourceFile] { try all(in: "", of: "Tests") }

    /// Every Swift file of a target.
    static func all(in target: String, of parent: String = "Sources") throws -> [SourceFile] {
        let folder = Fixture.packageRoot + "/\(parent)/" + target
        guard let names = FileManager.default.enumerator(atPath: folder) else { return [] }
        return try names.compactMap { $0 as? String }.filter { $0.hasSuffix(".swift") }.sorted().map { name in
            let text = try String(contentsOfFile: folder + "/" + name, encoding: .utf8)
            return SourceFile(
                path: target + "/" + name,
                lines: text.split(separator: "\n", omittingEmptySubsequences: false)
            )
        }
    }
}
