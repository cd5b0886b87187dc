import HTTPExchange
import Plans

extension AzureCloud {
    /// What a token for Azure Machine Learning's data plane is for.
    var machineLearningAudience: Audience {
        switch self {
        case .publicCloud: Audience("https://ml.azure.com")
        case .usGovernment: Audience("https://ml.azure.us")
        case .china: Audience("https://ml.azure.cn")
        }
    }
}
