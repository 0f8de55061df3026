import { readFileSync } from 'node:fs';
import { loadCatalogue, openPack, openProviders } from '../schemas';
import { checkWorkflow } from '../workflow/check';
import { readWorkflow } from '../workflow/read';

/** What a process that has just started takes for the types, in milliseconds; and which blocks of facts it read. */
export interface ColdTypes {
  readonly index: number;
  readonly overlay: number;
  readonly first: number;
  readonly googleClass: number;
  readonly all: number;
  readonly indexHeap: number;
  readonly allHeap: number;
  readonly blocksOfLint: readonly string[];
}

const WORKFLOW = `name: x
format: 1
default_task_args: {owner: me, start_date: "2026-01-01"}
operators:
- {name: a, type: bash, properties: {bash_command: "true"}}
`;

function timed<Value>(make: () => Value): readonly [number, Value] {
  const started = performance.now();
  const value = make();
  return [performance.now() - started, value];
}

function heap(): number {
  globalThis.gc?.();
  return process.memoryUsage().heapUsed;
}

function measure(dist: string): ColdTypes {
  const read = (name: string): string => readFileSync(`${dist}/${name}`, 'latin1');
  const blocks: string[] = [];
  const before = heap();
  const [index, providers] = timed(() => {
    const source = openPack(read('providers.json'), () => read('providers.txt'));
    const observed = (block: string): string => {
      blocks.push(block);
      return source.read(block);
    };
    return openProviders({ index: source.index, read: observed });
  });
  const indexHeap = heap() - before;
  const [overlay, { catalogue }] = timed(() => {
    const files: Readonly<Record<string, string>> = JSON.parse(readFileSync(`${dist}/catalogue.json`, 'utf8'));
    return loadCatalogue(new Map(Object.entries(files)), providers);
  });
  const [first] = timed(() => catalogue.find('bash')?.parameters);
  checkWorkflow(readWorkflow('x.workflow.yaml', WORKFLOW), { catalogue });
  const blocksOfLint = [...new Set(blocks)];
  const googleClass = 'airflow.providers.google.cloud.operators.dataproc.DataprocSubmitJobOperator';
  const [oneMore] = timed(() => catalogue.find(googleClass)?.parameters);
  const [all] = timed(() => providers.classes.map((one) => providers.factsOf(one)));
  return {
    index,
    overlay,
    first,
    googleClass: oneMore,
    all,
    indexHeap,
    allHeap: heap() - before,
    blocksOfLint,
  };
}

console.log(JSON.stringify(measure(process.argv[2] ?? 'dist')));
