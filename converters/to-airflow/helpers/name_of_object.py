def name_of_object(index, item):
    """Items that are mappings have a name among their values."""
    return item["name"]
