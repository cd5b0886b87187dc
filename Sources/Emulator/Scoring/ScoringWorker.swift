import Host
import JSONValues
import Manifests
import Subprocess
import SystemPackage

/// Works on a job's mini-batches with one scoring process at a time.
///
/// A process that dies or takes too long is replaced by a new one, and its mini-batch is tried again.
struct ScoringWorker: Sendable {
    /// What is run.
    let prepared: PreparedDeployment
    /// The job's settings.
    let settings: EmulatedDeployment.Settings
    /// The process's variables.
    let variables: [String: String]
    /// Where mini-batches come from and results go.
    let progress: ScoringProgress
    /// Takes what the script prints.
    let log: JobLog

    /// A mini-batch with how often it was tried.
    private struct Attempt {
        let batch: MiniBatch
        var tries = 0
    }

    /// Why a conversation ended.
    private enum Ending {
        /// There are no mini-batches left.
        case finished
        /// The process ended, or was ended, during a mini-batch.
        case died(Attempt, isTimeout: Bool)
        /// The process ended while it was set up.
        case diedEarly
        /// The job cannot go on.
        case failed(JobFailure)
    }

    /// Works until no mini-batch is left.
    ///
    /// - Throws: ``JobFailure`` when the job cannot go on, `CancellationError`.
    func work() async throws {
        var held = await progress.next().map { Attempt(batch: $0) }
        while let attempt = held {
            held = try await life(beginningWith: attempt)
        }
    }

    /// The life of one process.
    ///
    /// - Returns: The mini-batch that the next process begins with; `nil` when there is none.
    private func life(beginningWith attempt: Attempt) async throws -> Attempt? {
        let outcome = try await run(beginningWith: attempt)
        try Task.checkCancellation()
        switch outcome.ending {
        case .finished:
            return nil
        case .failed(let failure):
            throw failure
        case .diedEarly:
            throw JobFailure.user("The scoring process ended during init(): \(outcome.status).\n\(log.end)")
        case .died(let attempt, let isTimeout):
            let seconds = settings.timeout / .seconds(1)
            let fault =
                isTimeout
                ? "run() took longer than \(seconds) s for the mini-batch of \(attempt.batch.names)."
                : "The scoring process ended during run() of \(attempt.batch.names): \(outcome.status).\n\(log.end)"
            return try await retried(attempt, fault: fault)
        }
    }

    /// The same mini-batch again, or the next one when its tries are used up.
    private func retried(_ attempt: Attempt, fault: String) async throws(JobFailure) -> Attempt? {
        log.note(fault.prefix { $0 != "\n" } + " (try \(attempt.tries) of \(settings.maximumRetries + 1))")
        guard attempt.tries > settings.maximumRetries else { return attempt }
        try await progress.failed(attempt.batch, fault: fault)
        return await progress.next().map { Attempt(batch: $0) }
    }

    // MARK: - The process

    private func run(beginningWith attempt: Attempt) async throws -> (ending: Ending, status: String) {
        var options = PlatformOptions()
        // A session of its own: whatever the script starts is reached, and ended, as one group.
        options.createSession = true
        options.teardownSequence = [
            .send(signal: .kill, toProcessGroup: true, allowedDurationToNextStep: .zero)
        ]
        var environment: [Environment.Key: String] = [:]
        for (name, value) in variables { environment[Environment.Key(stringLiteral: name)] = value }
        do {
            let result = try await Subprocess.run(
                .path(FilePath(prepared.python)),
                arguments: ["-c", ScoringDriver.source],
                environment: .custom(environment),
                workingDirectory: FilePath(prepared.codeFolder),
                platformOptions: options,
                input: .inputWriter,
                output: .sequence,
                error: .sequence
            ) { execution in
                await attended(execution, beginningWith: attempt)
            }
            return (result.closureResult, Self.text(result.terminationStatus))
        } catch let error as SubprocessError {
            try Task.checkCancellation()
            throw JobFailure.system("Python (\(prepared.python)) cannot be run: \(error).")
        }
    }

