import { parse } from 'yaml';
import callsText from './calls.yaml?raw';

/** What a call takes, as far as dagport knows. */
export interface KnownCall {
  readonly parameters: ReadonlyMap<string, KnownParameter>;
  /** There are further parameters that are not listed. */
  readonly open: boolean;
}

export interface KnownParameter {
  readonly name: string;
  readonly type: 'text' | 'number' | 'flag' | 'any';
  readonly required: boolean;
}

/** The sections whose entries Jenkins takes from its plugins. */
export type KnownSection = 'steps' | 'options' | 'wrappers' | 'triggers' | 'parameters' | 'agents' | 'conditions';

interface CallsFile extends Readonly<Record<KnownSection, Readonly<Record<string, string>>>> {
  readonly tools: string;
  readonly toolClasses: readonly string[];
}

const file = parse(callsText) as CallsFile;

function readCall(text: string): KnownCall {
  const words = text.split(' ').filter((word) => word !== '');
  const parameters = words
    .filter((word) => word !== '...')
    .map((word): KnownParameter => {
      const [head = '', type] = word.split(':');
      const required = head.endsWith('!');
      const known = type === 'number' || type === 'flag' || type === 'any' ? type : 'text';
      return { name: required ? head.slice(0, -1) : head, type: known, required };
    });
  return {
    parameters: new Map(parameters.map((parameter) => [parameter.name, parameter])),
    open: words.includes('...'),
  };
}

function readSection(section: KnownSection): ReadonlyMap<string, KnownCall> {
  return new Map(Object.entries(file[section]).map(([name, text]) => [name, readCall(text)]));
}

/** What may be called where; the facts are in `calls.yaml`. */
export const known: Readonly<Record<KnownSection, ReadonlyMap<string, KnownCall>>> = {
  steps: readSection('steps'),
  options: readSection('options'),
  wrappers: readSection('wrappers'),
  triggers: readSection('triggers'),
  parameters: readSection('parameters'),
  agents: readSection('agents'),
  conditions: readSection('conditions'),
};

const toolTypes = new Set(file.tools.split(' '));

/** Is this a type of tool: one of those known, or the full name of a class? */
export function isToolType(name: string): boolean {
  return toolTypes.has(name) || file.toolClasses.some((prefix) => name.startsWith(prefix));
}

/** The types of tools that have a short name. */
export const toolNames: readonly string[] = [...toolTypes];
