import { readdirSync, readFileSync } from 'node:fs';
import { parseAllDocuments } from 'yaml';
import { airflowTargets, emitPython } from '../converters/to-airflow';
import { loadCatalogue } from '../schemas';
import { checkWorkflow } from '../workflow/check';
import { planWorkflow } from '../workflow/plan';
import { readWorkflow } from '../workflow/read';
import { pruneWorkflow, selectNodes } from '../workflow/select';
import { groovyBench } from './groovy';
import { lintBench } from './lint';
import { type Measured, measureRuns } from './measure';
import { measureProcesses } from './processes';
import { SIZES } from './sizes';
import { measureTypes } from './types';
import { handledWorkflowText, workflowText } from './workflow';

/** One thing that is measured: what is made ready beforehand, and what is run. */
interface Pass {
  readonly name: string;
  /** At most so many times as long as a bare parse at 1,000 operators (DESIGN §8); absent, nothing is promised. */
  readonly budget?: number;
  readonly prepare: (text: string) => () => unknown;
  /** The text that it is measured on; absent, that of the bare parse. */
  readonly text?: (operators: number) => string;
}

const catalogueFolder = 'schemas/catalog';
const names = readdirSync(catalogueFolder);
const files = new Map(names.map((name) => [name, readFileSync(`${catalogueFolder}/${name}`, 'utf8')]));
const { catalogue } = loadCatalogue(files);
const path = 'bench.workflow.yaml';

function planned(text: string) {
  const file = readWorkflow(path, text);
  const { plan } = planWorkflow(file, { catalogue });
  if (plan === undefined) throw new Error('the workflow of the bench cannot be planned');
  return { file, plan };
}

const passes: readonly Pass[] = [
  { name: 'read', prepare: (text) => () => readWorkflow(path, text) },
  {
    name: 'read, one operator changed',
    prepare: (text) => {
      const before = readWorkflow(path, text);
      const after = text.replace('table_7 ', 'table_x ');
      return () => readWorkflow(path, after, before);
    },
  },
  {
    name: 'check',
    prepare: (text) => {
      const file = readWorkflow(path, text);
      return () => checkWorkflow(file, { catalogue });
    },
  },
  {
    name: 'open: read and check',
    budget: 1.5,
    prepare: (text) => () => checkWorkflow(readWorkflow(path, text), { catalogue }),
  },
  {
    name: 'plan',
    prepare: (text) => {
      const file = readWorkflow(path, text);
      return () => planWorkflow(file, { catalogue });
    },
  },
  {
    name: 'plan, one in ten handled',
    text: handledWorkflowText,
    prepare: (text) => {
      const file = readWorkflow(path, text);
      return () => planWorkflow(file, { catalogue });
    },
  },
  {
    name: 'emit Python',
    prepare: (text) => {
      const { file, plan } = planned(text);
      const options = { tool: 'bench', sourcePath: file.path, lines: file.lines };
      return () => emitPython(plan, airflowTargets['3.3'], options);
    },
  },
  {
    name: 'select and prune a tenth',
    prepare: (text) => {
      const file = readWorkflow(path, text);
      const exclude = 'task-*3';
      return () => pruneWorkflow(file, selectNodes(file, { exclude }, catalogue).keep, catalogue);
    },
  },
];

/** How many times as long 10,000 operators may take as 1,000 (DESIGN §8), the collector's time left out. */
const LARGEST_GROWTH = 12;

/** What each size took. */
type Times = readonly Measured[];

/** Prints each pass at each size, its ratio to a bare parse of the same text, and how it grows; then whole processes. */
function main(): void {
  console.log(`${'pass'.padEnd(28)}${SIZES.map(({ operators }) => String(operators).padStart(22)).join('')}   growth`);
  const bare = measure((text) => () => parseAllDocuments(text), workflowText);
  console.log(row('bare yaml parse', bare, bare, undefined));
  for (const { name, prepare, text = workflowText, budget } of passes) {
    console.log(row(name, measure(prepare, text), bare, budget));
  }
  for (const line of measureProcesses(process.cwd())) console.log(line);
}

const PARTS: Readonly<Record<string, () => void>> = {
  lint: () => {},
  processes: () => {
    for (const line of measureProcesses(process.cwd())) console.log(line);
  },
  groovy: groovyBench,
  types: () => {
    for (const line of measureTypes(process.cwd())) console.log(line);
  },
};

function measure(prepare: Pass['prepare'], textOf: (operators: number) => string): Times {
  return SIZES.map(({ operators, runs }) => measureRuns(prepare(textOf(operators)), runs));
}

function row(name: string, times: Times, bare: Times, budget: number | undefined): string {
  const ratios = times.map(({ time }, index) => time / (bare[index]?.time ?? time));
  const cells = times.map(({ time }, index) => `${time.toFixed(2)} ms, ${ratios[index]?.toFixed(2)} x`.padStart(22));
  const growth = growthOf(times, 'withoutCollector');
  const over = [
    ...(budget !== undefined && (ratios[2] ?? 0) > budget ? [`over ${budget} x`] : []),
    ...(growth > LARGEST_GROWTH ? [`grows more than ${LARGEST_GROWTH} x`] : []),
  ];
  const growths = `${growth.toFixed(1)} (${growthOf(times, 'time').toFixed(1)} with the collector)`;
  return `${name.padEnd(28)}${cells.join('')}   ${growths}${over.map((what) => `  ${what}`).join('')}`;
}

/** How many times as long 10,000 operators take as 1,000. */
function growthOf(times: Times, of: keyof Measured): number {
  return (times[3]?.[of] ?? 0) / (times[2]?.[of] ?? 1);
}

// `npm run bench -- lint`, `-- types` and `-- groovy` measure these alone.
const part = PARTS[process.argv[2] ?? ''];
if (part === undefined) {
  main();
  PARTS.groovy?.();
  PARTS.types?.();
} else part();
if (part === undefined || process.argv[2] === 'lint') void lintBench(process.cwd());
