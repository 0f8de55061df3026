def generator_pairs(mapping):
    """The entries of a mapping, each with a name and a value."""
    pair = namedtuple("NameValue", ["name", "value"])
    return [pair(name, value) for name, value in mapping.items()]
