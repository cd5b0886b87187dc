#if canImport(Darwin)
import Darwin
#elseif canImport(Musl)
import Musl
#else
import Glibc
#endif

/// A path with wildcards, for those that a shell has not filled in.
///
/// `*`, `?` and `[…]` stand for names or parts of names as in `fnmatch(3)`, and never for a name that begins with a
/// dot; a component `**` stands for any number of folders.
public struct PathPattern: Sendable {
    /// How many folders below each other `**` and a walk through folders go down.
    public static let depthLimit = 64

    private let components: [String]
    private let isAbsolute: Bool

    /// Makes a pattern of a path.
    ///
    /// - Parameter text: What was typed; `nil` comes of a text without wildcards.
    public init?(_ text: String) {
        guard text.utf8.contains(where: { Self.wildcards.contains($0) }) else { return nil }
        isAbsolute = text.utf8.first == UInt8(ascii: "/")
        components = text.split(separator: "/").map(String.init)
    }

    /// The files and folders that fit, in byte order, each once.
    ///
    /// - Parameter files: Where to look.
    /// - Returns: Their paths, spelled as the pattern is; a folder that cannot be read has nothing in it.
    public func matches(in files: any FileSystem) -> [String] {
        var found = [isAbsolute ? "/" : ""]
        for (index, component) in components.enumerated() {
            let isLast = index == components.count - 1
            if component == "**" {
                found = found.flatMap { folder in
                    let inside = Self.folders(below: folder, in: files, levels: Self.depthLimit)
                    return isLast ? inside.flatMap { Self.entries(of: $0, in: files) } : inside
                }
            } else if component.utf8.contains(where: { Self.wildcards.contains($0) }) {
                found = found.flatMap { folder in
                    Self.entries(of: folder, in: files).filter { path in
                        Self.fits(path.split(separator: "/").last.map(String.init) ?? "", component)
                    }
                }
            } else {
                found = found.map { Self.joined($0, component) }.filter { files.kind(of: $0) != nil }
            }
        }
        var seen: Set<String> = []
        return found.filter { seen.insert($0).inserted }
            .sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
    }

    /// The folders in which something that fits may appear: the one before the first wildcard, and all below it.
    ///
    /// - Parameter files: Where to look.
    /// - Returns: Their paths, spelled as the pattern is; `.` for the working folder.
    public func folders(in files: any FileSystem) -> [String] {
        let fixed = components.prefix { !$0.utf8.contains(where: { Self.wildcards.contains($0) }) }
        let base = fixed.reduce(isAbsolute ? "/" : "", Self.joined)
        let levels = components.count - fixed.count - 1
        let depth = components.contains("**") ? Self.depthLimit : levels
        return Self.folders(below: base, in: files, levels: depth).map { $0.isEmpty ? "." : $0 }
    }

    /// A folder and all below it, links to folders included but none twice.
    private static func folders(below folder: String, in files: any FileSystem, levels: Int) -> [String] {
        var found: [String] = []
        var seen: Set<String> = []
        var waiting = [(path: folder, level: 0)]
        while let next = waiting.popLast() {
            let path = next.path.isEmpty ? "." : next.path
            guard let canonical = try? files.canonicalPath(path), seen.insert(canonical).inserted else {
                continue
            }
            found.append(next.path)
            guard next.level < levels else { continue }
            for entry in entries(of: next.path, in: files).reversed() where files.kind(of: entry) == .folder {
                waiting.append((entry, next.level + 1))
            }
        }
        return found
    }

    /// What is in a folder and does not begin with a dot.
    private static func entries(of folder: String, in files: any FileSystem) -> [String] {
        let names = (try? files.names(in: folder.isEmpty ? "." : folder)) ?? []
        return names.filter { $0.utf8.first != UInt8(ascii: ".") }.map { joined(folder, $0) }
    }

    private static func joined(_ folder: String, _ name: String) -> String {
        folder.isEmpty || folder.utf8.last == UInt8(ascii: "/") ? folder + name : folder + "/" + name
    }

    private static func fits(_ name: String, _ component: String) -> Bool {
        unsafe fnmatch(component, name, FNM_PERIOD | FNM_NOESCAPE) == 0
    }

    private static let wildcards = Array("*?[".utf8)
}