    private typealias Process = Execution<CustomWriteInput, SequenceOutput, SequenceOutput>

    /// Converses with a process while what it prints is kept, and ends its whole group afterwards.
    private func attended(_ process: Process, beginningWith attempt: Attempt) async -> Ending {
        await withTaskGroup(of: Void.self) { group in
            group.addTask {
                var printed = process.standardError.makeAsyncIterator()
                while let buffer = try? await printed.next(isolation: nil) {
                    log.append(unsafe buffer.withUnsafeBytes { unsafe Array($0) })
                }
            }
            let ending = await converse(process, beginningWith: attempt)
            Self.end(process)
            return ending
        }
    }

    private func converse(_ process: Process, beginningWith first: Attempt) async -> Ending {
        var replies = ReplyReader(process.standardOutput)
        let load: JSONValue = ["load": .string(prepared.script)]
        switch await ask(process, load, within: EmulatorLimits.initialisation, &replies) {
        case .reply(.done): break
        case .reply(.raised(let fault)):
            return .failed(.user("The scoring script failed in init(): \(fault)"))
        case .timedOut: return .failed(.user("The scoring script did not finish init() in time."))
        case .ended: return .diedEarly
        }
        var held: Attempt? = first
        while var attempt = held {
            attempt.tries += 1
            do {
                switch await ask(process, order(attempt.batch), within: settings.timeout, &replies) {
                case .reply(.done(let count, let rows)):
                    try await progress.succeeded(attempt.batch, count: count, rows: rows)
                    held = await progress.next().map { Attempt(batch: $0) }
                case .reply(.raised(let fault)):
                    held = try await retried(attempt, fault: "The scoring script failed in run(): \(fault)")
                case .timedOut: return .died(attempt, isTimeout: true)
                case .ended: return .died(attempt, isTimeout: false)
                }
            } catch {
                return .failed(error)
            }
        }
        _ = try? await process.standardInputWriter.write(Self.line(["end": true]))
        await leave(process, &replies)
        return .finished
    }

    private func order(_ batch: MiniBatch) -> JSONValue {
        [
            "run": .array(batch.files.map(JSONValue.string)),
            "rows": .bool(settings.outputAction == .appendRow),
        ]
    }
}

// MARK: - Asking and waiting

extension ScoringWorker {
    private enum Answer {
        case reply(ScoringReply)
        case timedOut
        case ended
    }

    private func ask(
        _ process: Process,
        _ order: JSONValue,
        within limit: Duration,
        _ replies: inout ReplyReader
    ) async -> Answer {
        guard (try? await process.standardInputWriter.write(Self.line(order))) != nil else { return .ended }
        return await withTaskGroup(of: Bool.self) { watch in
            watch.addTask { await endAfter(limit, process) }
            let reply = await replies.next()
            watch.cancelAll()
            if await watch.next() ?? false { return .timedOut }
            return reply.map(Answer.reply) ?? .ended
        }
    }

    /// Lets the process end by itself, so that what the script does at its exit is done; not for ever.
    private func leave(_ process: Process, _ replies: inout ReplyReader) async {
        await withTaskGroup(of: Bool.self) { watch in
            watch.addTask { await endAfter(EmulatorLimits.farewell, process) }
            await replies.drain()
            watch.cancelAll()
        }
    }

    /// Ends the process after a time, unless this is cancelled before.
    private func endAfter(_ limit: Duration, _ process: Process) async -> Bool {
        do {
            // Real time, whatever the clock of the emulator says: this is a real process.
            try await SystemTimekeeper().sleep(for: limit)
        } catch {
            return false
        }
        Self.end(process)
        return true
    }

    /// Ends the process and all that it started.
    private static func end(_ process: Process) {
        try? process.send(signal: .kill, toProcessGroup: true)
    }

    private static func line(_ order: JSONValue) -> [UInt8] { Array(JSONWriter.text(order).utf8) + [0x0A] }

    private static func text(_ status: TerminationStatus) -> String {
        switch status {
        case .exited(let code): "exit status \(code)"
        case .signaled(let signal): "signal \(signal)"
        }
    }
}
