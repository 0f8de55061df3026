import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect } from 'vitest';
import { parse } from 'yaml';
import { convertJenkins, profileNames } from '../../../converters/from-jenkins';
import { writeDraft } from '../../../workflow/write';

export interface Ran {
  readonly output: string;
  readonly status: number;
}

interface Task {
  readonly name: string;
  readonly properties?: { readonly bash_command?: string; readonly env?: Readonly<Record<string, string>> };
}

/** The tasks of a converted pipeline with the values of Jinja that these tests use. */
export function convertedTasks(source: string): readonly Task[] {
  const options = { profile: profileNames[0] ?? '', properties: new Map<string, string>(), airflow: '3.3' as const };
  const { workflows, sources } = convertJenkins({
    entry: 'Jenkinsfile',
    files: new Map([['Jenkinsfile', source]]),
    options,
  });
  const manual = sources.flatMap(({ constructs }) => constructs.filter(({ status }) => status === 'manual'));
  expect(manual.map(({ construct, message }) => `${construct}: ${message}`)).toEqual([]);
  return workflows.flatMap(({ draft }) =>
    writeDraft(draft)
      .text.split(/^---$/m)
      .flatMap((document) => (parse(document) as { readonly operators?: readonly Task[] }).operators ?? []),
  );
}

function render(text: string): string {
  return text
    .replace(/\{\{ '((?:[^'\\]|\\.)*)' \}\}/g, (_, literal: string) => literal.replaceAll('\\r', '\r'))
    .replaceAll('{{ params.MODE }}', 'full')
    .replaceAll('{{ params.FLAG | lower }}', 'true')
    .replace(/\{\{ params\.\w+ \}\}/g, '');
}

/** Runs the tasks of a pipeline one after the other as BashOperator does, until one fails. */
export function runConverted(source: string, folder: string): Ran {
  let output = '';
  for (const { properties } of convertedTasks(source)) {
    const command = properties?.bash_command;
    if (command === undefined) continue;
    const own = Object.fromEntries(Object.entries(properties?.env ?? {}).map(([key, value]) => [key, render(value)]));
    const env = { ...process.env, RUN_FOLDER: path.join(folder, 'run'), MODE: 'full', FLAG: 'true', ...own };
    const ran = spawnSync('bash', ['-c', render(command)], { cwd: folder, encoding: 'utf8', env });
    output += ran.stdout;
    if (ran.status !== 0) return { output, status: ran.status ?? -1 };
  }
  return { output, status: 0 };
}

/** Gives a folder that goes afterwards. */
export function inFolder<T>(run: (folder: string) => T): T {
  const folder = mkdtempSync(path.join(tmpdir(), 'jenkins-shell-'));
  try {
    return run(folder);
  } finally {
    rmSync(folder, { recursive: true });
  }
}
