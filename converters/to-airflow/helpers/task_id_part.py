def task_id_part(item_name):
    """The name of an item as a part of a task id, of which Airflow takes only some characters."""
    return re.sub(r"[^A-Za-z0-9_.-]", "_", str(item_name))
