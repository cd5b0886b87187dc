public import Diagnostics
import HTTPExchange
import Host
import Ledgers
public import Plans

extension Executor {
    /// Carries inquiries out with this run's means.
    var inquirer: Inquirer { inquirer(retrying: options.retry) }

    /// Carries inquiries out with this run's means, as often as a schedule says.
    func inquirer(retrying schedule: RetrySchedule) -> Inquirer {
        Inquirer(
            transport: transport,
            authorizer: authorizer,
            time: time,
            jitter: jitter,
            schedule: schedule,
            timeout: options.exchangeTimeout,
            stop: stop
        )
    }

    /// Looks up the endpoints that a plan's jobs need, each once in a run.
    ///
    /// - Parameter plan: The plan.
    /// - Returns: The plan with the places of its endpoints.
    /// - Throws: RN0549 for an endpoint that is not there, RN0544 or RN0545 when it could not be asked about.
    public func located(_ plan: Plan) async throws(Diagnostic) -> Plan {
        var places: [EndpointTarget: EndpointPlace] = [:]
        for job in plan.jobs where job.needsToken {
            let submission = job.submission
            guard places[submission.target] == nil, submission.target.named != nil else { continue }
            // What keeps a token from being got is said as that.
            if let audience = engine.managementAudience(for: submission.target) {
                _ = try await authorizer.token(for: submission.credential, audience: audience)
            }
            do throws(InquiryFailure) {
                let place = try await book.place(
                    of: submission.target,
                    as: submission.credential,
                    with: engine,
                    inquirer
                )
                if let place { places[submission.target] = place }
            } catch {
                throw .endpointNotLocated(submission, error)
            }
        }
        return plan.located { places[$0.target] }
    }

    /// The jobs that a submission's endpoint lists, asked for from now on.
    func listing(of submission: Submission) async throws(InquiryFailure) -> ListingIndex {
        guard let key = submission.listingKey else { throw .notListed }
        return try await listings.listing(key, time) { () async throws(InquiryFailure) in
            guard let listing = try await fetchedListing(of: submission, retrying: options.retry) else {
                throw .notListed
            }
            return listing
        }
    }

    /// What its endpoint's list says of a job that is followed; `nil` when it is to be asked about by itself.
    func glimpse(
        of remoteID: String,
        _ submission: Submission,
        notOlderThan age: Duration
    ) async -> FollowedJobs.Glimpse? {
        guard let key = submission.listingKey else { return nil }
        // Whoever follows asks again by itself.
        var once = options.retry
        once.attempts = 1
        return await followed.glimpse(of: remoteID, key, notOlderThan: age, time) {
            [once] (pages) async throws(InquiryFailure) in
            try await fetchedListing(of: submission, retrying: once, pages: pages)
        }
    }

    /// - Returns: The list; `nil` when it has more pages than are wanted.
    private func fetchedListing(
        of submission: Submission,
        retrying schedule: RetrySchedule,
        pages: Int? = nil
    ) async throws(InquiryFailure) -> JobListing? {
        let frontEnd = try await book.frontEnd(
            of: submission.target,
            as: submission.credential,
            with: engine,
            inquirer
        )
        guard let frontEnd, let inquiry = engine.jobs(of: submission.target, at: frontEnd) else {
            throw .notListed
        }
        return try await inquirer(retrying: schedule)
            .attempt(inquiry, as: submission.credential, requests: pages)
    }

    /// How long the tries of one submission can last, in seconds: after that an attempt without an answer is over.
    var longestSending: Int64 {
        let oneTry = options.exchangeTimeout + options.retry.longestRetryAfter
        return (oneTry * options.retry.attempts).components.seconds
    }
}

extension Diagnostic {
    /// Says why an endpoint could not be looked up.
    static func endpointNotLocated(_ submission: Submission, _ failure: InquiryFailure) -> Diagnostic {
        let name = submission.endpoint
        switch failure {
        case .denied(let refusal):
            return Diagnostic(
                .identityRefused,
                "the identity of `\(submission.credential)` may not look the endpoint `\(name)` up",
                notes: [refusal.words],
                help:
                    "give it the role AzureML Data Scientist on the workspace, or name the endpoint by `scoringUri`"
            )
        case .unreachable(let words):
            return Diagnostic(
                .jobNotSent,
                "the endpoint `\(name)` could not be looked up",
                notes: [words],
                help: "nothing was created: run `apply` again later"
            )
        case .notFound, .refused, .hostNotAllowed, .audienceNotAllowed:
            return Diagnostic(
                .endpointNotLocated,
                "the endpoint `\(name)` cannot be found where the manifest says",
                notes: [failure.words],
                help: "compare `workspace` and `name` with `az ml batch-endpoint list`"
            )
        }
    }
}

extension Submission {
    /// Whose list shows the job; `nil` for an endpoint that cannot be listed.
    var listingKey: SharedListings.Key? {
        target.named.map {
            SharedListings.Key(endpoint: .azureMLNamed($0, deployment: nil), credential: credential)
        }
    }
}

extension InquiryFailure {
    fileprivate static let notListed = InquiryFailure.unreachable(
        "an endpoint without `workspace` and `name` cannot be listed"
    )
}
