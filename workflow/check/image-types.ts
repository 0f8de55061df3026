/** The types whose `image`, beside their properties or in them, is that of a container. */
export const imageTypes: ReadonlySet<string> = new Set(['container', 'docker', 'kubernetes', 'gke_pod_operator']);
