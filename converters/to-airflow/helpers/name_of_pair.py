def name_of_pair(index, item):
    """The name of an entry of a mapping is its key."""
    return item.name
