import { readdirSync, readFileSync } from 'node:fs';
import { parseAllDocuments } from 'yaml';
import { airflowTargets, emitPython } from '../converters/to-airflow';
import { loadCatalogue } from '../schemas';
import { checkWorkflow } from '../workflow/check';
import { planWorkflow } from '../workflow/plan';
import { readWorkflow } from '../workflow/read';
import { medianTime } from './measure';
import { handledWorkflowText, workflowText } from './workflow';

/** One thing that is measured: what is made ready beforehand, and what is run. */
interface Pass {
  readonly name: string;
  readonly prepare: (operators: number) => () => unknown;
}

const catalogueFolder = 'schemas/catalog';

function readCatalogue() {
  const names = readdirSync(catalogueFolder);
  return loadCatalogue(new Map(names.map((name) => [name, readFileSync(`${catalogueFolder}/${name}`, 'utf8')])))
    .catalogue;
}

const yaml: Pass = {
  name: 'bare yaml parse',
  prepare: (operators) => {
    const text = workflowText(operators);
    return () => parseAllDocuments(text);
  },
};

const passes: readonly Pass[] = [
  {
    name: 'read',
    prepare: (operators) => {
      const text = workflowText(operators);
      return () => readWorkflow('bench.workflow.yaml', text);
    },
  },
  {
    name: 'read, one operator changed',
    prepare: (operators) => {
      const text = workflowText(operators);
      const before = readWorkflow('bench.workflow.yaml', text);
      const after = text.replace('table_7 ', 'table_x ');
      return () => readWorkflow('bench.workflow.yaml', after, before);
    },
  },
  {
    name: 'check',
    prepare: (operators) => {
      const file = readWorkflow('bench.workflow.yaml', workflowText(operators));
      const catalogue = readCatalogue();
      return () => checkWorkflow(file, { catalogue });
    },
  },
  {
    name: 'plan',
    prepare: (operators) => {
      const file = readWorkflow('bench.workflow.yaml', workflowText(operators));
      const catalogue = readCatalogue();
      return () => planWorkflow(file, { catalogue });
    },
  },
  {
    name: 'plan, one in ten handled',
    prepare: (operators) => {
      const file = readWorkflow('bench.workflow.yaml', handledWorkflowText(operators));
      const catalogue = readCatalogue();
      return () => planWorkflow(file, { catalogue });
    },
  },
  {
    name: 'emit Python',
    prepare: (operators) => {
      const file = readWorkflow('bench.workflow.yaml', workflowText(operators));
      const { plan } = planWorkflow(file, { catalogue: readCatalogue() });
      if (plan === undefined) throw new Error('the workflow of the bench cannot be planned');
      const options = { tool: 'bench', sourcePath: file.path, lines: file.lines };
      return () => emitPython(plan, airflowTargets['3.3'], options);
    },
  },
];

/** Prints, for each pass, its time at both sizes, its ratio to a bare parse of the same text, and how it grows. */
function main(): void {
  const [small, large] = [1_000, 10_000] as const;
  const [smallRuns, largeRuns] = [20, 5] as const;
  const bare = [medianTime(yaml.prepare(small), smallRuns), medianTime(yaml.prepare(large), largeRuns)] as const;
  console.log(`${'pass'.padEnd(28)}${'1,000 operators'.padStart(24)}${'10,000 operators'.padStart(24)}  growth`);
  console.log(row(yaml.name, bare, bare));
  for (const pass of passes) {
    const times = [medianTime(pass.prepare(small), smallRuns), medianTime(pass.prepare(large), largeRuns)] as const;
    console.log(row(pass.name, times, bare));
  }
}

type Times = readonly [number, number];

function row(name: string, times: Times, bare: Times): string {
  const cells = times.map((time, index) => cell(time, time / (bare[index] ?? time)));
  return `${name.padEnd(28)}${cells.join('')}  ${(times[1] / times[0]).toFixed(1)}`;
}

function cell(time: number, ratio: number): string {
  return `${time.toFixed(1)} ms, ${ratio.toFixed(2)} x`.padStart(24);
}

main();
