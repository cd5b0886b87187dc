/// A path that leads nowhere in a schema.
public struct SchemaPathFailure: Error, Hashable, Sendable {
    /// The longest part of the path that leads somewhere.
    public let parent: SchemaPath
    /// The step that leads nowhere, as it was given.
    public let step: SchemaPath.Step
    /// The keys that are there; empty when what is there has none.
    public let keys: [String]
}
