public import Diagnostics

/// The faults of files, in the words that every ``FileSystem`` uses.
extension Diagnostic {
    /// RN0701: nothing stands there.
    ///
    /// - Parameter path: The path as it was given.
    /// - Returns: The diagnostic.
    public static func fileNotFound(_ path: String) -> Diagnostic {
        Diagnostic(.fileNotFound, "`\(path)` is not there")
    }

    /// RN0702: the system does not let it be read.
    ///
    /// - Parameters:
    ///   - path: The path as it was given.
    ///   - reason: The system's words.
    /// - Returns: The diagnostic.
    public static func fileNotReadable(_ path: String, _ reason: String) -> Diagnostic {
        Diagnostic(.fileNotReadable, "`\(path)` cannot be read", notes: ["the system says: \(reason)"])
    }

    /// RN0703: it has more bytes than it may have.
    ///
    /// - Parameters:
    ///   - path: The path as it was given.
    ///   - limit: How many bytes it may have.
    /// - Returns: The diagnostic.
    public static func fileTooLarge(_ path: String, limit: Int) -> Diagnostic {
        Diagnostic(.fileTooLarge, "`\(path)` has more than \(limit) bytes")
    }

    /// RN0704: it is not a regular file.
    ///
    /// - Parameters:
    ///   - path: The path as it was given.
    ///   - kind: What stands there.
    /// - Returns: The diagnostic.
    public static func notARegularFile(_ path: String, kind: FileKind) -> Diagnostic {
        let words = kind == .folder ? "a folder, not a file" : "a pipe, device or socket, not a file"
        return Diagnostic(.notARegularFile, "`\(path)` is \(words)")
    }

    /// RN0705: others could have written it, or it is a symbolic link.
    ///
    /// - Parameters:
    ///   - path: The path as it was given.
    ///   - fault: What is unsafe about it.
    /// - Returns: The diagnostic.
    public static func unsafeSecretFile(_ path: String, _ fault: SecretFileFault) -> Diagnostic {
        switch fault {
        case .symbolicLink:
            Diagnostic(
                .unsafeSecretFile,
                "the secret file `\(path)` is a symbolic link",
                help: "name the file that it points to"
            )
        case .foreignOwner(let owner):
            Diagnostic(
                .unsafeSecretFile,
                "the secret file `\(path)` belongs to another user",
                notes: ["its owner has the id \(owner)"],
                help: "let it belong to the user who runs the command, or to root"
            )
        case .writableByOthers:
            Diagnostic(
                .unsafeSecretFile,
                "others can write the secret file `\(path)`",
                help: .takingRightAway("go-w", from: path)
            )
        }
    }

    /// RN0706: it cannot be written.
    ///
    /// - Parameters:
    ///   - path: The path as it was given.
    ///   - reason: The system's words.
    /// - Returns: The diagnostic.
    public static func notWritable(_ path: String, _ reason: String) -> Diagnostic {
        Diagnostic(.notWritable, "`\(path)` cannot be written", notes: ["the system says: \(reason)"])
    }

    /// RN0707: something stands where a new file is to be.
    ///
    /// - Parameter path: The path as it was given.
    /// - Returns: The diagnostic.
    public static func alreadyThere(_ path: String) -> Diagnostic {
        Diagnostic(
            .alreadyThere,
            "`\(path)` is there already",
            help: "name another file, or take this one away"
        )
    }
}

/// What makes a secret file unsafe.
public enum SecretFileFault: Hashable, Sendable {
    /// Its path ends in a symbolic link.
    case symbolicLink
    /// Its owner is neither the caller nor root; with the owner's id.
    case foreignOwner(UInt32)
    /// Its group or everybody can write it.
    case writableByOthers
}

extension String {
    /// What to do about rights that a file should not have.
    ///
    /// - Parameters:
    ///   - right: As `chmod` takes it, such as `go-w`.
    ///   - path: The file. One that a shell would not take as it is, is not written into the command.
    /// - Returns: The words of a diagnostic's help.
    public static func takingRightAway(_ right: String, from path: String) -> String {
        let isPlain = path.utf8.allSatisfy { byte in
            0x30...0x39 ~= byte || 0x41...0x5A ~= byte || 0x61...0x7A ~= byte || "._-/+@".utf8.contains(byte)
        }
        guard isPlain, path.utf8.first != UInt8(ascii: "-") else {
            return "take the right away: `chmod \(right)` and the path"
        }
        return "run `chmod \(right) \(path)`"
    }
}
