import Glibc

/// Files that tests read and, when recording, write.
enum FixtureFiles {
    /// The folder `Fixtures/yaml` of this target.
    static let folder = path(of: #filePath, up: 2) + "/Fixtures/yaml"

    /// The folder `shared` beside the package.
    static let shared = path(of: #filePath, up: 4) + "/../shared"

    /// The yaml-test-suite's cases there.
    static let yamlSuite = shared + "/suites/yaml-test-suite/data"

    /// Whether tests write what they find (`RECORD=1`).
    static var isRecording: Bool { unsafe getenv("RECORD") != nil }

    /// Whether a file or folder is there.
    static func exists(_ path: String) -> Bool { unsafe access(path, R_OK) == 0 }

    /// A file's bytes; `nil` when it cannot be read.
    static func bytes(_ path: String) -> [UInt8]? {
        guard let file = unsafe fopen(path, "rb") else { return nil }
        defer { unsafe fclose(file) }
        var result: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 1 << 16)
        while true {
            let count = unsafe fread(&buffer, 1, buffer.count, file)
            if count == 0 { return result }
            result += buffer[..<count]
        }
    }

    /// A file's text; `nil` when it cannot be read.
    static func text(_ path: String) -> String? { bytes(path).map { String(decoding: $0, as: UTF8.self) } }

    /// Writes a file.
    static func write(_ text: String, to path: String) {
        guard let file = unsafe fopen(path, "wb") else { return }
        unsafe fputs(text, file)
        unsafe fclose(file)
    }

    /// The names in a folder, sorted.
    static func names(in path: String) -> [String] {
        guard let folder = unsafe opendir(path) else { return [] }
        defer { unsafe closedir(folder) }
        var names: [String] = []
        while let entry = unsafe readdir(folder) {
            let name = unsafe withUnsafePointer(to: &entry.pointee.d_name) {
                unsafe $0.withMemoryRebound(to: CChar.self, capacity: 256) { unsafe String(cString: $0) }
            }
            if !name.hasPrefix(".") { names.append(name) }
        }
        return names.sorted()
    }

    private static func path(of file: String, up levels: Int) -> String {
        file.split(separator: "/", omittingEmptySubsequences: false).dropLast(levels).joined(separator: "/")
    }
}
