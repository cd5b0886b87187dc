import Diagnostics
import Host

/// Files of the package that tests read.
public enum Fixture {
    /// The package's folder, without a slash at its end and with links resolved.
    public static let packageRoot: String = {
        let file = #filePath
        let folder = file.split(separator: "/").dropLast().joined(separator: "/")
        let canonical = (try? SystemFileSystem().canonicalPath("/" + folder)) ?? "/" + folder
        return "/" + canonical.split(separator: "/").dropLast(2).joined(separator: "/")
    }()

    /// Reads a file of the package.
    ///
    /// - Parameter path: From the package's folder, such as `manifests/heart-disease.yaml`.
    /// - Returns: The bytes.
    /// - Throws: RN07 when it cannot be read.
    public static func bytes(_ path: String) throws -> [UInt8] {
        try SystemFileSystem().read(packageRoot + "/" + path, limit: 64 << 20)
    }

    /// Reads a text file of the package.
    ///
    /// - Parameter path: From the package's folder.
    /// - Returns: The text.
    /// - Throws: RN07 when it cannot be read.
    public static func text(_ path: String) throws -> String {
        String(decoding: try bytes(path), as: UTF8.self)
    }

    /// The names in a folder of the package that end in a given way, sorted, without that ending.
    ///
    /// - Parameters:
    ///   - folder: From the package's folder, such as `Tests/ManifestsTests/Fixtures/invalid`.
    ///   - suffix: The ending, such as `.yaml`.
    /// - Returns: The names; empty when there is no such folder.
    public static func names(in folder: String, suffix: String) -> [String] {
        let names = (try? SystemFileSystem().names(in: packageRoot + "/" + folder)) ?? []
        return names.filter { $0.hasSuffix(suffix) }.map { String($0.dropLast(suffix.count)) }
    }
}

/// Material beside the package, which a clone need not have.
public enum SharedReference {
    /// The folder, without a slash at its end.
    public static let folder =
        "/" + Fixture.packageRoot.split(separator: "/").dropLast().joined(separator: "/") + "/shared"

    /// Whether it is there; a test that needs it is skipped otherwise.
    public static let isPresent = SystemFileSystem().kind(of: folder) == .folder

    /// Reads a file of it.
    ///
    /// - Parameter path: From the folder.
    /// - Returns: The bytes.
    /// - Throws: RN07 when it cannot be read.
    public static func bytes(_ path: String) throws -> [UInt8] {
        try SystemFileSystem().read(folder + "/" + path, limit: 256 << 20)
    }
}

extension Fixture {
    /// The text of every Swift file under `Sources`.
    ///
    /// - Returns: The texts, in no particular order.
    /// - Throws: RN07 when one cannot be read.
    public static func sourceTexts() throws -> [String] {
        let files = SystemFileSystem()
        func walk(_ folder: String) throws -> [String] {
            try files.names(in: folder).flatMap { name -> [String] in
                let path = folder + "/" + name
                if files.kind(of: path) == .folder { return try walk(path) }
                guard name.hasSuffix(".swift") else { return [] }
                return [String(decoding: try files.read(path, limit: 4 << 20), as: UTF8.self)]
            }
        }
        return try walk(packageRoot + "/Sources")
    }
}
