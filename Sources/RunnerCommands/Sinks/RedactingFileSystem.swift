import Diagnostics
import Host

/// Files with the run's redactor in front of all that is written: reports, streams of events, imported manifests.
///
/// What is written is text; reading and looking go through untouched.
struct RedactingFileSystem: FileSystem {
    private let files: any FileSystem
    private let redactor: RunRedactor

    /// Puts a redactor in front of files.
    ///
    /// - Parameters:
    ///   - files: The files.
    ///   - redactor: What takes secrets out of what is written.
    init(_ files: any FileSystem, _ redactor: RunRedactor) {
        self.files = files
        self.redactor = redactor
    }

    func read(_ path: String, limit: Int) throws(Diagnostic) -> [UInt8] {
        try files.read(path, limit: limit)
    }

    func readPrivate(_ path: String, limit: Int) throws(Diagnostic) -> PrivateFile {
        try files.readPrivate(path, limit: limit)
    }

    func kind(of path: String) -> FileKind? { files.kind(of: path) }

    func names(in path: String) throws(Diagnostic) -> [String] { try files.names(in: path) }

    func canonicalPath(_ path: String) throws(Diagnostic) -> String { try files.canonicalPath(path) }

    func write(_ bytes: [UInt8], to path: String) throws(Diagnostic) {
        try files.write(redacted(bytes), to: path)
    }

    func create(_ bytes: [UInt8], at path: String) throws(Diagnostic) {
        try files.create(redacted(bytes), at: path)
    }

    func openLines(_ path: String) throws(Diagnostic) -> any LineFile {
        RedactingLineFile(file: try files.openLines(path), redactor: redactor)
    }

    func createFolder(_ path: String) throws(Diagnostic) { try files.createFolder(path) }

    private func redacted(_ bytes: [UInt8]) -> [UInt8] {
        Array(redactor.redact(String(decoding: bytes, as: UTF8.self)).utf8)
    }
}

/// A file that takes lines without secrets.
private struct RedactingLineFile: LineFile {
    let file: any LineFile
    let redactor: RunRedactor

    func write(_ lines: String) throws(Diagnostic) { try file.write(redactor.redact(lines)) }

    func close() { file.close() }
}
