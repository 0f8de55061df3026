import type { Range } from '../../../text/range';
import { findSecrets } from '../../../workflow/check/index';
import { redacted } from '../../secret';
import type { Expression } from '../groovy/index';
import { credentialOf } from './credentials';
import type { Scope } from './scope';
import { literal, type Template } from './template';
import { type Resolved, resolve } from './values';

/** What a key is called that is known by its form. */
const forms: readonly (readonly [RegExp, string])[] = [
  [/^A[KS]IA/, 'aws-access-key'],
  [/^gh[pousr]_/, 'github-token'],
  [/^glpat-/, 'gitlab-token'],
  [/^xox/, 'slack-token'],
  [/^sk_live_/, 'stripe-key'],
  [/^eyJ/, 'json-web-token'],
  [/^-----BEGIN/, 'private-key'],
];

/** `https://user:password@` */
const login = /^(.*?:\/\/)[^\s:/@]+:[^\s:/@]+(@)$/s;

/** A text without the secrets that stood in it, and what to say of them. */
export interface Hidden {
  readonly value: Template;
  readonly notes: readonly string[];
}

/**
 * A login that stands in an address, or a key that is known by its form, is not copied: a connection is named after `name`, or after the host or
 * the form, where Airflow reads it when the task runs.
 */
export function hideSecrets(scope: Scope, value: Template, range: Range, name?: string): Hidden {
  const created = new Set<string>();
  const safe = value.flatMap((part): Template => {
    if (part.kind !== 'literal') return [part];
    const found = secretsOf(part.text);
    let at = 0;
    const pieces: Template[] = [];
    for (const { start, end } of found) {
      const secret = part.text.slice(start, end);
      const credential = credentialOf(
        scope,
        name ?? freeName(scope, nameOf(secret, part.text.slice(end)), secret),
        range,
      );
      created.add(credential.what);
      const pair = login.exec(secret);
      pieces.push(literal(part.text.slice(at, start)));
      if (pair === null) pieces.push(credential.password);
      else
        pieces.push(
          literal(pair[1] ?? ''),
          credential.login,
          literal(':'),
          credential.password,
          literal(pair[2] ?? ''),
        );
      at = end;
    }
    return [...pieces, literal(part.text.slice(at))].flat();
  });
  return { value: safe, notes: [...created].map(noteOf) };
}

/** The value of text of a step, without the secrets that stand in it. */
export function resolveSafely(scope: Scope, expression: Expression): Resolved {
  const resolved = resolve(scope, expression);
  if (resolved.kind === 'unknown') return resolved;
  const { value, notes } = hideSecrets(scope, resolved.value, expression.range);
  return { kind: 'known', value, notes: [...resolved.notes, ...notes] };
}

function noteOf(what: string): string {
  return `The value holds a secret, which is not copied. Create ${what} with it, and change it: it has been read.`;
}

/** `password: 'x'`, `token = "x"`: what is called so, in the text of a source. */
const called =
  /((?:password|passwd|passphrase|secret|token|api_?key)s?['"]?\s*[:=]\s*(['"]))(?:(?!\2)[^\\\n$]|\\.)+(?=\2)/gi;

/** A text of the source as it may stand in a comment. */
export function redact(source: string): string {
  const text = source.replace(called, `$1${redacted}`);
  let safe = '';
  let at = 0;
  for (const { start, end } of secretsOf(text)) {
    const pair = login.exec(text.slice(start, end));
    safe += text.slice(at, start) + (pair === null ? redacted : `${pair[1] ?? ''}${redacted}${pair[2] ?? ''}`);
    at = end;
  }
  return safe + text.slice(at);
}

/** Of a private key the whole block is secret, not its first line alone. */
function secretsOf(text: string): readonly Range[] {
  return findSecrets(text).map(({ start, end }) => {
    if (!text.startsWith('-----BEGIN', start)) return { start, end };
    const last = /-----END [A-Z ]*PRIVATE KEY-----/.exec(text.slice(end));
    return { start, end: last === null ? end : end + last.index + last[0].length };
  });
}

function nameOf(secret: string, behind: string): string {
  const form = forms.find(([pattern]) => pattern.test(secret));
  if (form !== undefined) return form[1];
  const host = /^[A-Za-z0-9.-]+/.exec(behind)?.[0] ?? '';
  const name = host
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-|-$/g, '');
  return name === '' ? 'login' : name;
}

/** Two secrets of one host or form are two connections. */
function freeName({ conversion }: Scope, name: string, secret: string): string {
  let free = name;
  for (let number = 2; (conversion.secrets.get(free) ?? secret) !== secret; number++) free = `${name}-${number}`;
  conversion.secrets.set(free, secret);
  return free;
}
