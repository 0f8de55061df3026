def docker_volume(
    action, name, docker_url="unix://var/run/docker.sock", docker_conn_id=None
):
    """Create a volume of this run, or remove it. Removing one that is not there is no failure."""
    client = DockerHook(docker_conn_id, base_url=docker_url).api_client
    if action == "create":
        client.create_volume(name)
    elif any(volume["Name"] == name for volume in client.volumes()["Volumes"] or []):
        client.remove_volume(name, force=True)
