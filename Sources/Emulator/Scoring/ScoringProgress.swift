import Manifests

/// How far a job's mini-batches are: hands them out, counts what failed, keeps the rows in order.
actor ScoringProgress {
    private let settings: EmulatedDeployment.Settings
    private var waiting: [MiniBatch]
    private var rows: [Int: [UInt8]] = [:]
    private var sizeInBytes = 0
    private var succeededItems = 0
    private var failedFiles = 0
    private var lastFault: String?

    /// Begins with all mini-batches of a job.
    init(_ batches: [MiniBatch], settings: EmulatedDeployment.Settings) {
        self.settings = settings
        self.waiting = batches.reversed()
    }

    /// The next mini-batch to work on; `nil` when there are none left.
    func next() -> MiniBatch? { waiting.popLast() }

    /// Counts a mini-batch that `run()` returned from.
    ///
    /// Each element that it returned stands for one file that succeeded.
    func succeeded(_ batch: MiniBatch, count: Int, rows: [UInt8]) throws(JobFailure) {
        succeededItems += count
        sizeInBytes += rows.count
        guard sizeInBytes <= EmulatorLimits.output else {
            throw .user(
                "The rows of the job are larger than the \(EmulatorLimits.output) bytes that the emulator takes."
            )
        }
        self.rows[batch.index] = rows
        try failed(files: max(0, batch.files.count - count))
    }

    /// Counts a mini-batch whose tries are used up.
    func failed(_ batch: MiniBatch, fault: String) throws(JobFailure) {
        lastFault = fault
        try failed(files: batch.files.count)
    }

    private func failed(files: Int) throws(JobFailure) {
        failedFiles += files
        guard settings.errorThreshold >= 0, failedFiles > settings.errorThreshold else { return }
        throw .user(
            "The number of failed files (\(failedFiles)) exceeds the error threshold (\(settings.errorThreshold))."
                + (lastFault.map { "\n\($0)" } ?? "")
        )
    }

    /// All rows in the order of the mini-batches.
    ///
    /// - Throws: The service's own words when nothing succeeded.
    func outcome() throws(JobFailure) -> [UInt8] {
        guard succeededItems > 0 else {
            throw .user(
                """
                No succeeded mini batch item returned from run(). Please check 'response: run()' in \
                https://aka.ms/batch-inference-documentation.
                """ + (lastFault.map { "\n\($0)" } ?? "")
            )
        }
        var bytes: [UInt8] = []
        bytes.reserveCapacity(sizeInBytes)
        for index in rows.keys.sorted() { bytes += rows[index] ?? [] }
        return bytes
    }
}
