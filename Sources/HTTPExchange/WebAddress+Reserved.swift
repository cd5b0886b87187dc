extension WebAddress {
    /// Whether the host is this machine: `localhost`, a name under it, or an address of ``IPAddress/isLoopback``.
    public var isLoopback: Bool {
        host == "localhost" || host.hasSuffix(".localhost") || IPAddress(host)?.isLoopback == true
    }

    /// Whether the host is a cloud's metadata service or lies on the local link: a name that clouds use for it, or an
    /// address of ``IPAddress/isLinkLocalOrMetadata``.
    ///
    /// A judgement about the text only: what a name resolves to is for the transport to check.
    public var isLinkLocalOrMetadata: Bool {
        Self.metadataNames.contains(host) || IPAddress(host)?.isLinkLocalOrMetadata == true
    }

    /// Whether the host is an address of the local link.
    public var isLinkLocal: Bool { IPAddress(host)?.isLinkLocal == true }

    private static let metadataNames: Set<String> = [
        "metadata", "metadata.google.internal", "metadata.azure.internal", "instance-data",
        "instance-data.ec2.internal",
    ]
}
