import Diagnostics
import Host

/// Keeps what is under review from leading elsewhere: a repository may hold links to any file of this machine, and what
/// is wrong in a file is shown with its lines.
struct SourceBoundary {
    private let files: any FileSystem
    private let workingFolder: String?
    /// The work tree of a folder, as its path is written.
    private var trees: [String: String?] = [:]

    /// Makes a boundary.
    ///
    /// - Parameter files: Where the files are.
    init(_ files: any FileSystem) {
        self.files = files
        workingFolder = try? files.canonicalPath(".")
    }

    /// Looks where a path really leads.
    ///
    /// In a Git work tree it must stay in that; elsewhere what was found in a folder must stay in the folder.
    ///
    /// - Parameters:
    ///   - path: A file or folder, as it was typed or found.
    ///   - folder: The folder that it was found in; `nil` for what was typed.
    /// - Returns: RN0756 when it leads out; `nil` when it does not, or is not there.
    mutating func fault(of path: String, in folder: String? = nil) -> Diagnostic? {
        guard let workingFolder, let real = try? files.canonicalPath(path) else { return nil }
        let written = SecretPath.normalized(SecretPath.joined(workingFolder, path))
        let parent = SecretPath.normalized(written + "/..")
        guard let place = tree(of: parent) ?? folder.flatMap({ try? files.canonicalPath($0) }),
            !SecretPath.isInside(real, place)
        else { return nil }
        return .leadsOut(path)
    }

    private mutating func tree(of folder: String) -> String? {
        if let known = trees[folder] { return known }
        let found = SecretPath.ancestors(of: folder).first { files.kind(of: $0 + "/.git") != nil }
        let tree = found.flatMap { try? files.canonicalPath($0.isEmpty ? "/" : $0) }
        trees[folder] = .some(tree)
        return tree
    }
}

extension Diagnostic {
    fileprivate static func leadsOut(_ path: String) -> Diagnostic {
        Diagnostic(
            .leadsOut,
            "`\(path)` is a link that leads out of the folder or repository that it is in",
            help: "put the file itself there"
        )
    }
}
