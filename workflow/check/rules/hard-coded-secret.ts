import type { Range } from '../../../text/range';
import type { Finding } from '../../../text/rules';
import { entryOf, valueAt, type YamlNode, type YamlScalar } from '../../read';
import type { WorkflowRule } from '../context';
import { moveFinding } from '../place';
import { rangeOf } from '../suggest';

export const hardCodedSecret: WorkflowRule = {
  id: 'hard-coded-secret',
  category: 'security',
  silencedBy: ['yaml-syntax'],
  documentation: {
    summary: 'A password, token or key stands in the workflow.',
    why: 'Workflows lie in repositories, and Airflow shows the arguments of tasks to everybody who may see the DAG.',
    bad: `name: orders
operators:
- {name: load, type: bash, properties: {bash_command: load, env: {DB_PASSWORD: 'tr0ub4dor&3'}}}
`,
    good: `name: orders
operators:
- {name: load, type: bash, properties: {bash_command: load, env: {DB_PASSWORD: '{{ conn.orders_db.password }}'}}}
`,
  },
  check: {
    *document({ document }) {
      for (const key of ['dag_args', 'default_task_args', 'operator_defaults']) {
        const entry = entryOf(document, key);
        if (entry?.value === undefined) continue;
        const found: Finding[] = [];
        collectSecrets(entry.value, undefined, found);
        for (const finding of found) yield moveFinding(finding, entry.offset);
      }
    },
    item({ item }) {
      const found: Finding[] = [];
      const properties = valueAt(item.map, 'properties');
      if (properties?.kind !== 'mapping') return found;
      for (const { key, value } of properties.pairs) {
        // Of a container: where secrets come from, not what they are.
        if (key.text !== 'secrets') collectSecrets(value, key.text, found);
      }
      return found;
    },
  },
};

const SECRET_KEY =
  /(?:^|[_.-]|(?<=[a-z])(?=[A-Z]))(?:password|passwd|passphrase|secret|token|api[_-]?key|secret[_-]?(?:access[_-]?)?key|private[_-]?key|credentials?)s?$/i;

/** Tokens that open nothing: what makes a request of AWS happen once, what asks for the next page, the versions of EC2's metadata. */
const OPEN_TOKEN =
  /^(?:http_?tokens|(?:client_?(?:request_?)?|idempotency_?|(?:next|start(?:ing)?|page|pagination|continuation|version|resume|sync|change|task)_?)tokens?)$/i;

/** Keys and tokens that are known by their form. Linear: no part that may be long begins anew inside of itself. */
const SECRET_VALUE =
  /\b(?:AKIA|ASIA)[0-9A-Z]{16}\b|\bgh[pousr]_[A-Za-z0-9]{36,}|\bglpat-[\w-]{20,}|\bxox[abprs]-[\w-]{10,}|-----BEGIN [A-Z ]*PRIVATE KEY-----|\bsk_live_[A-Za-z0-9]{16,}|(?<![\w-])eyJ[\w-]{10,}\.eyJ[\w-]{10,}\.[\w-]{10,}|\b[a-z][a-z0-9+.-]{0,30}:\/\/[^\s:/@{}$<]+:[^\s:/@{}$<]{3,}@/;

/** What is filled in later: Jinja, Python, variables of shells and of templates. */
const TEMPLATE = /\{\{|\{%|<<|[$#%]\{?\w|^[$%@]|^\{\w+\}$|^\(\(.*\)\)$|^\[.*\]$|^<.*>$/;

/** Words that stand in the place of a secret. */
const PLACEHOLDER =
  /^(?:\*+|x+|\.+|-+|none|null|true|false|todo|tbd|fixme|example|sample|dummy|redacted|hidden|masked|default|placeholder|(?:change|replace|fill|set)[-_ ]?(?:me|this|it|in)|(?:your|my|some|the|insert|enter|put)[-_ ].*|(?:test|dummy|fake|secret|password|passwd|pass|token)*)$/i;

/** Where a secret is, or what it is called: a path, a place in a store, the name of a variable or of a secret. */
const REFERENCE =
  /^(?:\/|\.{1,2}\/|~\/|s3:|gs:|hdfs:|file:|https?:|vault:|arn:|projects\/|env:|ref:|sm:)|^[a-z][a-z0-9_-]*(?:\/[a-z0-9_.-]+)+$|^[A-Z][A-Z0-9]*(?:_[A-Z0-9]+)+$|^[a-z][a-z0-9]*(?:[-_.][a-z0-9]+)*[-_.](?:password|passwd|secret|token|key|credentials?|creds)s?$/;

function collectSecrets(node: YamlNode, key: string | undefined, found: Finding[]): void {
  if (node.kind === 'list') for (const item of node.items) collectSecrets(item, key, found);
  if (node.kind === 'mapping') for (const pair of node.pairs) collectSecrets(pair.value, pair.key.text, found);
  const finding = node.kind === 'scalar' && node.type === 'text' ? checkText(node, key) : undefined;
  if (finding !== undefined) found.push(finding);
}

/** Does a text look like a secret: by its form, or by the name that it has? Nothing where it does not. */
export function looksSecret(key: string | undefined, text: string): 'form' | 'name' | undefined {
  if (SECRET_VALUE.test(text)) return 'form';
  const isNamed =
    key !== undefined &&
    SECRET_KEY.test(key) &&
    !OPEN_TOKEN.test(key) &&
    text.length >= 6 &&
    !/\s/.test(text) &&
    ![TEMPLATE, PLACEHOLDER, REFERENCE].some((pattern) => pattern.test(text));
  return isNamed ? 'name' : undefined;
}

/** Where keys and tokens that are known by their form stand in a text: offsets, in order. */
export function findSecrets(text: string): readonly Range[] {
  const everywhere = new RegExp(SECRET_VALUE.source, 'g');
  return [...text.matchAll(everywhere)].map((match) => ({ start: match.index, end: match.index + match[0].length }));
}

function checkText(scalar: YamlScalar, key: string | undefined): Finding | undefined {
  const looks = looksSecret(key, scalar.text);
  if (looks === undefined) return undefined;
  return {
    message: looks === 'name' ? `"${key}" is written out here.` : 'This holds a key, a token or a password.',
    range: rangeOf(scalar),
    help: 'Put it into a connection or variable of Airflow: "{{ conn.name.password }}", "{{ var.value.name }}". And change it: it has been read.',
  };
}
