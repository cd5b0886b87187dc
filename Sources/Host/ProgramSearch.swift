/// Finds programs by `PATH`, but never in the working folder: what lies beside a manifest is not the operator's.
public struct ProgramSearch: Sendable {
    private let environment: ProcessEnvironment
    private let files: any FileSystem

    /// Makes a search.
    ///
    /// - Parameters:
    ///   - environment: Where `PATH` is looked up.
    ///   - files: The files.
    public init(environment: ProcessEnvironment, files: any FileSystem) {
        self.environment = environment
        self.files = files
    }

    /// The file of a program.
    ///
    /// - Parameter name: The program's name.
    /// - Returns: Its absolute path; `nil` when no absolute entry of `PATH` has it.
    public func path(of name: String) -> String? {
        let here = try? files.canonicalPath(".")
        for folder in (environment["PATH"] ?? "").split(separator: ":") {
            guard folder.utf8.first == UInt8(ascii: "/"), let real = try? files.canonicalPath(String(folder)),
                here.map({ !$0.utf8.elementsEqual(real.utf8) }) ?? true
            else { continue }
            let path = (folder.utf8.last == UInt8(ascii: "/") ? String(folder.dropLast()) : String(folder))
            if files.kind(of: path + "/" + name) == .file { return path + "/" + name }
        }
        return nil
    }
}
