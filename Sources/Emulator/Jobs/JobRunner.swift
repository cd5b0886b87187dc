import Diagnostics
import Host
import Manifests

/// Runs accepted jobs: through their states, with real scoring processes.
struct JobRunner: Sendable {
    /// The jobs.
    let book: JobBook
    /// Where they read and write.
    let storage: StorageMap
    /// What they run, by endpoint and deployment.
    let deployments: [[String]: PreparedDeployment]
    /// The files.
    let files: any FileSystem
    /// The operator's environment.
    let environment: ProcessEnvironment
    /// The time.
    let time: any Timekeeper
    /// How many run at once.
    let seats = Seats(EmulatorLimits.runningJobs)

    /// Runs every job as it is accepted, until cancelled.
    func run(_ accepted: AsyncStream<String>) async {
        await withDiscardingTaskGroup { group in
            for await name in accepted { group.addTask { await settle(name) } }
            group.cancelAll()
        }
    }

    /// Runs a job to its end, or until it is cancelled.
    private func settle(_ name: String) async {
        await withDiscardingTaskGroup { group in
            group.addTask { await work(name) }
            // Ends with the job's work, or before it when somebody cancels the job.
            _ = await book.settled(name)
            group.cancelAll()
        }
    }

    private func work(_ name: String) async {
        guard let job = await book.job(name) else { return }
        do {
            try await advance(job)
            await book.move(name, to: .completed)
        } catch let failure as JobFailure {
            job.log.note(failure.message)
            await book.move(name, to: .failed, failure: failure)
        } catch is CancellationError {
            await book.move(name, to: .canceled)
        } catch {
            await book.move(
                name,
                to: .failed,
                failure: .system("The emulator could not run the job: \(error).")
            )
        }
    }

    private func advance(_ job: EmulatedJob) async throws {
        try await time.sleep(for: job.order.timing.preparing)
        await book.move(job.name, to: .queued)
        try await time.sleep(for: job.order.timing.queued)
        try await seats.seated {
            await book.move(job.name, to: .running)
            let inputs = try storage.inputFiles(job.request.inputURI, type: job.request.inputType)
            let output = try storage.outputPath(job.outputURI)
            guard await book.claim(output: output) else { throw StorageMap.outputExists(job.outputURI) }
            do {
                let rows = try await score(job, inputs: inputs, output: output)
                try await finish(job, rows: rows, output: output)
            } catch {
                await book.release(output: output)
                throw error
            }
            await book.release(output: output)
        }
    }

    private func finish(_ job: EmulatedJob, rows: [UInt8], output: String) async throws {
        await book.move(job.name, to: .finalizing)
        guard job.request.settings.outputAction == .appendRow else { return }
        guard files.kind(of: output) == nil else { throw StorageMap.outputExists(job.outputURI) }
        do {
            try files.write(rows, to: output)
        } catch {
            throw JobFailure.system("The output cannot be written: \(error.message).")
        }
    }

    /// Runs all mini-batches.
    ///
    /// - Returns: The rows, in the order of the mini-batches.
    private func score(_ job: EmulatedJob, inputs: [String], output: String) async throws -> [UInt8] {
        guard let prepared = deployments[[job.endpoint, job.deployment]] else {
            throw JobFailure.system("The deployment was not prepared.")
        }
        let settings = job.request.settings
        let batches = MiniBatch.all(of: inputs, size: settings.miniBatchSize)
        let progress = ScoringProgress(batches, settings: settings)
        let worker = ScoringWorker(
            prepared: prepared,
            settings: settings,
            variables: ScoringEnvironment.variables(
                from: environment,
                deployment: prepared.deployment,
                model: prepared.model,
                job: job.name,
                outputFolder: Self.folder(of: output)
            ),
            progress: progress,
            log: job.log
        )
        let wanted = settings.instanceCount * settings.maximumConcurrencyPerInstance
        try await withThrowingTaskGroup(of: Void.self) { group in
            for _ in 0..<min(wanted, batches.count) { group.addTask { try await worker.work() } }
            try await group.waitForAll()
        }
        return try await progress.outcome()
    }

    private static func folder(of path: String) -> String {
        "/" + path.split(separator: "/").dropLast().joined(separator: "/")
    }
}
