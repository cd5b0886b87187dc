import Host
import Ledgers
import Secrets

/// The CI job that a run is part of, by the variables that CI systems set.
struct ContinuousIntegration {
    private let environment: ProcessEnvironment

    init(_ environment: ProcessEnvironment) { self.environment = environment }

    /// The job; `nil` outside of the systems that are known.
    ///
    /// - SeeAlso: The lists of predefined variables of GitHub Actions, Azure Pipelines, GitLab, Jenkins, Buildkite,
    ///   CircleCI, Bitbucket and TeamCity.
    var record: LedgerEvent.CIRecord? {
        if let job = gitHub ?? azurePipelines ?? bitbucket ?? withPageOfTheirOwn { return job }
        // `CI` alone is set by most of the others.
        return environment.nonEmpty("CI").flatMap { $0 == "false" ? nil : job("ci", url: nil, actor: nil) }
    }

    /// The commit that the job is about.
    var commit: String? {
        let names = [
            "GITHUB_SHA", "BUILD_SOURCEVERSION", "CI_COMMIT_SHA", "GIT_COMMIT", "BUILDKITE_COMMIT",
            "CIRCLE_SHA1", "BITBUCKET_COMMIT", "BUILD_VCS_NUMBER",
        ]
        return names.lazy.compactMap { environment.nonEmpty($0) }.first { SourceControl.isCommit($0) }
    }

    private var gitHub: LedgerEvent.CIRecord? {
        guard environment.nonEmpty("GITHUB_ACTIONS") != nil else { return nil }
        var url: String?
        if let server = environment.nonEmpty("GITHUB_SERVER_URL"),
            let repository = environment.nonEmpty("GITHUB_REPOSITORY"),
            let run = environment.nonEmpty("GITHUB_RUN_ID")
        {
            let attempt = environment.nonEmpty("GITHUB_RUN_ATTEMPT").map { "/attempts/" + $0 } ?? ""
            url = "\(server)/\(repository)/actions/runs/\(run)\(attempt)"
        }
        return job("github-actions", url: url, actor: "GITHUB_ACTOR")
    }

    private var azurePipelines: LedgerEvent.CIRecord? {
        guard environment.nonEmpty("TF_BUILD") != nil else { return nil }
        var url: String?
        if let collection = environment.nonEmpty("SYSTEM_COLLECTIONURI"),
            let project = environment.nonEmpty("SYSTEM_TEAMPROJECT"),
            let build = environment.nonEmpty("BUILD_BUILDID")
        {
            let view = environment.nonEmpty("SYSTEM_JOBID").map { "&view=logs&j=" + $0 } ?? ""
            let slash = collection.utf8.last == UInt8(ascii: "/") ? "" : "/"
            let name = project.split(separator: " ", omittingEmptySubsequences: false).joined(
                separator: "%20"
            )
            url = "\(collection)\(slash)\(name)/_build/results?buildId=\(build)\(view)"
        }
        return job("azure-pipelines", url: url, actor: "BUILD_REQUESTEDFOR")
    }

    private var bitbucket: LedgerEvent.CIRecord? {
        guard let number = environment.nonEmpty("BITBUCKET_BUILD_NUMBER") else { return nil }
        let origin = environment.nonEmpty("BITBUCKET_GIT_HTTP_ORIGIN")
        let url = origin.map { "\($0)/pipelines/results/\(number)" }
        return job("bitbucket", url: url, actor: "BITBUCKET_STEP_TRIGGERER_UUID")
    }

    private var withPageOfTheirOwn: LedgerEvent.CIRecord? {
        // Jenkins last: agents of other systems may run beside one that sets its variables too.
        let systems = [
            ("GITLAB_CI", "gitlab", "CI_JOB_URL", "GITLAB_USER_LOGIN"),
            ("BUILDKITE", "buildkite", "BUILDKITE_BUILD_URL", "BUILDKITE_BUILD_CREATOR"),
            ("CIRCLECI", "circleci", "CIRCLE_BUILD_URL", "CIRCLE_USERNAME"),
            ("TEAMCITY_VERSION", "teamcity", "BUILD_URL", ""),
            ("JENKINS_URL", "jenkins", "BUILD_URL", "BUILD_USER_ID"),
        ]
        for (mark, name, url, actor) in systems where environment.nonEmpty(mark) != nil {
            return job(name, url: environment.nonEmpty(url), actor: actor)
        }
        return nil
    }

    private func job(_ system: String, url: String?, actor: String?) -> LedgerEvent.CIRecord {
        LedgerEvent.CIRecord(
            system: system,
            jobURL: url.map { Sanitizer.line($0) },
            actor: actor.flatMap { environment.nonEmpty($0) }.map { Sanitizer.line($0) }
        )
    }
}
