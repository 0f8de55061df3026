def state_of_task(task_id, ti):
    """The state of another task of the same run, or None where the run has no such task."""
    instance = ti.get_dagrun().get_task_instance(task_id)
    return None if instance is None else instance.state
