public import Diagnostics
public import HTTPExchange
public import Host
public import Plans

/// Looks up what plans leave to the moment of sending: default deployments, and latest versions of assets.
///
/// Asks the resource manager, and only with tokens for it; writes nothing, neither here nor there.
public struct PinFinder: Sendable {
    private let inquirer: Inquirer
    private let book = EndpointBook()

    /// Makes a finder.
    ///
    /// - Parameters:
    ///   - transport: Sends.
    ///   - authorizer: Gives tokens.
    ///   - time: The clock.
    ///   - jitter: Numbers in `0..<1`.
    ///   - stop: Ends it.
    public init(
        transport: any HTTPTransport,
        authorizer: any Authorizer,
        time: any Timekeeper,
        jitter: @escaping @Sendable () -> Double,
        stop: StopSignal
    ) {
        inquirer = Inquirer(
            transport: transport,
            authorizer: authorizer,
            time: time,
            jitter: jitter,
            schedule: RetrySchedule(),
            timeout: Executor.Options().exchangeTimeout,
            stop: stop
        )
    }

    /// Looks up what a plan's jobs leave open, each thing once.
    ///
    /// - Parameters:
    ///   - plan: The plan.
    ///   - engine: Its endpoints' engine.
    /// - Returns: What was found.
    /// - Throws: RN0549 for an endpoint that is not there, RN0553 for an asset or a default that is not, RN0544 or
    ///   RN0545 when it could not be asked about.
    public func pins(for plan: Plan, with engine: any Engine) async throws(Diagnostic) -> PlanPins {
        var pins = PlanPins()
        for job in plan.jobs where job.isSelected && job.sends {
            let submission = job.submission
            guard let (endpoint, needsDeployment, assets) = submission.unpinned else { continue }
            let place: EndpointPlace
            do throws(InquiryFailure) {
                guard
                    let found = try await book.place(
                        of: submission.target,
                        as: submission.credential,
                        with: engine,
                        inquirer
                    )
                else { continue }
                place = found
            } catch {
                throw .endpointNotLocated(submission, error)
            }
            if needsDeployment {
                guard let deployment = place.defaultDeployment else {
                    throw .nothingToPin(
                        submission,
                        "the endpoint `\(submission.endpoint)` has no default deployment"
                    )
                }
                pins.deployments[endpoint.identity] = deployment
            }
            for asset in assets {
                let identity = PlanPins.identity(of: asset, near: endpoint)
                guard pins.versions[identity] == nil,
                    let inquiry = engine.latestVersion(of: asset, at: submission.target.located(at: place))
                else { continue }
                do throws(InquiryFailure) {
                    pins.versions[identity] = try await inquirer.perform(inquiry, as: submission.credential)
                } catch {
                    throw .assetNotFound(submission, asset, error)
                }
            }
        }
        return pins
    }
}

extension Diagnostic {
    fileprivate static func nothingToPin(_ submission: Submission, _ reason: String) -> Diagnostic {
        Diagnostic(
            .nothingToPin,
            "there is nothing that `\(submission.displayAddress)` could be held to",
            notes: [reason],
            help: "name the job's `deployment`"
        )
    }

    fileprivate static func assetNotFound(
        _ submission: Submission,
        _ asset: PlanPins.Asset,
        _ failure: InquiryFailure
    ) -> Diagnostic {
        switch failure {
        case .denied, .unreachable: .endpointNotLocated(submission, failure)
        case .notFound, .refused, .hostNotAllowed, .audienceNotAllowed:
            Diagnostic(
                .nothingToPin,
                "the latest version of `\(asset.name)`, which `\(submission.displayAddress)` reads, cannot be found",
                notes: [failure.words],
                help:
                    "compare with `az ml \(asset.kind == .models ? "model" : "data") list`, or name a version"
            )
        }
    }
}
