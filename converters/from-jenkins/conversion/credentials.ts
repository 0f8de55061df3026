import type { Range } from '../../../text/range';
import type { Conversion, Scope } from './scope';
import { ask } from './tables';
import { jinja, literal, type Template } from './template';

/** What a credential of Jenkins is on Airflow, part by part. */
export interface Credential {
  readonly login: Template;
  readonly password: Template;
  /** The content of a file. */
  readonly file: Template;
  readonly privateKey: Template;
  /** User and password with a colon between them. */
  readonly pair: Template;
  /** What has to be created, as the beginning of a sentence: `the Airflow connection "x"`. */
  readonly what: string;
}

/**
 * A credential by its id: an Airflow connection of the same name, or what the table of the profile says. Its values are never
 * written down; a Kubernetes secret reaches a pod without passing through Airflow.
 */
export function credentialOf(scope: Scope, id: string, range: Range): Credential {
  return credentialIn(scope.conversion, id, range);
}

/** What credentials are looked up by. */
export type CredentialTables = Pick<Conversion, 'profile' | 'asked' | 'ledger'>;

/** As `credentialOf`, where there is no scope yet. */
export function credentialIn({ profile, asked, ledger }: CredentialTables, id: string, range: Range): Credential {
  const rule = profile.credentials[id];
  ask(asked, ledger, 'credentials', id, range, rule !== undefined);
  const connection = reachable(rule?.connection ?? id);
  const secret = rule?.secret ?? (rule === undefined && profile.secrets === 'kubernetes' ? secretName(id) : undefined);
  if (secret === undefined) {
    return {
      login: jinja(`${connection}.login`),
      password: jinja(`${connection}.password`),
      file: jinja(`${connection}.extra_dejson.content`),
      privateKey: jinja(`${connection}.extra_dejson.private_key`),
      pair: jinja(`${connection}.login ~ ':' ~ ${connection}.password`),
      what: `the Airflow connection "${rule?.connection ?? id}"`,
    };
  }
  const part = (key: string, expression: string): Template => [{ kind: 'secret', secret, key, expression }];
  const login = part('username', `${connection}.login`);
  const password = part('password', `${connection}.password`);
  return {
    login,
    password,
    file: part('file', `${connection}.extra_dejson.content`),
    privateKey: part('private_key', `${connection}.extra_dejson.private_key`),
    pair: [...login, ...literal(':'), ...password],
    what: `the Kubernetes secret "${secret}"`,
  };
}

/** A connection as Jinja reaches it. */
function reachable(id: string): string {
  return /^[A-Za-z_]\w*$/.test(id) ? `conn.${id}` : `conn['${id.replaceAll("'", '')}']`;
}

/** A name as Kubernetes has them. */
function secretName(id: string): string {
  const name = id
    .toLowerCase()
    .replace(/[^a-z0-9.-]+/g, '-')
    .replace(/^[^a-z0-9]+|[^a-z0-9]+$/g, '');
  return name === '' ? 'credential' : name;
}
