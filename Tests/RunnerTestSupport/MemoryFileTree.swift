import Diagnostics
import Host

/// What can go wrong, before it is known what was wanted.
enum MemoryFileFault: Error, Equatable {
    case notFound
    case denied
    case tooManyLinks
    case told(Diagnostic)
}

struct MemoryFileNode {
    enum Content {
        case file([UInt8])
        case folder
        case link(String)
        case pipe
    }

    var content: Content
    var mode: UInt16
    var owner: UInt32

    var kind: FileKind {
        switch content {
        case .file: .file
        case .folder: .folder
        case .link, .pipe: .other
        }
    }
}

/// Every node by the components of its absolute path; the root has none.
struct MemoryFileTree {
    var nodes: [[String]: MemoryFileNode] = [[]: MemoryFileNode(content: .folder, mode: 0o755, owner: 0)]

    /// The path without links, `.` and `..`; its last component need not exist.
    func resolve(_ parts: [String], followingLast: Bool = true) throws(MemoryFileFault) -> [String] {
        var waiting = Array(parts.reversed())
        var place: [String] = []
        var linkCount = 0
        while let part = waiting.popLast() {
            if part == "." { continue }
            if part == ".." {
                _ = place.popLast()
                continue
            }
            place.append(part)
            guard let node = nodes[place] else {
                if waiting.isEmpty { return place }
                throw .notFound
            }
            switch node.content {
            case .folder: continue
            case .link(let destination) where !waiting.isEmpty || followingLast:
                linkCount += 1
                guard linkCount <= 40 else { throw .tooManyLinks }
                if destination.utf8.first == UInt8(ascii: "/") { place = [] } else { place.removeLast() }
                waiting += destination.split(separator: "/").map(String.init).reversed()
            default:
                guard waiting.isEmpty else { throw .notFound }
            }
        }
        return place
    }
}
