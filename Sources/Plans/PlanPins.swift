/// What a manifest leaves to the moment of sending, as it was when somebody looked: default deployments and latest
/// versions of assets.
///
/// May be anybody's when it was read from a file: names and versions are checked where it is read, and all that it can
/// change is which deployment of a named endpoint and which version of a named asset a job is of.
public struct PlanPins: Hashable, Sendable {
    /// The default deployments, by ``AzureMLNamedEndpoint/identity``.
    public var deployments: [String: String]
    /// The latest versions, by ``identity(of:near:)``.
    public var versions: [String: String]

    /// Makes pins.
    ///
    /// - Parameters:
    ///   - deployments: Default deployments, by their endpoint's identity.
    ///   - versions: Latest versions, by their asset's identity.
    public init(deployments: [String: String] = [:], versions: [String: String] = [:]) {
        self.deployments = deployments
        self.versions = versions
    }

    /// Takes more pins in; what is pinned stays.
    ///
    /// - Parameter more: The others.
    public mutating func add(_ more: PlanPins) {
        deployments.merge(more.deployments) { first, _ in first }
        versions.merge(more.versions) { first, _ in first }
    }

    /// Whether nothing is pinned.
    public var isEmpty: Bool { deployments.isEmpty && versions.isEmpty }

    /// An asset of which a job takes whatever version is the latest.
    public struct Asset: Hashable, Sendable {
        /// The kinds of asset that an input can be.
        public enum Kind: String, Sendable, CaseIterable { case data, models }

        /// What kind it is.
        public let kind: Kind
        /// Its name.
        public let name: String
    }

    /// What tells an asset from all others.
    ///
    /// - Parameters:
    ///   - asset: The asset.
    ///   - endpoint: An endpoint of its workspace.
    /// - Returns: The workspace, the kind and the name.
    public static func identity(of asset: Asset, near endpoint: AzureMLNamedEndpoint) -> String {
        var workspace = endpoint.identity
        if let slash = workspace.lastIndex(of: "/") { workspace = String(workspace[..<slash]) }
        return "\(workspace)/\(asset.kind.rawValue)/\(asset.name)"
    }

    /// Whether a text can be an asset's version: letters, digits and `. _ -`, at most 255, a letter or digit first.
    ///
    /// - Parameter text: The text.
    /// - Returns: Whether.
    public static func isVersion(_ text: String) -> Bool { isName(text) && text.utf8.first != 0x5F }

    /// Whether a text can be an asset's name.
    static func isName(_ text: String) -> Bool {
        let bytes = text.utf8
        guard 1...255 ~= bytes.count, let first = bytes.first, isLetterOrDigit(first) || first == 0x5F else {
            return false
        }
        return bytes.allSatisfy { isLetterOrDigit($0) || "._-".utf8.contains($0) }
    }

    private static func isLetterOrDigit(_ byte: UInt8) -> Bool {
        0x30...0x39 ~= byte || 0x61...0x7A ~= byte | 0x20
    }
}

extension JobSpecification.Input {
    /// The asset whose latest version it takes: `azureml:NAME@latest`.
    public var latestAsset: PlanPins.Asset? {
        guard case .data(let type, let uri) = value else { return nil }
        let (scheme, label) = ("azureml:", "@latest")
        let bytes = uri.text.utf8
        guard bytes.starts(with: scheme.utf8), bytes.count > scheme.utf8.count + label.utf8.count,
            bytes.suffix(label.utf8.count).elementsEqual(label.utf8)
        else { return nil }
        let name = String(
            decoding: bytes.dropFirst(scheme.utf8.count).dropLast(label.utf8.count),
            as: UTF8.self
        )
        guard PlanPins.isName(name) else { return nil }
        return PlanPins.Asset(kind: type.hasSuffix("_model") ? .models : .data, name: name)
    }
}

extension Submission {
    /// What of it is left to the moment of sending and can be looked up.
    public var unpinned: (endpoint: AzureMLNamedEndpoint, needsDeployment: Bool, assets: [PlanPins.Asset])? {
        guard case .azureMLNamed(let endpoint, let deployment) = target else { return nil }
        let assets = specification.inputs.compactMap(\.latestAsset)
        guard deployment == nil || !assets.isEmpty else { return nil }
        return (endpoint, deployment == nil, assets)
    }
}

extension Plan {
    /// The plan with what is left to the moment of sending fixed.
    ///
    /// Digests and decisions stay, as with what is looked up while a plan is carried out: they are of what is wanted.
    ///
    /// - Parameter pins: What to fix; what no job leaves open is passed over.
    /// - Returns: The plan.
    public func fixed(_ pins: PlanPins) -> Plan {
        guard !pins.isEmpty else { return self }
        var plan = self
        plan.jobs = jobs.map { $0.fixed(pins) }
        return plan
    }

    /// The pins that a job of this plan, before it was fixed, makes use of.
    ///
    /// - Parameter pins: Some pins.
    /// - Returns: Those among them.
    public func used(_ pins: PlanPins) -> PlanPins {
        jobs.reduce(into: PlanPins()) { used, job in
            guard let (endpoint, needsDeployment, assets) = job.submission.unpinned else { return }
            if needsDeployment { used.deployments[endpoint.identity] = pins.deployments[endpoint.identity] }
            for asset in assets {
                let identity = PlanPins.identity(of: asset, near: endpoint)
                used.versions[identity] = pins.versions[identity]
            }
        }
    }
}
