import Diagnostics
import Host

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#else
import Darwin
#endif

/// The file and the folder that a ledger is in: looks before SQLite does, and makes both.
struct LedgerPlace: Sendable {
    let path: String

    init(_ path: String) { self.path = path }

    var folder: String {
        guard let slash = path.utf8.lastIndex(of: UInt8(ascii: "/")) else { return "." }
        let parent = String(decoding: path.utf8[..<slash], as: UTF8.self)
        return parent.isEmpty ? "/" : parent
    }

    /// The path as SQLite takes it: never read as `:memory:` or as a URI.
    var plainPath: String { path.utf8.first == UInt8(ascii: "/") ? path : "./" + path }

    /// The path as a URI that opens the file without locks, side files or writing.
    var immutableURI: String {
        var text = "file:"
        var previous: UInt8 = 0
        for byte in plainPath.utf8 {
            switch byte {
            // Two slashes at the beginning would be read as an authority.
            case UInt8(ascii: "/") where previous == byte: continue
            case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, 0x2D, 0x2E, 0x2F, 0x5F, 0x7E:
                text.unicodeScalars.append(Unicode.Scalar(byte))
            default: text += "%" + LedgerChain.hexadecimal([byte])
            }
            previous = byte
        }
        return text + "?immutable=1"
    }

    /// Refuses what must not be opened.
    ///
    /// - Returns: The file's facts, and warnings.
    func inspect() throws(Diagnostic) -> (facts: FileFacts, warnings: [Diagnostic]) {
        guard let facts = FileFacts(at: path) else { throw .ledgerMissing(path) }
        switch facts.kind {
        case .file: break
        case .symbolicLink: throw .notARegularFile(path, "a symbolic link")
        case .folder: throw .notARegularFile(path, "a folder")
        case .other: throw .notARegularFile(path, "not a regular file")
        }
        guard facts.owner == geteuid() else {
            throw .unsafeLedger(path, "is owned by user \(facts.owner), not by the caller (\(geteuid()))")
        }
        guard facts.mode & 0o022 == 0 else {
            throw .unsafeLedger(
                path,
                "can be written by others (mode \(octal(facts.mode)))",
                fix: "chmod 600"
            )
        }
        try inspectFolder()
        guard facts.sizeInBytes > 0 else { throw .ledgerEmpty(path) }
        return (facts, facts.mode & 0o044 == 0 ? [] : [.readableByOthers(path, mode: octal(facts.mode))])
    }

    /// Others who may write to the folder could put another file in the ledger's place.
    func inspectFolder() throws(Diagnostic) {
        guard let facts = FileFacts(following: folder), facts.kind == .folder else { return }
        guard facts.mode & 0o002 == 0 || facts.mode & 0o1000 != 0 else {
            throw .unsafeLedger(
                folder,
                "can be written by everybody (mode \(octal(facts.mode)))",
                fix: "chmod o-w"
            )
        }
    }

    /// Makes the folder, mode 0700 whatever the umask says, with those above it.
    ///
    /// A folder that is made here also gets a `.gitignore` that covers all of it: a ledger must not be committed.
    func createFolder() throws(Diagnostic) {
        guard FileFacts(following: folder) == nil else { return try inspectFolder() }
        var position = folder.utf8.startIndex
        let end = folder.utf8.endIndex
        while position < end {
            let next =
                folder.utf8[folder.utf8.index(after: position)...].firstIndex(of: UInt8(ascii: "/")) ?? end
            let part = String(decoding: folder.utf8[..<next], as: UTF8.self)
            if unsafe mkdir(part, 0o700) == 0 {
                _ = unsafe chmod(part, 0o700)
            } else if errno != EEXIST && errno != EISDIR {
                throw .cannotCreate(part, errno)
            }
            position = next
        }
        try PrivateAppender(path: folder + "/.gitignore", failure: .ledgerUnwritable).append("*\n")
    }

    /// Makes an empty file that is ours alone; fails when anything is there.
    static func createExclusively(_ path: String) throws(Diagnostic) {
        let descriptor = unsafe open(path, O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC | O_RDWR, 0o600)
        guard descriptor >= 0 else { throw .cannotCreate(path, errno) }
        defer { close(descriptor) }
        guard fchmod(descriptor, 0o600) == 0 else { throw .cannotCreate(path, errno) }
    }

    /// Gives a finished file its name, in one step, unless something has the name; then makes the name durable.
    func install(_ finished: String) throws(Diagnostic) {
        if unsafe link(finished, path) == 0 {
            _ = unsafe unlink(finished)
        } else {
            let cause = errno
            guard cause != EEXIST, FileFacts(at: path) == nil else { throw .ledgerExists(path) }
            // A file system without hard links.
            guard cause == EPERM || cause == ENOTSUP || cause == ENOSYS, unsafe rename(finished, path) == 0
            else {
                throw .cannotCreate(path, cause)
            }
        }
        let descriptor = unsafe open(folder, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { return }
        fsync(descriptor)
        close(descriptor)
    }

    static func remove(_ path: String) { _ = unsafe unlink(path) }

    private func octal(_ mode: UInt32) -> String { "0" + String(mode, radix: 8) }
}

extension Diagnostic {
    static func ledgerMissing(_ path: String) -> Diagnostic {
        Diagnostic(
            .ledgerMissing,
            "there is no ledger at `\(path)`",
            notes: ["without its ledger a manifest would be run again as a whole"],
            help: "run `runner ledger init --ledger \(path)` once, or restore the ledger of earlier runs"
        )
    }

    static func ledgerExists(_ path: String) -> Diagnostic {
        Diagnostic(
            .ledgerExists,
            "something is at `\(path)` already",
            help: "use it as it is, or give another path with `--ledger`"
        )
    }

    static func notARegularFile(_ path: String, _ kind: String) -> Diagnostic {
        Diagnostic(
            .ledgerNotAFile,
            "the ledger `\(path)` is \(kind)",
            help: "give the path of the ledger file itself with `--ledger`"
        )
    }

    static func unsafeLedger(_ path: String, _ fault: String, fix: String? = nil) -> Diagnostic {
        Diagnostic(
            .ledgerUnsafe,
            "`\(path)` \(fault)",
            notes: ["whoever can write a ledger can make a job seem done, or have it sent twice"],
            help: fix.map {
                "run `\($0) \(path)` if nobody tampered with it; `runner ledger verify` helps to see"
            }
        )
    }

    static func ledgerEmpty(_ path: String) -> Diagnostic {
        Diagnostic(
            .ledgerEmpty,
            "the ledger `\(path)` has no bytes",
            notes: ["an emptied ledger has forgotten every job: going on would send them all again"],
            help:
                "restore it from a copy; if there never was one, remove the file and run `runner ledger init`"
        )
    }

    static func readableByOthers(_ path: String, mode: String) -> Diagnostic {
        Diagnostic(
            .ledgerUnsafe,
            severity: .warning,
            "the ledger `\(path)` can be read by others (mode \(mode))",
            help: "run `chmod 600 \(path)`"
        )
    }

    static func cannotCreate(_ path: String, _ number: Int32) -> Diagnostic {
        Diagnostic(
            .ledgerUnwritable,
            "`\(path)` cannot be made",
            notes: ["the system says: \(unsafe String(cString: strerror(number)))"]
        )
    }
}
