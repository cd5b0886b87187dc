import Diagnostics

/// The anchors of one document, and what each names now.
///
/// A name may be given again; aliases mean the latest (YAML 1.2 §3.2.2.2).
struct AnchorTable {
    /// A name: libyaml lets letters, digits, `-` and `_` pass.
    typealias Name = String

    /// One definition.
    struct Anchor {
        var node: Int32
        /// Whether the collection that it names is still open.
        var isOpen: Bool
        /// Values below the node and itself, with aliases written out.
        var size: UInt32
        /// Levels of collections that the node has.
        var height: UInt32
    }

    private var anchors: [Anchor] = []
    private var slots: [Name: Int] = [:]

    var isEmpty: Bool { anchors.isEmpty }

    subscript(_ slot: Int) -> Anchor { anchors[slot] }

    /// The latest definition of a name.
    func slot(_ name: Name) -> Int? { slots[name] }

    /// Defines a name.
    ///
    /// - Returns: The slot of this definition.
    @discardableResult
    mutating func define(_ name: Name, node: Int32, isOpen: Bool) -> Int {
        slots[name] = anchors.count
        anchors.append(Anchor(node: node, isOpen: isOpen, size: 1, height: isOpen ? 1 : 0))
        return anchors.count - 1
    }

    /// Says that the collection of a definition has ended.
    mutating func close(_ slot: Int, size: UInt32, height: UInt32) {
        anchors[slot].isOpen = false
        anchors[slot].size = size
        anchors[slot].height = height
    }

    /// The name that was probably meant; `nil` where that would take long.
    func nearest(to name: Name) -> Name? {
        guard slots.count <= 1000 else { return nil }
        return NearestName.among(slots.keys.sorted(), to: name)
    }
}
