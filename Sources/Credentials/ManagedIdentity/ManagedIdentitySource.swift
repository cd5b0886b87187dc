/// The services of Azure's machines that hand out tokens of managed identities.
public enum ManagedIdentitySource: String, CaseIterable, Sendable {
    /// Service Fabric.
    case serviceFabric
    /// App Service, Functions, Container Apps, Automation.
    case appService
    /// The agent of Azure Arc.
    case azureArc
    /// Azure Machine Learning's compute, and old plans of App Service.
    case azureMachineLearning
    /// Cloud Shell.
    case cloudShell
    /// The metadata service of virtual machines, scale sets and AKS.
    case imds

    /// The service's name in messages.
    var words: String {
        switch self {
        case .serviceFabric: "Service Fabric"
        case .appService: "App Service"
        case .azureArc: "the Azure Arc agent"
        case .azureMachineLearning: "Azure Machine Learning compute"
        case .cloudShell: "Cloud Shell"
        case .imds: "the metadata service (IMDS)"
        }
    }
}
