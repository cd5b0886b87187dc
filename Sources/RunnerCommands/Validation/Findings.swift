import Diagnostics

/// What `validate` found, file by file.
struct Findings: Sendable {
    /// One text that was looked at.
    struct File: Sendable {
        /// What people know it by: the path as it was typed or found, or `<stdin>`.
        let name: String
        /// The kind of each document in it, in order; without a kind, `document`.
        let kinds: [String]
        /// What is wrong in it, by place.
        let diagnostics: [Diagnostic]

        /// Whether nothing stops the work.
        var isValid: Bool { !diagnostics.containsErrors }
    }

    /// The files in the order in which they were named; within a folder by name.
    var files: [File] = []
    /// What is wrong with no file that could be read: a path that is not there, a schema that is none.
    var general: [Diagnostic] = []
    /// The texts that diagnostics point into: those of files with any, and schemas.
    var sources: [SourceText] = []

    /// Everything that is wrong, file by file, what belongs to none last.
    var diagnostics: [Diagnostic] { files.flatMap(\.diagnostics) + general }

    /// How the command ends.
    var exitStatus: ExitStatus { diagnostics.exitStatus }
}
