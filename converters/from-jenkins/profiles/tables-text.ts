import { stringify } from 'yaml';
import type { TableEntry } from '../../contract';
import { readEntries, tableNames } from './profile';

/** What the conversion of one file asked for. */
export interface AskedTables {
  readonly path: string;
  readonly tables: readonly TableEntry[];
}

const about: Readonly<Record<TableEntry['table'], string>> = {
  labels:
    'Where the tasks of agents with a label run: {image: …}, {queue: …}, or both with {node_selector: {key: value}}.',
  agents: 'Agents that a plugin of Jenkins makes: {type: bash}, or {type: container, image: …}.',
  tools: 'Tools that Jenkins installs: {approximates: where the image or the workers have it}.',
  credentials: 'Where the parts of a credential are: {connection: id} of Airflow, or {secret: name} of Kubernetes.',
  steps:
    'Steps of libraries and plugins: {script: what the shell runs; its arguments are variables}, {drop: airflow-does-it, message: why}, or {approximates: what is lost}.',
  jobs: 'Jobs that others start: {dag: the id of the DAG that the job became}.',
  triggers: 'What starts the job: {approximates: what does it now}.',
  options: 'Options of plugins: {approximates: what is lost}, or {drop: airflow-does-it, message: why}.',
  properties: 'What holds for all of them.',
};

/** An entry that nobody has filled in, which counts as none; a connection of the credential's own name is taken anyway. */
function blank(table: TableEntry['table'], name: string): unknown {
  switch (table) {
    case 'labels':
      return { image: '' };
    case 'agents':
      return { type: '' };
    case 'credentials':
      return { connection: name };
    case 'steps':
      return { script: '' };
    case 'jobs':
      return { dag: '' };
    case 'properties':
      return '';
    default:
      return { approximates: '' };
  }
}

/** So many places are named of each entry. */
const mostPlaces = 3;

/**
 * The tables to fill in, as a profile: each entry that some file asks for, with the places that do. `own`: the text of a profile that
 * a person has begun; its answers stay. What dagport's own profile answers is not asked.
 */
export function tablesText(asked: readonly AskedTables[], base: string, own?: string): string {
  const written = own === undefined ? undefined : readEntries(own);
  const { source: _source, extends: parent, ...rest } = written ?? {};
  const parts = [
    '# What only you know of these jobs. Fill it in, and give it to dagport convert with --profile; what is left empty counts as not there.\n',
    'source: jenkins\n',
    `extends: ${typeof parent === 'string' ? parent : base}\n`,
  ];
  for (const table of tableNames) {
    const answers = rest[table];
    const known: Record<string, unknown> = typeof answers === 'object' && answers !== null ? { ...answers } : {};
    const open = gather(asked, table).filter(
      ({ name, filled }) => !(filled && !(name in known)) || table === 'credentials',
    );
    const names = [...new Set([...Object.keys(known), ...open.map(({ name }) => name)])];
    delete rest[table];
    if (names.length === 0) continue;
    parts.push(`\n# ${about[table]}\n${table}:\n`);
    for (const name of names) {
      const places = open.find((entry) => entry.name === name)?.places ?? [];
      if (places.length > 0) parts.push(`  # ${shown(places)}\n`);
      parts.push(entryText(name, known[name] ?? blank(table, name)));
    }
  }
  if (Object.keys(rest).length > 0) parts.push(`\n${stringify(rest)}`);
  return parts.join('');
}

function shown(places: readonly string[]): string {
  const more = places.length - mostPlaces;
  return `${places.slice(0, mostPlaces).join(', ')}${more > 0 ? ` and ${more} more` : ''}`;
}

function entryText(name: string, value: unknown): string {
  const text = stringify({ [name]: value }, { collectionStyle: 'flow', lineWidth: 0 }).trim();
  return `  ${text.replace(/^\{ ?/, '').replace(/ ?\}$/, '')}\n`;
}

interface Gathered {
  readonly name: string;
  readonly filled: boolean;
  readonly places: readonly string[];
}

function gather(asked: readonly AskedTables[], table: TableEntry['table']): readonly Gathered[] {
  const found = new Map<string, Gathered>();
  for (const { path, tables } of asked) {
    for (const entry of tables) {
      if (entry.table !== table) continue;
      const before = found.get(entry.name);
      const places = entry.lines.map((line) => `${path}:${line}`);
      found.set(entry.name, {
        name: entry.name,
        filled: entry.filled && before?.filled !== false,
        places: [...(before?.places ?? []), ...places],
      });
    }
  }
  return [...found.values()].sort((a, b) => b.places.length - a.places.length || (a.name < b.name ? -1 : 1));
}
