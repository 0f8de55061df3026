import { execFileSync } from 'node:child_process';
import { convertJenkins, profileNames } from '../../../../converters/from-jenkins';
import { writeDraft } from '../../../../workflow/write';

const parameters = [
  "string(name: 'TEXT', defaultValue: 'x')",
  "string(name: 'FIVE', defaultValue: '5')",
  "string(name: 'WORD', defaultValue: 'true')",
  "string(name: 'EMPTY', defaultValue: '')",
  "booleanParam(name: 'ON', defaultValue: true)",
  "booleanParam(name: 'OFF', defaultValue: false)",
];
const values = { TEXT: 'x', FIVE: '5', WORD: 'true', EMPTY: '', ON: 'true', OFF: 'false' };

/** The workflow of a pipeline with one stage whose steps are this code, and with methods of the file. */
export function convertScript(code: string, methods = ''): string {
  const source = `${methods}\npipeline {\nagent any\nparameters {\n${parameters.join('\n')}\n}\nstages {\nstage('a') {\nsteps {\nscript {\n${code}\n}\n}\n}\n}\n}\n`;
  const properties = new Map([['workspace', 'none']]);
  const options = { profile: profileNames[0] ?? '', properties, airflow: '3.3' as const };
  const { workflows } = convertJenkins({ entry: 'Jenkinsfile', files: new Map([['Jenkinsfile', source]]), options });
  const [workflow] = workflows;
  if (workflow === undefined) throw new Error('nothing converted');
  return writeDraft(workflow.draft).text;
}

/** What Airflow does with the filters of a parameter. */
function render(text: string): string {
  const filters: Readonly<Record<string, (value: string) => string>> = {
    trim: (value) => value.trim(),
    upper: (value) => value.toUpperCase(),
    lower: (value) => value.toLowerCase(),
  };
  return text
    .replace(/\{\{ '([^'\\]*)' \}\}/g, '$1')
    .replace(
      /\{\{ \(params\.(\w+) \| (\w+)\) \| replace\(.*?\) \}\}/g,
      (_, name: keyof typeof values, filter: string) => (filters[filter] ?? ((value) => value))(values[name]),
    );
}

/** What the shell of the converted task prints. */
export function runScript(code: string, methods = ''): string {
  const text = convertScript(code, methods);
  const script = /bash_command: \|\n((?: {6}.*\n|\n)+)/.exec(text)?.[1]?.replace(/^ {6}/gm, '') ?? 'exit 3';
  return execFileSync('bash', ['-c', render(script)], {
    encoding: 'utf8',
    env: { PATH: process.env.PATH, ...values },
    stdio: ['ignore', 'pipe', 'ignore'],
  });
}
