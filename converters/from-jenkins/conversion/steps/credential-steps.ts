import { type Directive, literalText, named } from '../../declarative/index';
import { type Credential, credentialOf } from '../credentials';
import { literal, type Template } from '../template';
import { knownText } from '../values';
import { inOwnShell } from './own-shell';
import { byHand, done, giveVariable, mainValue, type StepConverter } from './work';

/** A credential that a step binds: variables of the task, and files that are written before the steps. */
interface Bound {
  readonly variables: Map<string, Template>;
  readonly files: { readonly variable: string; readonly content: Template }[];
}

/** Bindings become Airflow connections; a value of a credential is never written down. */
export const convertWithCredentials: StepConverter = (work, step) => {
  const value = mainValue(step, 'bindings');
  if (value?.kind !== 'list' || step.block === undefined) return byHand(work, step.statement, 'withCredentials');
  const bound: Bound = { variables: new Map(), files: [] };
  const ids = new Set<string>();
  for (const item of value.items) {
    const binding = item.value;
    const list = binding.kind === 'call' ? binding.arguments : binding.kind === 'map' ? binding.entries : undefined;
    const kind =
      binding.kind === 'call' && binding.callee.kind === 'name'
        ? binding.callee.name
        : list === undefined
          ? ''
          : (legacyBindings.get(literalText(named(list, '$class')) ?? '') ?? '');
    const idValue = list === undefined ? undefined : named(list, 'credentialsId');
    const id = knownText(work.scope, idValue);
    if (
      list === undefined ||
      id === undefined ||
      !bindOne(kind, list, credentialOf(work.scope, id, binding.range), bound)
    ) {
      const message = 'A credential of this type cannot be read from an Airflow connection.';
      return byHand(work, step.statement, 'withCredentials', message);
    }
    ids.add(credentialOf(work.scope, id, binding.range).what);
  }
  const environment = new Map(work.scope.environment);
  const renamed: Template[] = [];
  for (const [name, template] of bound.variables) {
    environment.set(name, { kind: 'known', value: [{ kind: 'variable', name }] });
    const given = giveVariable(work, name, template);
    if (given !== name) renamed.push(literal(`export ${name}="$${given}"`));
  }
  for (const { variable } of bound.files)
    environment.set(variable, { kind: 'known', value: [{ kind: 'variable', name: variable }] });
  done(work, step.statement, [`Create ${[...ids].join(', ')}. The variables are set for the whole task.`]);
  const scope = { ...work.scope, environment };
  if (bound.files.length === 0 && renamed.length === 0) return work.convert({ ...work, scope }, step.block.body);
  if (bound.files.length === 0)
    return inOwnShell(work, renamed, work.convert({ ...work, scope, inSubshell: true }, step.block.body));
  const begin = bound.files.flatMap(({ variable, content }): readonly Template[] => {
    const given = giveVariable(work, `${variable}_CONTENT`, content);
    return [literal(`export ${variable}="$(mktemp)"`), literal(`printf '%s' "$${given}" > "$${variable}"`)];
  });
  const remove = literal(`trap 'rm -f ${bound.files.map(({ variable }) => `"$${variable}"`).join(' ')}' EXIT`);
  const parts = work.convert({ ...work, scope, inSubshell: true }, step.block.body);
  return inOwnShell(work, [...renamed, ...begin, remove], parts);
};

/** The classes that bindings had before they had names of their own. */
const legacyBindings = new Map([
  ['StringBinding', 'string'],
  ['UsernamePasswordMultiBinding', 'usernamePassword'],
  ['UsernamePasswordBinding', 'usernameColonPassword'],
  ['FileBinding', 'file'],
  ['AmazonWebServicesCredentialsBinding', 'aws'],
  ['SSHUserPrivateKeyBinding', 'sshUserPrivateKey'],
]);

function bindOne(kind: string, list: Directive['arguments'], credential: Credential, bound: Bound): boolean {
  const text = (name: string) => literalText(named(list, name));
  const bind = (name: string | undefined, value: Template) => {
    if (name !== undefined && name !== '') bound.variables.set(name, value);
    return name !== undefined;
  };
  // Jenkins binds a part that is not named, or that has an empty name, to no variable.
  const mayBind = (key: string, value: Template) => named(list, key) === undefined || bind(text(key), value);
  const bindFile = (name: string | undefined, content: Template) => {
    if (name !== undefined) bound.files.push({ variable: name, content });
    return name !== undefined;
  };
  const { login, password, pair, file, privateKey } = credential;
  switch (kind) {
    case 'string':
      return bind(text('variable'), password);
    case 'usernamePassword': {
      const user = bind(text('usernameVariable'), login);
      return bind(text('passwordVariable'), password) && user;
    }
    case 'usernameColonPassword':
      return pair.length === 1 && bind(text('variable'), pair);
    case 'file':
      return bindFile(text('variable'), file);
    case 'sshUserPrivateKey': {
      const others = mayBind('usernameVariable', login) && mayBind('passphraseVariable', password);
      return others && bindFile(text('keyFileVariable'), privateKey);
    }
    case 'aws': {
      const nameOf = (key: string, usual: string) => (named(list, key) === undefined ? usual : text(key));
      const access = bind(nameOf('accessKeyVariable', 'AWS_ACCESS_KEY_ID'), login);
      return bind(nameOf('secretKeyVariable', 'AWS_SECRET_ACCESS_KEY'), password) && access;
    }
    default:
      return false;
  }
}
