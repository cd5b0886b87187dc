import Diagnostics
import Host
import Manifests

/// What `validate` is asked to do.
struct ValidationRequest: Equatable, Sendable {
    /// Files, folders, patterns, or `-`.
    var paths: [String] = []
    /// Whether folders inside folders are looked into.
    var isRecursive = false
    /// The schema that documents are checked by; the kinds of this build without one.
    var schema: String?
    /// Where schemas that others refer to are found, `[PREFIX=]DIR`.
    var schemaFolders: [String] = []
    /// Whether `format` of a given schema decides.
    var assertsFormats = false
    /// Hosts that credentials may go to besides the cloud's own.
    var allowedHosts: [String] = []
    /// How findings are written; what suits the place where the program runs without one.
    var format: FindingsFormat?
    /// How many findings are shown; the format's own limit without one.
    var errorLimit: Int?
    /// Whether what is valid is not mentioned.
    var isQuiet = false
    /// Whether findings leave the exit status at 0.
    var exitsZero = false
    /// Whether the check is repeated whenever something changes.
    var isWatching = false
    /// When colour is used.
    var color = ColorChoice.auto
}
