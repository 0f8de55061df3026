import type { Range } from '../../../../text/range';
import { type Directive, named } from '../../declarative/index';
import type { Argument } from '../../groovy/index';
import { credentialOf } from '../credentials';
import { wordOf } from '../script';
import { literal, type Template } from '../template';
import { knownText, resolve } from '../values';
import { inOwnShell } from './own-shell';
import { byHand, done, giveVariable, mainValue, type StepConverter, type Work } from './work';

/** `sshagent(['id']) { … }`: an agent with the keys, for the steps of the block. */
export const convertSshAgent: StepConverter = (work, step) => {
  const value = mainValue(step, 'credentials');
  const items =
    value?.kind === 'list'
      ? value.items.map((item) => knownText(work.scope, item.value))
      : [knownText(work.scope, value)];
  const ids = items.flatMap((id) => id ?? []);
  if (ids.length === 0 || ids.length < items.length || step.block === undefined)
    return byHand(work, step.statement, 'sshagent', 'Which keys it holds is not known before the run.');
  const begin: Template[] = [
    literal('eval "$(ssh-agent -s)" > /dev/null'),
    literal("trap 'ssh-agent -k > /dev/null' EXIT"),
  ];
  const notes: string[] = [];
  for (const [index, id] of ids.entries()) {
    const { privateKey, what } = credentialOf(work.scope, id, step.nameRange);
    const name = giveVariable(work, `SSH_KEY_${index + 1}`, privateKey);
    begin.push(literal(`printf '%s\\n' "$${name}" | ssh-add -q -`));
    notes.push(`Create ${what} with the private key; the task needs ssh-agent.`);
  }
  done(work, step.statement, notes);
  return inOwnShell(work, begin, work.convert({ ...work, inSubshell: true }, step.block.body));
};

/** The arguments of a step, also where they stand in a map. */
function argumentsOf(step: Directive): readonly Argument[] {
  const first = step.arguments[0]?.value;
  return first?.kind === 'map' ? first.entries : step.arguments;
}

/** `withDockerRegistry(credentialsId: 'id', url: 'https://…') { … }`: a login of its own, for the steps of the block. */
export const convertDockerRegistry: StepConverter = (work, step) => {
  const list = argumentsOf(step);
  const id = knownText(work.scope, named(list, 'credentialsId'));
  const address = named(list, 'url');
  const url = address === undefined ? { kind: 'known' as const, value: [], notes: [] } : resolve(work.scope, address);
  if (id === undefined || url.kind === 'unknown' || step.block === undefined)
    return byHand(work, step.statement, step.name, 'The registry, or who logs in there, is not known before the run.');
  const login = logIn(work, id, url.value, step.nameRange);
  done(work, step.statement, [...url.notes, login.note]);
  return inOwnShell(work, login.begin, work.convert({ ...work, inSubshell: true }, step.block.body));
};

/** The lines that log in to a registry for the shell that they stand in; `url`: its address, of Docker's own nothing. */
export function logIn(
  work: Work,
  id: string,
  url: Template,
  place: Range,
): { begin: readonly Template[]; note: string } {
  const { login, password, what } = credentialOf(work.scope, id, place);
  const user = giveVariable(work, 'REGISTRY_USERNAME', login);
  const secret = giveVariable(work, 'REGISTRY_PASSWORD', password);
  const server = url.length === 0 ? [] : [...literal(' '), ...wordOf(url)];
  const begin: Template[] = [
    literal('export DOCKER_CONFIG="$(mktemp -d)"'),
    literal(`trap 'rm -rf "$DOCKER_CONFIG"' EXIT`),
    [...literal(`printf '%s' "$${secret}" | docker login -u "$${user}" --password-stdin`), ...server],
  ];
  return { begin, note: `Create ${what} with its login and password; the task needs docker.` };
}
