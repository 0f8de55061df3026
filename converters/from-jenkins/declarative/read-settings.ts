import { checkUnique, find, type Reading } from './directive';
import type { Directive, StageSettings } from './model';
import { readAgent } from './read-agent';
import { readEnvironment } from './read-environment';
import { readDirectiveList } from './read-sections';
import { readPost } from './read-steps';
import { readWhen } from './read-when';

/** The first call of each section; further ones are findings. */
export function sectionsOf(reading: Reading, calls: readonly Directive[]): ReadonlyMap<string, Directive> {
  const sections = new Map<string, Directive>();
  for (const call of calls) if (!sections.has(call.name)) sections.set(call.name, call);
  const names = calls.map((call) => ({ name: call.name, range: call.nameRange }));
  checkUnique(reading, 'jenkins-duplicate-section', 'The section', names);
  return sections;
}

/** The sections that a stage and a matrix share. */
export function readSettings(reading: Reading, sections: ReadonlyMap<string, Directive>): StageSettings {
  const read = <T>(name: string, reader: (directive: Directive) => T): T | undefined => {
    const directive = sections.get(name);
    return directive === undefined ? undefined : reader(directive);
  };
  const agent = read('agent', (directive) => readAgent(reading, directive));
  const environment = read('environment', (directive) => readEnvironment(reading, directive));
  const options = read('options', (directive) => readDirectiveList(reading, directive, true, true));
  const tools = read('tools', (directive) => readDirectiveList(reading, directive, false));
  const when = read('when', (directive) => readWhen(reading, directive));
  const input = read('input', (directive) => readInput(reading, directive));
  const post = read('post', (directive) => readPost(reading, directive));
  return {
    ...(agent === undefined ? {} : { agent }),
    ...(environment === undefined ? {} : { environment }),
    ...(options === undefined ? {} : { options }),
    ...(tools === undefined ? {} : { tools }),
    ...(when === undefined ? {} : { when }),
    ...(input === undefined ? {} : { input }),
    ...(post === undefined ? {} : { post }),
  };
}

function readInput(reading: Reading, directive: Directive) {
  const list = readDirectiveList(reading, directive, true);
  if (directive.block !== undefined && !list.entries.some((entry) => entry.name === 'message')) {
    find(reading, 'jenkins-missing-input-message', directive.nameRange, '"input" needs a message.');
  }
  return list;
}
