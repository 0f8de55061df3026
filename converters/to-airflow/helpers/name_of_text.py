def name_of_text(index, item):
    """Items that are texts are their own names."""
    return item
