import { execFileSync } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll } from 'vitest';
import { parseAllDocuments } from 'yaml';
import { convertOozie } from '../../../converters/from-oozie';
import { writeDraft } from '../../../workflow/write';

/** The programs that stand on the path: each writes down its name and what it is given, one argument a line of JSON. */
const programs = ['hdfs', 'hive', 'beeline', 'pig', 'sqoop', 'spark-submit', 'java', 'hadoop', 'mapred', 'ssh', 'git'];

const recorder = `#!/bin/bash
python3 - "$(basename "$0")" "$@" <<'PY' >> "$RECORD"
import json, sys
print(json.dumps(sys.argv[1:]))
PY
case "$(basename "$0") $1 $2" in
  'hdfs dfs -get') printf '#!/bin/bash\\nexec own-program "$@"\\n' > "\${@: -1}" ;;
  'mapred job -submit') cp "$3" "$RECORD.xml"; echo 'Created job job_1' ;;
  'mapred job -status') echo 'Job state: SUCCEEDED' ;;
esac
if [ "$(basename "$0")" = own-program ]; then printf 'rows: 12\\nna\\\\:me=\\\\u0041 b\\\\\\n  c\\n'; fi
`;

const scratch = mkdtempSync(path.join(tmpdir(), 'arguments-'));
const bin = path.join(scratch, 'bin');
mkdirSync(bin);
for (const name of [...programs, 'own-program']) {
  writeFileSync(path.join(bin, name), recorder);
  chmodSync(path.join(bin, name), 0o755);
}
afterAll(() => rmSync(scratch, { recursive: true }));

export const values: Readonly<Record<string, string>> = {
  nameNode: 'hdfs://nn:8020',
  day: '2026-01-01 \'x\' "y" $HOME `id` \\',
  'oozie.wf.application.path': 'hdfs://nn:8020/app',
};

/** What Airflow's Jinja makes of the forms that the converter writes. */
function render(text: string): string {
  return text.replace(/\{\{ (.*?) \}\}/g, (_, expression: string) => {
    if (expression.startsWith("'")) return expression.slice(1, -1);
    const name = /^params\.(\w+)$/.exec(expression)?.[1] ?? /^params\['(.*)'\]$/.exec(expression)?.[1];
    if (name === undefined || values[name] === undefined) throw new Error(`not rendered: ${expression}`);
    return values[name];
  });
}

interface Task {
  readonly bash_command: string;
  readonly env?: Readonly<Record<string, string>>;
}

/** Converts a workflow of one action, and runs it: the calls of programs, and what the task prints. */
export function run(
  action: string,
  rest = '',
): { readonly calls: string[][]; readonly output: string; readonly xml: string } {
  const definition = `<workflow-app name="w"><start to="a"/><action name="a">${action}<ok to="end"/><error to="end"/></action>${rest}<end name="end"/></workflow-app>`;
  const options = { profile: 'hadoop-cli', properties: new Map<string, string>(), airflow: '3.3' } as const;
  const { workflows } = convertOozie({
    entry: 'workflow.xml',
    files: new Map([['workflow.xml', definition]]),
    options,
  });
  const [workflow] = workflows;
  if (workflow === undefined) throw new Error('not converted');
  const [document] = parseAllDocuments(writeDraft(workflow.draft).text);
  const operators: { readonly name: string; readonly properties: Task }[] = document?.toJS().operators;
  const { bash_command: command, env = {} } = operators.find(({ name }) => name === 'a')?.properties ?? {
    bash_command: 'exit 9',
  };
  const folder = mkdtempSync(path.join(scratch, 'run-'));
  const record = path.join(folder, 'record');
  writeFileSync(record, '');
  const rendered = Object.fromEntries(Object.entries(env).map(([name, value]) => [name, render(value)]));
  const output = execFileSync('bash', ['-c', render(command)], {
    cwd: folder,
    env: { PATH: `${bin}:${process.env.PATH}`, RECORD: record, HOME: folder, ...rendered },
    encoding: 'utf8',
  });
  const calls = readFileSync(record, 'utf8')
    .trim()
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line));
  let xml = '';
  for (const file of [`${record}.xml`, path.join(folder, 'action.xml')]) {
    try {
      xml += readFileSync(file, 'utf8');
    } catch {
      // Not every action writes one.
    }
  }
  return { calls, output, xml };
}
