import type { Range } from '../../../text/range';
import { credentialOf } from './credentials';
import type { Scope } from './scope';
import { wordOf } from './script';
import { ask } from './tables';
import { literal, plainText, type Template } from './template';

/** Where nothing in the file asks for the repository. */
export const nowhere: Range = { start: 0, end: 0 };

/** A repository that is cloned. */
export interface Repository {
  readonly url: Template;
  /** Absent, the one that the repository itself calls its first. */
  readonly branch: Template | undefined;
  /** What is fetched, where it is not the branch. */
  readonly refspec?: Template;
  readonly credential: string | undefined;
  readonly notes: readonly string[];
  /** The local branch that is made, as the step `git` does. */
  readonly local?: Template;
  /** Who runs the DAG says what it is: the task fails where nobody did. */
  readonly asked?: boolean;
}

/**
 * The repository of the Jenkinsfile itself: what `-D scm_url=…`, `-D scm_branch=…` and `-D scm_credential=…` say, else the parameters
 * SCM_URL and SCM_BRANCH of the DAG.
 */
export function ownRepository(scope: Scope, range: Range): Repository {
  const { properties, added, asked, ledger } = scope.conversion;
  const url = properties.get('scm_url');
  const branch = properties.get('scm_branch') ?? properties.get('BRANCH_NAME');
  const credential = properties.get('scm_credential');
  if (url !== undefined)
    return { url: literal(url), branch: branch === undefined ? undefined : literal(branch), credential, notes: [] };
  ask(asked, ledger, 'properties', 'scm_url', range, false);
  for (const name of ['SCM_URL', 'SCM_BRANCH']) {
    if (!added.has(name)) added.set(name, { name, kind: 'text', value: properties.get(name) ?? '' });
  }
  const parameter = (name: string): Template => [{ kind: 'jinja', expression: `params.${name}`, variable: name }];
  const note =
    'Which repository it is, the parameters SCM_URL and SCM_BRANCH of the DAG say, or -D scm_url=…; the task fails without.';
  return { url: parameter('SCM_URL'), branch: parameter('SCM_BRANCH'), credential, notes: [note], asked: true };
}

/** What a task runs, and the variables that it needs for it. */
export interface Clone {
  readonly lines: readonly Template[];
  readonly environment: ReadonlyMap<string, Template>;
  readonly notes: readonly string[];
}

/** `give` says what a variable of the task is called, where its name is taken. The lines that bring a repository into the folder of the shell, and the variables that they need. */
export function cloneLines(
  scope: Scope,
  { url, branch, refspec, credential, notes, local, asked }: Repository,
  range: Range,
  give: (name: string, value: Template) => string = (name) => name,
): Clone {
  const overSsh = /^(?:ssh:|[\w.-]+@)/.test(plainText(url) ?? '');
  const all = [...notes, 'The task clones the repository; it needs git.'];
  const environment = new Map<string, Template>();
  let git = 'git';
  if (credential !== undefined && overSsh) all.push(`The task needs the SSH key "${credential}" of Jenkins.`);
  else if (credential !== undefined) {
    const { login, password, what } = credentialOf(scope, credential, range);
    const [user, secret] = [give('GIT_USERNAME', login), give('GIT_PASSWORD', password)];
    environment.set(user, login);
    environment.set(secret, password);
    all.push(`Create ${what} with its login and password.`);
    git = `git -c credential.helper='!f() { echo "username=$${user}"; echo "password=$${secret}"; }; f'`;
  }
  const what: Template =
    asked === true ? literal('"${SCM_BRANCH:-HEAD}"') : branch === undefined ? literal('HEAD') : wordOf(branch);
  const onBranch = local === undefined ? [] : [...literal('-B '), ...wordOf(local), ...literal(' ')];
  const lines: readonly Template[] = [
    ...(asked === true ? [literal(': "${SCM_URL:?say which repository it is}"')] : []),
    // In this way files that are there already stay, as in Jenkins.
    literal('git init -q .'),
    [...literal('git config remote.origin.url '), ...wordOf(url)],
    literal("git config remote.origin.fetch '+refs/heads/*:refs/remotes/origin/*'"),
    [...literal(`${git} fetch -q --tags origin `), ...(refspec === undefined ? what : wordOf(refspec))],
    ...(refspec === undefined || branch === undefined
      ? [[...literal('git checkout -q -f '), ...onBranch, ...literal('FETCH_HEAD')]]
      : [
          [...literal('_branch='), ...what],
          literal(
            'git checkout -q -f "$(git rev-parse -q --verify "refs/remotes/origin/$_branch^0" || git rev-parse "$_branch^0")"',
          ),
        ]),
  ];
  return { lines, environment, notes: all };
}

/** Whether tasks on the agent work in one folder, so that one of them can prepare it for the others. */
export function sharesFolder({ workspace, conversion }: Scope): boolean {
  return workspace !== undefined && conversion.runFolder.shared && conversion.runFolder.workspaces;
}

/** Whether an agent clones the repository of the Jenkinsfile before its first step: it does where that is known. */
export function checksOut(scope: Scope): boolean {
  const { conversion, skipsCheckout } = scope;
  return conversion.checksOut && skipsCheckout !== true && conversion.properties.has('scm_url');
}
