import { readFileSync } from 'node:fs';
import { parseGroovy } from '../../converters/from-jenkins/groovy';

/** What Groovy's own parser says of a file: `path TAB accept`, or `path TAB reject TAB why`. */
interface Verdict {
  readonly path: string;
  readonly accepted: boolean;
  readonly why: string;
}

function readVerdict(line: string): Verdict {
  const [path = '', verdict = '', why = ''] = line.split('\t');
  return { path, accepted: verdict === 'accept', why };
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
process.exitCode = agreed === verdicts.length ? 0 : 1;
