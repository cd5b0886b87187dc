/// One spelling for places that Azure ML spells in several ways.
///
/// `azureml://datastores/D/paths/P`, the same with subscription and workspace, and the ARM id of a datastore's path are
/// one place; so are `azureml:NAME:VERSION` and the ARM id of a data asset. A slash at the end does not count.
enum AzureMLDataPlace {
    /// The canonical spelling; any other text stays, but for a slash at its end.
    static func canonical(_ uri: String) -> String {
        let text = uri.hasSuffix("/") ? String(uri.dropLast()) : uri
        if text.hasPrefix("azureml://") || text.hasPrefix("/subscriptions/") {
            let parts = text.split(separator: "/").map(String.init)
            if let place = datastore(parts) ?? asset(parts) { return place }
        } else if text.hasPrefix("azureml:") {
            let parts = text.split(separator: ":")
            if parts.count == 3 { return "data:" + parts[1] + ":" + parts[2] }
        }
        return text
    }

    private static func datastore(_ parts: [String]) -> String? {
        guard let index = parts.firstIndex(of: "datastores"), parts.count > index + 2,
            parts[index + 2] == "paths"
        else { return nil }
        return "datastore:" + parts[index + 1] + ":" + parts[(index + 3)...].joined(separator: "/")
    }

    private static func asset(_ parts: [String]) -> String? {
        guard let index = parts.firstIndex(of: "data"), parts.count == index + 4,
            parts[index + 2] == "versions"
        else { return nil }
        return "data:" + parts[index + 1] + ":" + parts[index + 3]
    }
}
