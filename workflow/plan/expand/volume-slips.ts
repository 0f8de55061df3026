import { didYouMean, nearest } from '../../../text/nearest';
import { valueAt, type YamlMapping, type YamlNode, type YamlPair, type YamlScalar } from '../../read';
import type { ContainerBackend } from './context';

/** Something that is wrong with one of the `volumes` of a container, at its place. */
export interface VolumeSlip {
  readonly node: YamlNode;
  readonly message: string;
}

const KEYS: readonly string[] = ['name', 'path', 'read_only', 'source'];
const SOURCES: readonly string[] = ['run', 'host', 'claim', 'empty'];

/** The names that Docker, Compose and Kubernetes have for the keys of a volume. */
const FOREIGN_KEYS: ReadonlyMap<string, string> = new Map([
  ['mount_path', 'path'],
  ['mountPath', 'path'],
  ['mount', 'path'],
  ['target', 'path'],
  ['destination', 'path'],
  ['readonly', 'read_only'],
  ['readOnly', 'read_only'],
  ['ro', 'read_only'],
  ['from', 'source'],
]);

/** The same for the keys of a source. */
const FOREIGN_SOURCES: ReadonlyMap<string, string> = new Map([
  ['pvc', 'claim'],
  ['claim_name', 'claim'],
  ['claimName', 'claim'],
  ['persistent_volume_claim', 'claim'],
  ['persistentVolumeClaim', 'claim'],
  ['volume', 'claim'],
  ['host_path', 'host'],
  ['hostPath', 'host'],
  ['bind', 'host'],
  ['empty_dir', 'empty'],
  ['emptyDir', 'empty'],
  ['tmpfs', 'empty'],
  ['size', 'run'],
]);

const A_VOLUME =
  'A volume is {name, path, source} with a source {run: size}, {host: path}, {claim: name} or {empty: true}.';

/** What is wrong with one volume of a container; a backend asks for things of its own. */
export function volumeSlips(volume: YamlNode, backend: ContainerBackend): readonly VolumeSlip[] {
  if (volume.kind !== 'mapping') return [{ node: volume, message: A_VOLUME }];
  const unknown = unknownKeys(volume, KEYS, FOREIGN_KEYS, 'a volume');
  const missing = ['name', 'path', 'source'].filter(
    (key) => valueAt(volume, key) === undefined && !unknown.some(({ meant }) => meant === key),
  );
  const name = valueAt(volume, 'name');
  const path = valueAt(volume, 'path');
  const readOnly = valueAt(volume, 'read_only');
  return [
    ...unknown,
    ...(missing.length === 0 ? [] : [{ node: volume, message: `${quoted(missing)} is missing. ${A_VOLUME}` }]),
    ...textSlips('name', name),
    ...(path === undefined ? [] : pathSlips(path, backend)),
    ...(readOnly === undefined || isFlag(readOnly)
      ? []
      : [{ node: readOnly, message: '"read_only" of a volume is true or false.' }]),
    ...sourceSlips(valueAt(volume, 'source')),
  ];
}

/** Two volumes at one path: both backends refuse the second. */
export function sharedPaths(volumes: readonly YamlNode[]): readonly VolumeSlip[] {
  const seen = new Set<string>();
  return volumes.flatMap((volume): readonly VolumeSlip[] => {
    const path = valueAt(volume, 'path');
    if (path?.kind !== 'scalar' || isLater(path)) return [];
    if (seen.has(path.text)) {
      return [{ node: path, message: `Another volume of this container is at "${path.text}" already.` }];
    }
    seen.add(path.text);
    return [];
  });
}

function sourceSlips(source: YamlNode | undefined): readonly VolumeSlip[] {
  if (source === undefined || source.kind === 'alias') return [];
  if (source.kind !== 'mapping') {
    const message = 'A "source" is a mapping: {run: size}, {host: path}, {claim: name} or {empty: true}.';
    return [{ node: source, message }];
  }
  const unknown = unknownKeys(source, SOURCES, FOREIGN_SOURCES, 'a source');
  if (unknown.length > 0) return unknown;
  const [first, second] = source.pairs;
  if (first === undefined) return [{ node: source, message: `This "source" is empty. ${A_VOLUME}` }];
  if (second !== undefined) {
    const message = `A volume has one source, and this one has "${first.key.text}" and "${second.key.text}".`;
    return [{ node: second.key, message }];
  }
  return valueSlips(first);
}

function valueSlips({ key, value }: YamlPair): readonly VolumeSlip[] {
  if (key.text === 'empty') {
    return value.kind === 'scalar' && value.value === true
      ? []
      : [{ node: value, message: '"empty" is true, or another source is named.' }];
  }
  if (key.text === 'run') {
    if (value.kind === 'scalar' && (isLater(value) || SIZE.test(value.text))) return [];
    return [{ node: value, message: '"run" is a size as Kubernetes writes it: 512Mi or 10Gi, with its unit.' }];
  }
  const slips = textSlips(key.text, value);
  if (slips.length > 0 || key.text === 'claim' || value.kind !== 'scalar') return slips;
  return isAbsolute(value) ? [] : [{ node: value, message: `"${value.text}" is no absolute path of a host.` }];
}

const SIZE = /^\d+(?:\.\d+)?(?:[KMGTPE]i|[kMGTPE])$/;

/** Docker asks for an absolute path; Kubernetes takes others. */
function pathSlips(path: YamlNode, backend: ContainerBackend): readonly VolumeSlip[] {
  const slips = textSlips('path', path);
  if (slips.length > 0 || backend !== 'docker' || path.kind !== 'scalar' || isAbsolute(path)) return slips;
  return [{ node: path, message: `"${path.text}" is no absolute path: Docker would not start the container.` }];
}

function textSlips(key: string, value: YamlNode | undefined): readonly VolumeSlip[] {
  if (value === undefined || value.kind === 'alias' || (value.kind === 'scalar' && value.type === 'text')) return [];
  return [{ node: value, message: `"${key}" of a volume is a text.` }];
}

function isAbsolute(path: YamlScalar): boolean {
  return isLater(path) || /^(?:\/|[A-Za-z]:[\\/])/.test(path.text);
}

/** Is a value known only later? */
function isLater({ text }: YamlScalar): boolean {
  return /<<|\{\{|\$\{/.test(text);
}

function isFlag(value: YamlNode): boolean {
  return value.kind === 'alias' || (value.kind === 'scalar' && (value.type === 'boolean' || isLater(value)));
}

function unknownKeys(
  mapping: YamlMapping,
  known: readonly string[],
  foreign: ReadonlyMap<string, string>,
  what: string,
): readonly (VolumeSlip & { readonly meant: string | undefined })[] {
  return mapping.pairs.flatMap(({ key }) => {
    if (known.includes(key.text)) return [];
    const meant = foreign.get(key.text) ?? nearest(key.text, known)[0];
    const hint =
      foreign.get(key.text) === undefined ? didYouMean(key.text, known) : ` Did you mean "${foreign.get(key.text)}"?`;
    const message = `"${key.text}" is no key of ${what}; it has ${known.join(', ')}.${hint}`;
    return [{ node: key, meant, message }];
  });
}

function quoted(names: readonly string[]): string {
  return names.map((name) => `"${name}"`).join(' and ');
}
