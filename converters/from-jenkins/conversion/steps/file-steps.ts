import { type Directive, literalText, named } from '../../declarative/index';
import type { Expression } from '../../groovy/index';
import { connectionOf } from '../environment';
import { isTrue } from '../outputs';
import { quote, type ScriptPart, wordOf } from '../script';
import { jinja, literal, plainText, type Template } from '../template';
import { resolve } from '../values';
import { byHand, done, mainText, mainValue, type StepConverter, type Work } from './work';

/** `writeFile file: 'x', text: 'y'` */
export const convertWriteFile: StepConverter = (work, step) => {
  const file = named(step.arguments, 'file');
  const text = named(step.arguments, 'text');
  const path = file === undefined ? undefined : resolve(work.scope, file);
  const content = text === undefined ? undefined : resolve(work.scope, text);
  const reason =
    path?.kind === 'unknown' ? path.reason : content?.kind === 'unknown' ? content.reason : 'it is missing';
  if (path?.kind !== 'known' || content?.kind !== 'known')
    return byHand(work, step.statement, 'writeFile', `What is written is not known before the run: ${reason}.`);
  done(work, step.statement, [...path.notes, ...content.notes]);
  const name = wordOf(path.value);
  const folder =
    plainText(path.value)?.includes('/') === false
      ? []
      : [[...literal('mkdir -p "$(dirname '), ...name, ...literal(')"')]];
  return [
    {
      kind: 'lines',
      lines: [...folder, [...literal("printf '%s' "), ...wordOf(content.value), ...literal(' > '), ...name]],
    },
  ];
};

/** The `find` conditions of an Ant pattern: `a/*.jar, **\/b.txt`. `*` of `find` also goes through folders. */
function patterns(text: string): readonly string[] {
  return text
    .split(/[,\s]+/)
    .filter((pattern) => pattern !== '')
    .flatMap((pattern) => {
      const whole = pattern.endsWith('/') ? `${pattern}**` : pattern;
      // `**` with a slash also stands for no folder at all.
      return whole.startsWith('**/') ? [whole, whole.slice(3)] : [whole];
    })
    .map((pattern) => `-path ${quote(`./${pattern.replace(/\*\*\/?/g, '*').replace(/\*+/g, '*')}`)}`);
}

function findCommand(includes: string, excludes: string | undefined): string {
  const wanted = includes === '' || includes === '**' ? '' : ` \\( ${patterns(includes).join(' -o ')} \\)`;
  const unwanted = excludes === undefined || excludes === '' ? '' : ` ! \\( ${patterns(excludes).join(' -o ')} \\)`;
  return `find . -type f${wanted}${unwanted}`;
}

/** `stash name: 'x', includes: 'y'`: an archive in the folder of the run, where every task finds it. */
export const convertStash: StepConverter = (work, step) => {
  const name = literalText(mainValue(step, 'name'));
  const includes = literalText(named(step.arguments, 'includes') ?? named(step.arguments, 'include'));
  const excludes = literalText(named(step.arguments, 'excludes'));
  const given = (key: string) => named(step.arguments, key) !== undefined;
  if (
    name === undefined ||
    (given('includes') && includes === undefined) ||
    (given('excludes') && excludes === undefined)
  )
    return byHand(work, step.statement, 'stash', 'Which files are kept is not known before the run.');
  done(work, step.statement, [shared('The files')]);
  const archive = quote(`stashes/${name}.tar`);
  const list = findCommand(includes ?? '**', excludes);
  const check = isTrue(named(step.arguments, 'allowEmpty')) ? [] : [literal('test -s "$RUN_FOLDER/stashes/.list"')];
  return [
    {
      kind: 'lines',
      lines: [
        literal('mkdir -p "$RUN_FOLDER/stashes"'),
        literal(`${list} > "$RUN_FOLDER/stashes/.list"`),
        ...check,
        literal(`tar -cf "$RUN_FOLDER"/${archive} -T "$RUN_FOLDER/stashes/.list"`),
      ],
    },
  ];
};

function shared(what: string): string {
  return `${what} are kept in the folder of the run (RUN_FOLDER), which all workers must share.`;
}

export const convertUnstash: StepConverter = (work, step) => {
  const name = literalText(mainValue(step, 'name'));
  if (name === undefined) return byHand(work, step.statement, 'unstash', 'Its name is not known before the run.');
  if (!work.scope.conversion.stashes.has(name))
    return byHand(work, step.statement, 'unstash', `No stash "${name}" is made in this file.`);
  done(work, step.statement, [shared('The files')]);
  return [{ kind: 'lines', lines: [literal(`tar -xf "$RUN_FOLDER"/${quote(`stashes/${name}.tar`)}`)] }];
};

/** `archiveArtifacts 'x'`: kept in the folder of the run; Airflow does not show them. */
export const convertArchive: StepConverter = (work, step) => {
  const artifacts = mainText(work, step, 'artifacts');
  const text = artifacts.kind === 'known' ? plainText(artifacts.value) : undefined;
  if (text === undefined)
    return byHand(work, step.statement, 'archiveArtifacts', 'Which files are kept is not known before the run.');
  const excludes = literalText(named(step.arguments, 'excludes'));
  done(work, step.statement, [`${shared('The files')} Airflow does not show them.`]);
  const list = findCommand(text, excludes);
  const check = isTrue(named(step.arguments, 'allowEmptyArchive'))
    ? []
    : [literal('test -s "$RUN_FOLDER/artifacts.list"')];
  return [
    {
      kind: 'lines',
      lines: [
        literal('mkdir -p "$RUN_FOLDER/artifacts"'),
        literal(`${list} > "$RUN_FOLDER/artifacts.list"`),
        ...check,
        literal('tar -cf - -T "$RUN_FOLDER/artifacts.list" | tar -xf - -C "$RUN_FOLDER/artifacts"'),
      ],
    },
  ];
};

