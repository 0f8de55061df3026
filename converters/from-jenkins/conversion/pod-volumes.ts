import { type Directive, literalText, named } from '../declarative/index';
import { uniqueName } from './names';
import type { ContainerVolume } from './scope';

/** A mapping of YAML. */
export type Fields = Readonly<Record<string, unknown>>;

export function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

export function fieldsIn(list: unknown): readonly Fields[] {
  return Array.isArray(list) ? list.filter(isFields) : [];
}

type Source = ContainerVolume['source'];

/** How large a folder is that says nothing of it. */
const usualSize = '10Gi';

/** What tasks have for the volumes of a pod, by name. A folder of the pod (`emptyDir`) becomes one of the run: its containers share it. */
export function sourcesOf(volumes: unknown): ReadonlyMap<string, Source> {
  const sources = new Map<string, Source>();
  for (const volume of fieldsIn(volumes)) {
    const { name, persistentVolumeClaim: claim, hostPath } = volume;
    if (typeof name !== 'string') continue;
    if (isFields(claim) && typeof claim.claimName === 'string') sources.set(name, { claim: claim.claimName });
    else if (isFields(hostPath) && typeof hostPath.path === 'string') sources.set(name, { host: hostPath.path });
    else if ('emptyDir' in volume) sources.set(name, { run: sizeOf(volume.emptyDir) });
  }
  return sources;
}

function sizeOf(folder: unknown): string {
  const size = isFields(folder) ? folder.sizeLimit : undefined;
  return typeof size === 'string' && /^\d+[KMGT]i$/.test(size) ? size : usualSize;
}

/** The volumes of a container, and those that no task has. `place` tells pods of one run apart. */
export function mountsOf(
  mounts: unknown,
  sources: ReadonlyMap<string, Source>,
  place: string,
): { readonly volumes: readonly ContainerVolume[]; readonly lost: readonly string[] } {
  const volumes: ContainerVolume[] = [];
  const lost: string[] = [];
  for (const { name, mountPath: path, readOnly, subPath } of fieldsIn(mounts)) {
    const source = typeof name === 'string' ? sources.get(name) : undefined;
    if (source === undefined || typeof name !== 'string' || typeof path !== 'string' || subPath !== undefined)
      lost.push(`the volume at ${String(path)}`);
    else volumes.push({ name: uniqueName(`${place} ${name}`, new Set()), path, readOnly: readOnly === true, source });
  }
  return { volumes, lost };
}

/** `volumes: [hostPathVolume(…), emptyDirVolume(…), persistentVolumeClaim(…)]` of a `podTemplate`, which all its containers have. */
export function volumesOfTemplate(
  calls: readonly Directive[],
  place: string,
): { readonly volumes: readonly ContainerVolume[]; readonly lost: readonly string[] } {
  const volumes: ContainerVolume[] = [];
  const lost: string[] = [];
  for (const call of calls) {
    const textOf = (name: string) => literalText(named(call.arguments, name));
    const [path, host, claim] = [textOf('mountPath'), textOf('hostPath'), textOf('claimName')];
    const readOnly = named(call.arguments, 'readOnly');
    const source: Source | undefined =
      call.name === 'hostPathVolume' && host !== undefined
        ? { host }
        : call.name === 'persistentVolumeClaim' && claim !== undefined
          ? { claim }
          : call.name === 'emptyDirVolume'
            ? { run: usualSize }
            : undefined;
    if (path === undefined || source === undefined) lost.push(`${call.name} at ${path ?? 'a folder'}`);
    else {
      const name = uniqueName(`${place} ${path}`, new Set());
      volumes.push({ name, path, readOnly: readOnly?.kind === 'boolean' && readOnly.value, source });
    }
  }
  return { volumes, lost };
}
