public import Manifests

/// What people type to name a job: `manifest/job`, or `manifest/job[region=eu,size=2]` under a matrix.
///
/// ```
/// address = name "/" name [ "[" combination "]" ]     combination: see ``JobCombination``
/// ```
///
/// ``description`` is the canonical form: ASCII, the axes sorted, quotes only where they must be. It is what is
/// recorded and what keys are made of. `@occurrence` is not part of it.
public struct JobAddress: Hashable, Comparable, Sendable, CustomStringConvertible {
    /// The manifest's name.
    public let manifest: String
    /// The job's name.
    public let job: String
    /// Its values under a matrix.
    public let combination: JobCombination

    /// Makes an address.
    ///
    /// - Parameters:
    ///   - manifest: The manifest's name.
    ///   - job: The job's name.
    ///   - combination: Its values under a matrix.
    public init(manifest: String, job: String, combination: JobCombination = .none) {
        self.manifest = manifest
        self.job = job
        self.combination = combination
    }

    /// Reads an address as people type it, with nothing behind it.
    ///
    /// - Parameter text: The text; the values of a matrix in any order and any JSON spelling.
    public init?(_ text: String) {
        var rest = text[...]
        self.init(readingFrom: &rest)
        guard rest.isEmpty else { return nil }
    }

    /// Reads the address at the beginning of a text that somebody typed.
    ///
    /// - Parameter rest: The text; what was read is taken off.
    init?(readingFrom rest: inout Substring) {
        func name() -> String? {
            let name = rest.utf8.prefix { byte in
                (0x61...0x7A).contains(byte) || (0x30...0x39).contains(byte) || byte == UInt8(ascii: "-")
            }
            rest = Substring(rest.utf8.dropFirst(name.count))
            return name.isEmpty ? nil : String(Substring(name))
        }
        func take(_ byte: UInt8) -> Bool {
            guard rest.utf8.first == byte else { return false }
            rest = Substring(rest.utf8.dropFirst())
            return true
        }
        guard let manifest = name(), take(UInt8(ascii: "/")), let job = name() else { return nil }
        guard take(UInt8(ascii: "[")) else {
            self.init(manifest: manifest, job: job)
            return
        }
        guard let combination = JobCombination(readingFrom: &rest), take(UInt8(ascii: "]")) else {
            return nil
        }
        self.init(manifest: manifest, job: job, combination: combination)
    }

    /// The address of the declared job, all its combinations.
    var whole: JobAddress { JobAddress(manifest: manifest, job: job) }

    /// Orders addresses as texts.
    public static func < (left: JobAddress, right: JobAddress) -> Bool {
        left.description < right.description
    }

    /// The address in its canonical form.
    public var description: String { manifest + "/" + jobText }

    /// The address without its manifest, such as `score[region=eu]`.
    public var jobText: String {
        combination == .none ? job : job + "[" + combination.text + "]"
    }
}
