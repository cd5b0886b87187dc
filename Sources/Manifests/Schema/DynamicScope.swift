/// The resources that led to a rule, outermost first; only those that a `$dynamicRef` can mean something in.
struct DynamicScope {
    /// The number of the current list; equal lists have equal numbers.
    var number = 0
    private var lists: [[Int]] = [[]]
    private var numbers: [[Int]: Int] = [[]: 0]

    /// Enters a resource; one that was entered before changes nothing.
    mutating func enter(_ resource: Int, of program: SchemaProgram) {
        let list = lists[number]
        guard list.last != resource, program.dynamicResources.contains(resource), !list.contains(resource)
        else { return }
        let longer = list + [resource]
        if let known = numbers[longer] {
            number = known
        } else {
            number = lists.count
            lists.append(longer)
            numbers[longer] = number
        }
    }

    /// The rule that a `$dynamicRef` means here.
    func target(of reference: DynamicReference, in program: SchemaProgram) -> Int {
        guard let name = reference.name else { return reference.initial }
        let rules = program.dynamicRules[name]
        return lists[number].lazy.compactMap { rules[$0] }.first ?? reference.initial
    }
}
