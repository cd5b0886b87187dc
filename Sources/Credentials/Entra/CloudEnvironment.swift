public import HTTPExchange

/// One of Azure's clouds, as far as tokens go: who gives them, and what they are for.
///
/// - SeeAlso: `azure-ai-ml`'s `_azure_environments.py`.
public struct CloudEnvironment: Hashable, Sendable {
    /// The host that gives tokens unless a credential names another.
    public let authorityHost: String
    /// What a token for Azure Machine Learning's data plane is for.
    public let machineLearning: Audience
    /// What a token for Azure Resource Manager is for.
    public let resourceManager: Audience
    /// What another issuer's token must be for, to be exchanged.
    public let tokenExchange: String

    /// The public cloud.
    public static let publicCloud = CloudEnvironment(
        authorityHost: "login.microsoftonline.com",
        machineLearning: Audience("https://ml.azure.com"),
        resourceManager: Audience("https://management.azure.com"),
        tokenExchange: "api://AzureADTokenExchange"
    )

    /// The cloud of the United States' government.
    public static let usGovernment = CloudEnvironment(
        authorityHost: "login.microsoftonline.us",
        machineLearning: Audience("https://ml.azure.us"),
        resourceManager: Audience("https://management.usgovcloudapi.net"),
        tokenExchange: "api://AzureADTokenExchangeUSGov"
    )

    /// The cloud that 21Vianet runs in China.
    public static let china = CloudEnvironment(
        authorityHost: "login.chinacloudapi.cn",
        machineLearning: Audience("https://ml.azure.cn"),
        resourceManager: Audience("https://management.chinacloudapi.cn"),
        tokenExchange: "api://AzureADTokenExchangeChina"
    )
}
