import { absolute, asText, entryOf } from '../../read';
import type { WorkflowRule } from '../context';
import { rangeOf } from '../suggest';
import { compareVersions, readVersion } from '../version';

/** The boundary-layer whose language files without `format` are in, and the first with that language. */
const CURRENT = '1.9.18';
const OLDEST = '0.9.9';

export const incompatibleVersion: WorkflowRule = {
  id: 'incompatible-version',
  category: 'correctness',
  silencedBy: ['wrong-key-type'],
  documentation: {
    summary: '`compatibility_version` is no version, or one of a boundary-layer with another language.',
    why: 'dagport reads files without `format` as boundary-layer 1.9.18 does. A file for a later one may mean something else, and files from before 0.9.9 do.',
    bad: `name: orders
compatibility_version: 2.1.0
operators:
- {name: load, type: bash, properties: {bash_command: load}}
`,
    good: `name: orders
compatibility_version: 1.9.18
operators:
- {name: load, type: bash, properties: {bash_command: load}}
`,
  },
  mentions: ['compatibility_version'],
  check: {
    *document({ document, file }) {
      const entry = entryOf(document, 'compatibility_version');
      const written = asText(entry?.value);
      if (entry === undefined || written === undefined || written.text === '') return;
      const range = absolute(entry, rangeOf(written));
      const version = readVersion(written.text);
      const [current, oldest] = [readVersion(CURRENT), readVersion(OLDEST)];
      if (version === undefined) {
        const help = `A version has three numbers: ${CURRENT}.`;
        yield { message: `"${written.text}" is no version of boundary-layer.`, range, help };
      } else if (file.format !== undefined || current === undefined || oldest === undefined) {
        return;
      } else if (compareVersions(version, current) > 0) {
        const help = 'See what changed since then, and write the version that the file really needs.';
        const message = `This file asks for boundary-layer ${written.text}; it is read as ${CURRENT} reads it.`;
        yield { message, range, help };
      } else if (compareVersions(version, oldest) < 0) {
        const message = `This file is for boundary-layer ${written.text}, whose language was another one until ${OLDEST}.`;
        yield { message, range, help: 'Bring it up to date, and remove the key.' };
      }
    },
  },
};
