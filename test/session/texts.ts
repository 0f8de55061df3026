import { readdirSync, readFileSync } from 'node:fs';

const EXAMPLES = new URL('../../examples/', import.meta.url);

const read = (name: string): string => readFileSync(new URL(name, EXAMPLES), 'utf8');

const workflows = readdirSync(new URL('workflows/', EXAMPLES))
  .filter((name) => name.endsWith('.workflow.yaml'))
  .map((name) => read(`workflows/${name}`));

/** Texts that a person opens as a workflow. */
export const WORKFLOWS: readonly string[] = [
  ...workflows,
  ...workflows.map((text) => text.replaceAll('\n', '\r\n')),
  // What an editor holds while a file is loaded, or after a crash.
  ...workflows.map((text) => text.slice(0, Math.floor(text.length * 0.6))),
  '',
  '🎉',
  manyTasks(1_500),
];

/** Legacy definitions, by the names that they are known by. */
export const LEGACY: Readonly<Record<string, string>> = {
  'workflow.xml': read('oozie/nightly-orders/workflow.xml'),
  Jenkinsfile: read('jenkins/Jenkinsfile'),
};

/** Some 10,000 lines. */
function manyTasks(count: number): string {
  const tasks = Array.from({ length: count }, (_, index) => {
    const upstream = index === 0 ? '[]' : `[task_${index - 1}]`;
    return `- name: task_${index}\n  type: bash\n  upstream_dependencies: ${upstream}\n  properties:\n    bash_command: |\n      echo ${index}\n      echo 🎉\n`;
  });
  return `name: many\nformat: 1\noperators:\n${tasks.join('')}`;
}

/** What people type, and what they break by it. */
export const PIECES: readonly string[] = [
  '',
  'a',
  ' ',
  '\n',
  '\r\n',
  '- ',
  ': ',
  '{',
  '}',
  '[',
  ']',
  '"',
  "'",
  '#',
  '&a ',
  '*a',
  '|\n',
  '\t',
  '🎉',
  '{{ ds }}',
  '<<',
  '---\n',
  'name: x\n',
  '<<<<<<< HEAD\n',
];

/** What configurations of projects say, right and wrong. */
export const CONFIGURATIONS: readonly string[] = [
  'images: {yoshi: {url: "r/y:1"}}\n',
  'images: [',
  'nothing: 1\n',
  'rules: {unused-image: off}\n',
  '',
];
