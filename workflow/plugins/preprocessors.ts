import { RE2JS } from 're2js';
import { asText, valueAt, type YamlNode } from '../read';
import type { Preprocessing } from './plugin';

/** A preprocessor that is known, or what is wrong with the item that names it. */
export type ReadPreprocessor =
  | { readonly ok: true; readonly does: Preprocessing; readonly warning?: string }
  | { readonly ok: false; readonly message: string };

/**
 * What a preprocessor does, by its name and its own properties. Only those of boundary-layer's default plugin are known: others
 * are Python of a plugin, which does not run here (boundary-layer 1.9.18, `boundary_layer_default_plugin`).
 */
export function readPreprocessor(name: string, properties: YamlNode | undefined): ReadPreprocessor {
  const read = PREPROCESSORS.get(name);
  if (read !== undefined) return read(properties);
  const message = `The preprocessor "${name}" is Python of a plugin, which does not run here. Remove it from this file, and give the value in workflows in the form that the operator takes.`;
  return { ok: false, message };
}

/** The names of the preprocessors that are known. */
export function preprocessorNames(): readonly string[] {
  return [...PREPROCESSORS.keys()];
}

const PREPROCESSORS: ReadonlyMap<string, (properties: YamlNode | undefined) => ReadPreprocessor> = new Map([
  ['date_string_to_datetime', () => fine({ type: { kind: 'date' } })],
  ['to_time', () => fine({ type: { kind: 'time' } })],
  ['to_timedelta', timedelta],
  ['ensure_rendered_string_pattern', pattern],
  ['kubernetes_prep', kubernetes],
  ['pubsub_message_data_to_binary_string', () => fine({ becomes: 'bytes_of_messages' })],
  ['stringify_object', () => fine({ becomes: 'texts_of_mapping' })],
]);

function fine(does: Preprocessing): ReadPreprocessor {
  return { ok: true, does };
}

const UNITS = ['seconds', 'minutes', 'hours', 'days'] as const;

function timedelta(properties: YamlNode | undefined): ReadPreprocessor {
  const unit = UNITS.find((known) => known === asText(valueAt(properties, 'units'))?.text);
  if (unit === undefined) return { ok: false, message: `"to_timedelta" needs "units", one of ${UNITS.join(', ')}.` };
  return fine({ type: { kind: 'duration' }, unit });
}

function pattern(properties: YamlNode | undefined): ReadPreprocessor {
  const written = asText(valueAt(properties, 'pattern'))?.text;
  if (written === undefined) return { ok: false, message: '"ensure_rendered_string_pattern" needs a "pattern".' };
  const meant = written.replace(/\$+$/, '').replace(/\{,(\d+)\}/g, '{0,$1}');
  try {
    RE2JS.compile(meant);
    return fine({ pattern: meant });
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    return { ok: true, does: {}, warning: `Values are not checked by the pattern "${written}": ${reason}.` };
  }
}

const CLASSES = new Map<string, Preprocessing>([
  ['airflow.contrib.kubernetes.volume.Volume', { becomes: 'kubernetes_volumes' }],
  ['airflow.contrib.kubernetes.volume_mount.VolumeMount', { becomes: 'kubernetes_volume_mounts' }],
  ['airflow.contrib.kubernetes.secret.Secret', { becomes: 'kubernetes_secrets' }],
  ['airflow.contrib.kubernetes.pod.Resources', { becomes: 'kubernetes_resources' }],
]);

function kubernetes(properties: YamlNode | undefined): ReadPreprocessor {
  const does = CLASSES.get(asText(valueAt(properties, 'class_name'))?.text ?? '');
  if (does !== undefined) return fine(does);
  return { ok: false, message: `"kubernetes_prep" needs "class_name", one of ${[...CLASSES.keys()].join(', ')}.` };
}
