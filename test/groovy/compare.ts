import { readFileSync } from 'node:fs';
import { convertJenkins, profileNames } from '../../converters/from-jenkins';
import { parseGroovy } from '../../converters/from-jenkins/groovy';

/** What Groovy's own parser says of a file: `path TAB accept TAB calls`, or `path TAB reject TAB why`. */
interface Verdict {
  readonly path: string;
  readonly accepted: boolean;
  readonly why: string;
  /** How often each name is called as a statement. */
  readonly calls: ReadonlyMap<string, number>;
}

function readVerdict(line: string): Verdict {
  const [path = '', verdict = '', rest = ''] = line.split('\t');
  const accepted = verdict === 'accept';
  const counts = accepted ? rest.split(' ').filter((part) => part !== '') : [];
  const calls = new Map(counts.map((part) => [part.split('=')[0] ?? '', Number(part.split('=')[1])]));
  return { path, accepted, why: rest, calls };
}

/** Calls that Groovy counts and the account of a conversion does not have, by name. */
function lostCalls(text: string, calls: ReadonlyMap<string, number>): readonly string[] {
  const options = { profile: profileNames[0] ?? '', properties: new Map<string, string>(), airflow: '3.3' as const };
  const { sources } = convertJenkins({ entry: 'Jenkinsfile', files: new Map([['Jenkinsfile', text]]), options });
  const told = new Map<string, number>();
  for (const { construct } of sources[0]?.constructs ?? []) {
    const name = construct.startsWith('stage "') ? 'stage' : (construct.split('/').at(-1) ?? '');
    told.set(name, (told.get(name) ?? 0) + 1);
  }
  return [...calls].flatMap(([name, count]) =>
    (told.get(name) ?? 0) < count ? [`${name}: ${count}, told ${told.get(name) ?? 0}`] : [],
  );
}

const [verdictFile = ''] = process.argv.slice(2);
const verdicts = readFileSync(verdictFile, 'utf8')
  .split('\n')
  .filter((line) => line !== '')
  .map(readVerdict);
const texts = verdicts.map(({ path }) => readFileSync(path, 'utf8'));
// Once to warm up; what is measured is the second reading.
for (const text of texts) parseGroovy(text);
let agreed = 0;
let counted = 0;
let lost = 0;
let length = 0;
const begun = performance.now();
for (const [index, { path, accepted, why }] of verdicts.entries()) {
  const text = texts[index] ?? '';
  length += text.length;
  const [problem] = parseGroovy(text).problems;
  if ((problem === undefined) === accepted) agreed++;
  else if (problem === undefined) console.log(`${path}: Groovy refuses it, dagport does not: ${why}`);
  else {
    const line = text.slice(0, problem.range.start).split('\n').length;
    console.log(`${path}:${line}: Groovy accepts it, dagport does not: ${problem.message}`);
  }
}
const seconds = (performance.now() - begun) / 1000;
const share = verdicts.length === 0 ? 100 : (100 * agreed) / verdicts.length;
console.log(
  `${verdicts.length} files, ${agreed} verdicts agree (${share.toFixed(2)} %), ${(length / 1e6 / seconds).toFixed(1)} MB/s`,
);
for (const [index, { path, accepted, calls }] of verdicts.entries()) {
  if (!accepted) continue;
  for (const each of lostCalls(texts[index] ?? '', calls)) {
    lost++;
    console.log(`${path}: ${each}`);
  }
  for (const count of calls.values()) counted += count;
}
console.log(`${counted} calls that stand alone counted by Groovy, ${lost} names in files without their entries`);
process.exitCode = agreed === verdicts.length && lost === 0 ? 0 : 1;
