/// An output of another job whose URI is known only when that job has succeeded.
///
/// In texts it stands as ``notation``; the executor fills it in before an attempt is intended.
public struct NeededOutput: Hashable, Sendable {
    /// The job that writes it.
    public let address: JobAddress
    /// The output's name.
    public let output: String

    /// Names an output.
    ///
    /// - Parameters:
    ///   - address: The job that writes it.
    ///   - output: The output's name.
    public init(address: JobAddress, output: String) {
        self.address = address
        self.output = output
    }

    /// What stands for the URI, such as `${{ jobs.score[region=eu].outputs.table.uri }}`; part of digests.
    public var notation: String { "${{ jobs.\(address.jobText).outputs.\(output).uri }}" }
}
