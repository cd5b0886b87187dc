import Diagnostics
import Emulator
import Host

/// The machine's files, and among them the token that Kubernetes would have put there.
struct RehearsalFiles: FileSystem {
    private let real: any FileSystem
    private let issuer: JobTokenIssuer

    /// Puts the token among some files.
    ///
    /// - Parameters:
    ///   - real: The machine's files.
    ///   - issuer: Makes the token, a new one for each time that it is read.
    init(_ real: any FileSystem, issuer: JobTokenIssuer) {
        self.real = real
        self.issuer = issuer
    }

    private func isToken(_ path: String) -> Bool { path.utf8.elementsEqual(JobTokenIssuer.tokenFile.utf8) }

    private var token: [UInt8] { Array((issuer.token() + "\n").utf8) }

    func read(_ path: String, limit: Int) throws(Diagnostic) -> [UInt8] {
        isToken(path) ? token : try real.read(path, limit: limit)
    }

    func readPrivate(_ path: String, limit: Int) throws(Diagnostic) -> PrivateFile {
        isToken(path)
            ? PrivateFile(bytes: token, isReadableByOthers: false) : try real.readPrivate(path, limit: limit)
    }

    func kind(of path: String) -> FileKind? { isToken(path) ? .file : real.kind(of: path) }

    func names(in path: String) throws(Diagnostic) -> [String] { try real.names(in: path) }

    func canonicalPath(_ path: String) throws(Diagnostic) -> String {
        isToken(path) ? path : try real.canonicalPath(path)
    }

    func write(_ bytes: [UInt8], to path: String) throws(Diagnostic) { try real.write(bytes, to: path) }

    func create(_ bytes: [UInt8], at path: String) throws(Diagnostic) {
        try real.create(bytes, at: path)
    }

    func openLines(_ path: String) throws(Diagnostic) -> any LineFile { try real.openLines(path) }

    func createFolder(_ path: String) throws(Diagnostic) { try real.createFolder(path) }
}
