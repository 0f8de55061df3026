import type { Finding } from '../../../text/rules';
import { entryOf, valueAt, type YamlNode, type YamlScalar } from '../../read';
import type { WorkflowRule } from '../context';
import { moveFinding } from '../place';
import { placeInText } from '../place-in-text';
import { scalarsOf } from '../scalars';

export const insecureUrl: WorkflowRule = {
  id: 'insecure-url',
  category: 'suspicious',
  silencedBy: ['yaml-syntax', 'hard-coded-secret'],
  documentation: {
    summary: 'A URL of a public host begins with `http://`, or a command does not check who answers.',
    why: 'Who sits between can read what is sent, and change what comes back: a list of tasks, a script that runs. Hosts of one word, of private networks and of this machine are left alone.',
    bad: `name: orders
operators:
- {name: fetch, type: bash, properties: {bash_command: 'curl --fail http://files.example.com/orders.csv --output orders.csv'}}
`,
    good: `name: orders
operators:
- {name: fetch, type: bash, properties: {bash_command: 'curl --fail https://files.example.com/orders.csv --output orders.csv'}}
`,
  },
  mentions: ['http:', '--insecure', '--no-check-certificate', 'curl'],
  check: {
    *document({ document, file }) {
      for (const key of ['dag_args', 'default_task_args', 'operator_defaults']) {
        const entry = entryOf(document, key);
        if (entry?.value === undefined) continue;
        const source = file.file.text.slice(entry.offset, entry.offset + entry.value.end);
        if (!SIGN.test(source)) continue;
        for (const finding of checkValues(entry.value, source)) yield moveFinding(finding, entry.offset);
      }
    },
    *item({ item }) {
      const properties = SIGN.test(item.cellText) ? valueAt(item.map, 'properties') : undefined;
      if (properties !== undefined) yield* checkValues(properties, item.cellText);
    },
  },
};

/** What no text without one of these can hold. */
const SIGN = /http:\/\/|--insecure|--no-check-certificate|curl[ \t][^\n]*-[a-zA-Z]*k/;

const URL_START = /http:\/\/([A-Za-z0-9.-]+)/g;

/** A command that takes whoever answers for the one that was asked. */
const UNCHECKED =
  /\bcurl\b[^\n;|&]*?[ \t](--insecure|-[a-jl-zA-Z]*k[a-zA-Z]*)(?=[ \t\n]|$)|\bwget\b[^\n;|&]*?[ \t](--no-check-certificate)\b/g;

/** Texts for people are left alone: nobody asks for what they mention but a person. */
const FOR_PEOPLE = /^(?:doc|description|message|owner_links)/;

function* checkValues(node: YamlNode, source: string): Generator<Finding> {
  for (const { key, value } of node.kind === 'mapping' ? node.pairs : []) {
    if (FOR_PEOPLE.test(key.text)) continue;
    for (const scalar of scalarsOf(value)) yield* check(scalar, source);
  }
}

function* check(scalar: YamlScalar, source: string): Generator<Finding> {
  const { text, type } = scalar;
  if (type !== 'text') return;
  for (const { 0: url, 1: host = '', index } of text.matchAll(URL_START)) {
    if (!isPublic(host.toLowerCase().replace(/\.$/, ''))) continue;
    yield {
      message: `"${url}" is asked without encryption: whoever sits between can read and change it.`,
      range: placeInText(scalar, { start: index, end: index + url.length }, source),
      help: 'Use "https://".',
    };
  }
  for (const match of text.matchAll(UNCHECKED)) {
    const flag = match[1] ?? match[2] ?? '';
    const start = match.index + match[0].length - flag.length;
    yield {
      message: `"${flag}" takes whoever answers for the one that was asked.`,
      range: placeInText(scalar, { start, end: start + flag.length }, source),
      help: 'Remove it, and give the certificate of the authority: --cacert FILE of curl, --ca-certificate=FILE of wget.',
    };
  }
}

/** Ends of names that no public host has (RFC 2606, 6761, 6762, and what companies and Kubernetes use). */
const PRIVATE_END =
  /\.(?:local|localhost|localdomain|internal|intranet|lan|corp|home|private|test|invalid|svc|cluster|docker)$/;
/** Addresses of this machine and of private networks (RFC 1918, 3927). */
const PRIVATE_ADDRESS = /^(?:127|10|192\.168|169\.254|172\.(?:1[6-9]|2\d|3[01]))\./;
/** Names of XML vocabularies look like URLs, and nobody asks for them. */
const VOCABULARY = /^(?:www\.w3\.org|schemas\..*|.*\.apache\.org|java\.sun\.com|xmlns\..*)$/;

function isPublic(host: string): boolean {
  if (!host.includes('.') || PRIVATE_END.test(host) || PRIVATE_ADDRESS.test(host)) return false;
  return !VOCABULARY.test(host) && !/^[0.]+$/.test(host);
}
