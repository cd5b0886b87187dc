/// What people type to name a job: `manifest/job`.
///
/// The parts are names in the manifest's grammar (`[a-z0-9-]`), so nothing needs quoting yet; `[key=value]`
/// of a matrix and `@occurrence` are appended by later stages.
public struct JobAddress: Hashable, Comparable, Sendable, CustomStringConvertible {
    /// The manifest's name.
    public let manifest: String
    /// The job's name.
    public let job: String

    /// Makes an address.
    ///
    /// - Parameters:
    ///   - manifest: The manifest's name.
    ///   - job: The job's name.
    public init(manifest: String, job: String) {
        self.manifest = manifest
        self.job = job
    }

    /// Orders addresses as texts.
    public static func < (left: JobAddress, right: JobAddress) -> Bool {
        left.description < right.description
    }

    /// The address as people type it.
    public var description: String { manifest + "/" + job }
}
