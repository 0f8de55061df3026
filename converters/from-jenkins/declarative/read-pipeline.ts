import type { Diagnostic } from '../../../text/diagnostic';
import { type SourceFile, type TreeNode, walk } from '../groovy/index';
import { blockOf, directivesIn, find, type Reading, unknownName } from './directive';
import { type FoundPipelines, findPipelines } from './find-pipelines';
import type { Directive, Pipeline } from './model';
import { readAgent } from './read-agent';
import { readEnvironment } from './read-environment';
import { readDirectiveList } from './read-sections';
import { sectionsOf } from './read-settings';
import { readStageList } from './read-stages';
import { readPost } from './read-steps';

const pipelineSections = [
  'agent',
  'environment',
  'libraries',
  'options',
  'parameters',
  'post',
  'stages',
  'tools',
  'triggers',
];

/** Sections of early Declarative versions and what they are called since. */
const removedSections = new Map([
  ['properties', 'options'],
  ['jobProperties', 'options'],
  ['wrappers', 'options'],
  ['notifications', 'post'],
  ['postBuild', 'post'],
]);

export interface ReadPipeline {
  /** Absent where the file holds no `pipeline { … }` at its top: it is a scripted pipeline or something else. */
  readonly pipeline?: Pipeline;
  /** Where it stands; beside the top of the file that is in a method of a shared library, or in a template. */
  readonly where?: FoundPipelines['where'];
  /** What Jenkins' own validator would refuse, as far as that needs no list of installed plugins. */
  readonly diagnostics: readonly Diagnostic[];
}

/** Reads the Declarative Pipeline of a file. All findings at once, where Jenkins stops at the first syntax error. */
export function readPipeline(file: SourceFile): ReadPipeline {
  const reading: Reading = { diagnostics: [] };
  const { pipelines, where } = findPipelines(file);
  checkNested(reading, file, pipelines);
  const [pipeline] = pipelines.map((directive) => readSections(reading, directive));
  const diagnostics = reading.diagnostics.sort((a, b) => a.range.start - b.range.start);
  return pipeline === undefined ? { diagnostics } : { pipeline, where, diagnostics };
}

/** A `pipeline` block inside another block is an error of Jenkins; in methods (shared libraries) it is legal. */
function checkNested(reading: Reading, file: SourceFile, pipelines: readonly Directive[]): void {
  const legal = new Set<TreeNode>(pipelines.map((pipeline) => pipeline.call));
  for (const statement of file.statements) if (statement.kind === 'expression') legal.add(statement.expression);
  walk(file.statements, (node) => {
    if (node.kind === 'method') return false;
    if (node.kind !== 'call' || legal.has(node)) return undefined;
    if (node.callee.kind !== 'name' || node.callee.name !== 'pipeline') return undefined;
    if (node.arguments.length !== 1 || node.arguments[0]?.value.kind !== 'closure') return undefined;
    const message = '"pipeline" must stand at the top of the file, not inside another block.';
    find(reading, 'jenkins-pipeline-not-at-top', node.callee.range, message);
    return undefined;
  });
}

function readSections(reading: Reading, directive: Directive): Pipeline {
  const block = blockOf(reading, directive);
  const calls = block === undefined ? [] : directivesIn(reading, block, '"pipeline"');
  const sections = sectionsOf(reading, calls);
  for (const call of calls) checkSection(reading, call);
  for (const needed of ['agent', 'stages']) {
    if (!sections.has(needed))
      find(reading, 'jenkins-missing-section', directive.nameRange, `The pipeline needs the section "${needed}".`);
  }
  const read = <T>(name: string, reader: (section: Directive) => T): T | undefined => {
    const section = sections.get(name);
    return section === undefined ? undefined : reader(section);
  };
  const list = (unique: boolean) => (section: Directive) => readDirectiveList(reading, section, unique);
  const agent = read('agent', (section) => readAgent(reading, section));
  const environment = read('environment', (section) => readEnvironment(reading, section));
  const options = read('options', list(true));
  const parameters = read('parameters', list(false));
  const triggers = read('triggers', list(true));
  const libraries = read('libraries', list(false));
  const tools = read('tools', list(false));
  const stages = read('stages', (section) => readStageList(reading, section, { insideParallel: false }));
  const post = read('post', (section) => readPost(reading, section));
  return {
    directive,
    ...(agent === undefined ? {} : { agent }),
    ...(environment === undefined ? {} : { environment }),
    ...(options === undefined ? {} : { options }),
    ...(parameters === undefined ? {} : { parameters }),
    ...(triggers === undefined ? {} : { triggers }),
    ...(libraries === undefined ? {} : { libraries }),
    ...(tools === undefined ? {} : { tools }),
    ...(stages === undefined ? {} : { stages }),
    ...(post === undefined ? {} : { post }),
  };
}

function checkSection(reading: Reading, call: Directive): void {
  if (pipelineSections.includes(call.name)) return;
  const successor = removedSections.get(call.name);
  if (successor === undefined) unknownName(reading, 'jenkins-unknown-section', call, '"pipeline"', pipelineSections);
  else
    find(
      reading,
      'jenkins-removed-section',
      call.nameRange,
      `The section "${call.name}" was removed: use "${successor}".`,
    );
}
