import {
  AIRFLOW_VERSIONS,
  BACKENDS,
  IMAGE_KEYS,
  OVERRIDE_KEYS,
  PLUGIN_KEYS,
  PLUGIN_PRIORITIES,
  PROJECT_KEYS,
  RULE_LEVELS,
} from '../../schemas';
import { RULE_FACTS } from '../../workflow/check';
import { entryOf, type WorkflowDocument } from '../../workflow/read';
import type { Candidate } from './candidate';
import type { Gap } from './gap';

/** All that can stand at a gap of a `dagport.yaml`. Keys that its mapping has already are left out. */
export function configurationCandidates({ kind, way, place }: Gap): readonly Candidate[] {
  if (kind === 'value') return valuesAt(way, place.document);
  const taken = new Set(place.mapping?.pairs.map((pair) => pair.key.text));
  if (way.length === 0) for (const entry of place.document.entries) taken.add(entry.key.text);
  return configurationKeys(way, place.document).filter(({ label }) => !taken.has(label));
}

/** The keys of a mapping of a `dagport.yaml`, by the way to it (`docs/configuration.md`). */
export function configurationKeys(
  [top, name, inside, ...rest]: readonly (string | number)[],
  document: WorkflowDocument,
): readonly Candidate[] {
  if (top === undefined) return PROJECT_KEYS.map(keyCandidate);
  switch (top) {
    case 'rules':
      return name === undefined ? ruleKeys() : [];
    case 'overrides':
      if (typeof name !== 'number' || rest.length > 0) return [];
      return inside === undefined ? OVERRIDE_KEYS.map(keyCandidate) : inside === 'rules' ? ruleKeys() : [];
    case 'plugins':
      return name !== undefined && inside === undefined ? PLUGIN_KEYS.map(keyCandidate) : [];
    case 'environments':
      return name !== undefined && inside === undefined
        ? [{ label: 'container', kind: 'key', shape: 'scalar', summary: 'Where containers run.' }]
        : [];
    case 'images':
      if (name === undefined) return [];
      if (inside === undefined) return IMAGE_KEYS.map(keyCandidate);
      return inside === 'environments' && rest.length === 0 ? environmentKeys(document) : [];
    default:
      return [];
  }
}

/** A key with what it is for, whatever its table calls the shape of its value. */
function keyCandidate({
  name,
  shape,
  summary,
}: {
  readonly name: string;
  readonly shape: string;
  readonly summary: string;
}): Candidate {
  const form = shape.startsWith('mapping') ? 'mapping' : shape === 'texts' || shape === 'list' ? 'list' : 'scalar';
  return { label: name, kind: 'key', summary, shape: form };
}

function ruleKeys(): readonly Candidate[] {
  return RULE_FACTS.map(({ id, category, documentation }) => ({
    label: id,
    kind: 'key',
    shape: 'scalar',
    detail: category,
    summary: documentation.summary,
  }));
}

function environmentKeys(document: WorkflowDocument): readonly Candidate[] {
  return environmentsOf(document).map((label) => ({
    label,
    kind: 'key',
    shape: 'scalar',
    summary: 'An environment of the project.',
  }));
}

function environmentsOf(document: WorkflowDocument): readonly string[] {
  const value = entryOf(document, 'environments')?.value;
  return value?.kind === 'mapping' ? value.pairs.map(({ key }) => key.text) : [];
}

function valuesAt(way: Gap['way'], document: WorkflowDocument): readonly Candidate[] {
  const value = (label: string): Candidate => ({ label, kind: 'value' });
  const [top, , inside] = way;
  const last = way.at(-1);
  switch (top) {
    case 'root':
      return ['true', 'false'].map(value);
    case 'airflow':
      return AIRFLOW_VERSIONS.map(value);
    case 'default_environment':
      return environmentsOf(document).map(value);
    case 'environments':
      return way.length === 3 && last === 'container' ? BACKENDS.map(({ name }) => value(name)) : [];
    case 'images':
      return way.length === 3 && last === 'pull' ? PULLS.map(value) : [];
    case 'plugins':
      return way.length === 3 && last === 'priority' ? PLUGIN_PRIORITIES.map(value) : [];
    case 'rules':
      return way.length === 2 ? RULE_LEVELS.map(value) : [];
    case 'overrides':
      return way.length === 4 && inside === 'rules' ? RULE_LEVELS.map(value) : [];
    default:
      return [];
  }
}

const PULLS = ['always', 'missing', 'never'] as const;
