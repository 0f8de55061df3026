def generator_items(items, name_of, blocked):
    """Each item with its number and its name, without those whose name begins with one of the patterns."""
    for index, item in enumerate(items):
        item_name = name_of(index, item)
        if not any(re.match(pattern, item_name) for pattern in blocked):
            yield index, item, item_name
