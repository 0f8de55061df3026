import { isHereDocument } from '../../../text/here-document';
import type { Finding } from '../../../text/rules';
import type { YamlScalar } from '../../read';
import type { WorkflowRule } from '../context';
import { moveFinding } from '../place';
import { scalarsOf } from '../scalars';
import { rangeOf } from '../suggest';

export const unpairedVerbatim: WorkflowRule = {
  id: 'unpaired-verbatim',
  category: 'suspicious',
  silencedBy: ['yaml-syntax', 'wrong-parameter-type', 'wrong-key-type'],
  documentation: {
    summary: 'A `<<` that no `>>` closes, or a second `<<` before it is closed.',
    why: 'Python stands between `<<` and `>>`. Such a text is taken as it stands, brackets and all, where boundary-layer refuses it; an expression in it is never evaluated. Here-documents of a shell are known and not reported.',
    bad: `name: orders
operators:
- {name: load, type: bash, properties: {bash_command: "load <<os.curdir"}}
`,
    good: `name: orders
operators:
- {name: load, type: bash, properties: {bash_command: "load <<os.curdir>>"}}
`,
  },
  mentions: ['<<', '>>'],
  check: {
    *document({ document }) {
      for (const { value, offset } of document.entries) {
        if (value === undefined || isNodeList(value)) continue;
        for (const scalar of scalarsOf(value)) {
          const finding = check(scalar);
          if (finding !== undefined) yield moveFinding(finding, offset);
        }
      }
    },
    item: ({ item, scalars }) =>
      /<<|>>/.test(item.cellText) ? scalars().flatMap((scalar) => check(scalar) ?? []) : [],
  },
};

/** A section that was read with its key: its items are looked at one by one. */
export function isNodeList(value: {
  readonly kind: string;
  readonly items?: readonly { readonly kind: string }[];
}): boolean {
  return value.kind === 'list' && value.items?.some((item) => item.kind === 'mapping') === true;
}

function check(scalar: YamlScalar): Finding | undefined {
  if (scalar.type !== 'text') return undefined;
  if (LOST_BRACKET.test(scalar.text))
    return {
      message: 'This begins with one "<" and ends in ">>": Python stands between "<<" and ">>".',
      range: rangeOf(scalar),
      help: 'Write "<<" at its beginning.',
    };
  const open = firstUnpaired(scalar.text);
  if (open === undefined || isHereDocument(scalar.text, open)) return undefined;
  const end = scalar.text.slice(open).search(/\s/);
  const shown = scalar.text.slice(open, end < 0 ? open + 20 : Math.min(open + end, open + 20));
  return {
    message: `"${shown}" opens Python that no ">>" closes, so this text is taken as it stands.`,
    range: placeIn(scalar, open),
    covers: rangeOf(scalar),
    help: 'Close it with ">>"; to keep "<<" as text, leave it.',
  };
}

/** No shell reads so from a file: after `<` comes a word, and `>>` names one. */
const LOST_BRACKET = /^<[^<][\s\S]*>>$/;

/** The offset of the `<<` that makes boundary-layer refuse the text. */
function firstUnpaired(text: string): number | undefined {
  let open = text.indexOf('<<');
  while (open >= 0) {
    const close = text.indexOf('>>', open + 2);
    const nested = text.indexOf('<<', open + 2);
    if (close < 0 || (nested >= 0 && nested < close)) return open;
    open = text.indexOf('<<', close + 2);
  }
  return undefined;
}

/** The brackets where they stand in the source, if the text is written on one line; else the start of the scalar. */
function placeIn(scalar: YamlScalar, open: number): Finding['range'] {
  const inside = scalar.end - scalar.start - scalar.text.length;
  const shift = scalar.plain ? 0 : 1;
  if (inside !== 2 * shift) return { start: scalar.start, end: Math.min(scalar.end, scalar.start + 1) };
  return { start: scalar.start + shift + open, end: scalar.start + shift + open + 2 };
}
