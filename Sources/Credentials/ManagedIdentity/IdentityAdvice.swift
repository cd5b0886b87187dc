import Diagnostics

/// What is known of a service's refusal.
struct IdentityAdvice {
    /// The code, which decides the exit status.
    let code: Diagnostic.Code
    /// What is wrong.
    let what: String
    /// What is wrong at the place in the manifest.
    let label: String
    /// What to do.
    let help: String

    init(on refusal: IdentityRefusal, to managed: ManagedIdentity) {
        let source = managed.service.source
        let selector = managed.selector
        switch refusal.cause {
        case .notAssigned:
            self.code = .identityRefused
            self.what = "this machine does not have \(selector.words)"
            self.label = "not assigned to this machine"
            self.help = Self.assignmentHelp(source, selector)
        case .ambiguous:
            self.code = .identityAmbiguous
            self.what = "this machine has several user-assigned identities and no system-assigned one"
            self.label = "chooses none of them"
            self.help = "choose one: `clientId: 22222222-2222-4222-8222-222222222222`"
        case .interfered:
            self.code = .unexpectedTokenAnswer
            self.what = "something between here and \(source.words) changes requests"
            self.label = ""
            self.help = "keep proxies away from `169.254.169.254`; none is used by runner itself"
        case .proofRefused:
            self.code = .identityRefused
            self.what = "\(source.words) does not accept the proof of this process"
            self.label = ""
            self.help =
                "the variables may be those of an earlier start: start the process anew, and do not copy them elsewhere"
        case .audience:
            self.code = .identityRefused
            self.what = "the tenant does not know what the token is for"
            self.label = ""
            self.help =
                "check that the credential's `cloud` is the endpoint's; where it was never used in this tenant: "
                + "`az provider register -n Microsoft.MachineLearningServices`"
        case .other:
            self.code = .identityRefused
            self.what =
                "\(source.words) refuses with "
                + (refusal.error.map { "`\($0)`" } ?? "HTTP \(refusal.status)")
            self.label = ""
            self.help = "check that the identity is assigned to this machine and has not been deleted"
        }
    }

    private static func assignmentHelp(_ source: ManagedIdentitySource, _ selector: IdentitySelector)
        -> String
    {
        switch source {
        case .imds:
            let command =
                selector == .systemAssigned
                ? "`az vm identity assign -g GROUP -n VM`"
                : "`az vm identity assign -g GROUP -n VM --identities ID`"
            return
                "compare with `az vm identity show -g GROUP -n VM`, and assign it: \(command); after an identity was "
                + "made anew under its old name the service may hold the old one until the machine is restarted"
        case .appService:
            return "assign it: `az webapp identity assign -g GROUP -n APP --identities RESOURCE-ID`"
        case .azureMachineLearning:
            return "compare with `az ml compute show -g GROUP -w WORKSPACE -n COMPUTE`"
        case .azureArc, .serviceFabric, .cloudShell:
            return "check which identities this machine was set up with"
        }
    }
}
