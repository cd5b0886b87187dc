import Secrets

/// A URI of storage in the one form that prefixes are compared in.
///
/// The long form of a datastore's URI and its ARM id become the short one, `azureml://datastores/D/paths/P`. Scheme
/// and host are lower case. What follows `?` (a SAS token) is left out, and `%XX` is undone in addresses of `https`.
struct StorageURI: Hashable, Sendable {
    /// What comes before the path: `https://account.blob.core.windows.net`, `azureml://datastores/d/paths`.
    let root: String
    /// The path's segments, none of them empty, `.` or `..`.
    let segments: [String]

    /// Reads a URI; `nil` when it cannot name a file or folder.
    init?(_ text: String) {
        guard text.utf8.count <= 8192, let (root, path, isEncoded) = Self.split(text) else { return nil }
        var segments: [String] = []
        for part in path.split(separator: "/") {
            let segment = isEncoded ? PercentEncoding.decoded(Array(part.utf8)[...]) : String(part)
            guard let segment, segment != ".", segment != "..",
                !segment.utf8.contains(where: { $0 < 0x20 || $0 == UInt8(ascii: "/") || $0 == 0x7F })
            else { return nil }
            segments.append(segment)
        }
        self.root = root
        self.segments = segments
    }

    /// A URI as it may be shown: without what follows `?`, which may be the key to the storage.
    static func shown(_ uri: String) -> String {
        Sanitizer.line(String(uri.prefix { $0 != "?" }), limit: 1000)
    }

    /// What follows a prefix; `nil` when this does not begin with it.
    func rest(after prefix: StorageURI) -> [String]? {
        guard root.utf8.elementsEqual(prefix.root.utf8), segments.count >= prefix.segments.count else {
            return nil
        }
        let isInside = zip(segments, prefix.segments).allSatisfy { $0.0.utf8.elementsEqual($0.1.utf8) }
        return isInside ? Array(segments.dropFirst(prefix.segments.count)) : nil
    }

    private static func split(_ text: String) -> (root: String, path: Substring, isEncoded: Bool)? {
        if let datastore = datastore(text) { return datastore }
        if let asset = EmulatedAsset(text) { return ("azureml:\(asset.name):\(asset.version)", "", false) }
        guard let colon = text.firstIndex(of: ":"), text[colon...].hasPrefix("://") else { return nil }
        let scheme = text[..<colon].lowercased()
        guard !scheme.isEmpty, scheme != "azureml" else { return nil }
        let rest = text[colon...].dropFirst(3)
        let authority = rest.prefix { $0 != "/" && $0 != "?" && $0 != "#" }
        let path = rest.dropFirst(authority.count).prefix { $0 != "?" && $0 != "#" }
        return (scheme + "://" + authority.lowercased(), path, true)
    }

    /// `azureml://[subscriptions/…/]datastores/D/paths/P` or `/subscriptions/…/datastores/D/paths/P`.
    private static func datastore(_ text: String) -> (root: String, path: Substring, isEncoded: Bool)? {
        let scheme = "azureml://"
        let isAddress = text.prefix(scheme.count).lowercased() == scheme
        guard isAddress || text.lowercased().hasPrefix("/subscriptions/") else { return nil }
        let parts = text.dropFirst(isAddress ? scheme.count : 1).split(separator: "/", maxSplits: 32)
        guard let index = parts.firstIndex(where: { $0.lowercased() == "datastores" }),
            index == 0 || parts[0].lowercased() == "subscriptions", parts.count > index + 2,
            parts[index + 2].lowercased() == "paths"
        else { return nil }
        let path = parts.count > index + 3 ? text[parts[index + 3].startIndex...] : ""
        return ("azureml://datastores/" + parts[index + 1] + "/paths", path, false)
    }
}