/** A task without a shared workspace begins in an empty folder and leaves nothing behind, so at its edges there is nothing to delete. */
export const convertDelete: StepConverter = (work, step, isEdge) => {
  if (isEdge && work.scope.workspace === undefined) {
    const message = 'A task begins in an empty folder that is removed after it.';
    work.scope.conversion.ledger.verdicts.set(step.statement, {
      status: 'dropped',
      reason: 'airflow-does-it',
      message,
    });
    return [];
  }
  done(work, step.statement);
  return [{ kind: 'lines', lines: [literal('find . -mindepth 1 -delete')] }];
};

interface Repository {
  readonly url: Template;
  readonly branch: string | undefined;
  readonly credential: string | undefined;
  readonly notes: readonly string[];
}

export const convertGit: StepConverter = (work, step) => {
  const url = mainText(work, step, 'url');
  const branch = named(step.arguments, 'branch');
  const name = branch === undefined ? 'master' : literalText(branch);
  const credential = named(step.arguments, 'credentialsId');
  const id = literalText(credential);
  if (url.kind === 'unknown' || name === undefined || (credential !== undefined && id === undefined))
    return byHand(work, step.statement, 'git', 'The repository is not known before the run: clone it here.');
  return clone(work, step, { url: url.value, branch: name, credential: id, notes: url.notes });
};

/** `checkout scm`, `checkout scmGit(…)`, `checkout([$class: 'GitSCM', …])` */
export const convertCheckout: StepConverter = (work, step) => {
  const value = mainValue(step, 'scm');
  const isScm = value?.kind === 'name' && value.name === 'scm';
  const repository = isScm ? ownRepository(work) : value === undefined ? undefined : readRepository(work, value);
  if (repository === undefined) {
    const rule = work.scope.conversion.profile.steps.checkout;
    return byHand(work, step.statement, 'checkout', rule !== undefined && 'manual' in rule ? rule.manual : undefined);
  }
  return clone(work, step, repository);
};

/** The repository of the Jenkinsfile itself, if the user said it: `-D scm_url=…`, `-D scm_branch=…`. */
function ownRepository(work: Work): Repository | undefined {
  const { properties } = work.scope.conversion;
  const url = properties.get('scm_url');
  if (url === undefined) return undefined;
  return {
    url: literal(url),
    branch: properties.get('scm_branch') ?? properties.get('BRANCH_NAME'),
    credential: properties.get('scm_credential'),
    notes: [],
  };
}

function readRepository(work: Work, value: Expression): Repository | undefined {
  const list =
    value.kind === 'map'
      ? value.entries
      : value.kind === 'call' && value.callee.kind === 'name' && value.callee.name === 'scmGit'
        ? value.arguments
        : undefined;
  if (list === undefined) return undefined;
  const type = named(list, '$class');
  if (value.kind === 'map' && literalText(type) !== 'GitSCM') return undefined;
  const remotes = named(list, 'userRemoteConfigs');
  const remote = remotes?.kind === 'list' && remotes.items.length === 1 ? remotes.items[0]?.value : undefined;
  const fields = remote?.kind === 'map' ? remote.entries : undefined;
  const urlValue = fields === undefined ? undefined : named(fields, 'url');
  const url = urlValue === undefined ? undefined : resolve(work.scope, urlValue);
  const branches = named(list, 'branches');
  const first = branches?.kind === 'list' && branches.items.length === 1 ? branches.items[0]?.value : undefined;
  const branch = first?.kind === 'map' ? literalText(named(first.entries, 'name')) : undefined;
  if (url?.kind !== 'known' || (branches !== undefined && branch === undefined)) return undefined;
  const credential = fields === undefined ? undefined : named(fields, 'credentialsId');
  if (credential !== undefined && literalText(credential) === undefined) return undefined;
  const extensions = named(list, 'extensions');
  const hasExtensions = extensions?.kind === 'list' && extensions.items.length > 0;
  const notes = hasExtensions ? ['The extensions of the checkout are not taken over: a plain clone.'] : [];
  return {
    url: url.value,
    branch: branch?.replace(/^(?:\*|origin|refs\/heads)\//, ''),
    credential: literalText(credential),
    notes: [...url.notes, ...notes],
  };
}

/** Clones into the folder; where an earlier task of the run did it, brings it up to the same state. */
function clone(work: Work, step: Directive, { url, branch, credential, notes }: Repository): readonly ScriptPart[] {
  const place = plainText(url) ?? '';
  const overSsh = /^(?:ssh:|[\w.-]+@)/.test(place);
  const all = [...notes, 'The task clones the repository; it needs git.'];
  const before: Template[] = [];
  let git = 'git';
  if (credential !== undefined && overSsh) all.push(`The task needs the SSH key "${credential}" of Jenkins.`);
  else if (credential !== undefined) {
    const connection = connectionOf(credential);
    work.environment.set('GIT_USERNAME', jinja(`${connection}.login`));
    work.environment.set('GIT_PASSWORD', jinja(`${connection}.password`));
    all.push(`Create the Airflow connection "${credential}" with its login and password.`);
    git = `git -c credential.helper='!f() { echo "username=$GIT_USERNAME"; echo "password=$GIT_PASSWORD"; }; f'`;
  }
  const at = branch === undefined ? '' : ` --branch ${quote(branch)}`;
  done(work, step.statement, all);
  if (work.scope.workspace !== undefined) before.push(literal('find . -mindepth 1 -delete'));
  return [{ kind: 'lines', lines: [...before, [...literal(`${git} clone${at} `), ...wordOf(url), ...literal(' .')]] }];
}
