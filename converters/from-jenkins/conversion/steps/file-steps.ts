import { type Directive, literalText, named } from '../../declarative/index';
import type { Expression } from '../../groovy/index';
import { isTrue } from '../arguments';
import { expandVariables } from '../expansion';
import { cloneLines, ownRepository, type Repository, sharesFolder } from '../repository';
import { quote, type ScriptPart, wordOf } from '../script';
import { literal, plainText, type Template } from '../template';
import { knownText, type Resolved, resolve } from '../values';
import { byHand, done, giveVariable, mainText, mainValue, type StepConverter, type Work } from './work';

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

/** What Ant leaves out of a whole tree where nobody says otherwise (`DirectoryScanner.DEFAULTEXCLUDES`, the common ones). */
const leftOut = " ! -path '*/.git/*' ! -path '*/.svn/*' ! -name '*~'";

/** `find` with the conditions of patterns of Ant: `a/*.jar, **\/b.txt`. */
function findCommand(includes: string, excludes: string | undefined, usesDefaults = true): string {
  const wanted = includes === '' || includes === '**' ? [] : patternsIn(includes);
  const unwanted = patternsIn(excludes ?? '');
  const isTree = wanted.length === 0 || wanted.some((pattern) => pattern.includes('**') || pattern.endsWith('/'));
  return [
    // Links are kept as links, as in Jenkins.
    'find . \\( -type f -o -type l \\)',
    wanted.length === 0 ? '' : ` \\( ${conditions(wanted)} \\)`,
    unwanted.length === 0 ? '' : ` ! \\( ${conditions(unwanted)} \\)`,
    usesDefaults && isTree ? leftOut : '',
  ].join('');
}

function patternsIn(text: string): readonly string[] {
  return text.split(/[,\s]+/).filter((pattern) => pattern !== '');
}

function conditions(patterns: readonly string[]): string {
  return patterns.map((pattern) => `-regex ${quote(`\\./${antExpression(pattern)}`)}`).join(' -o ');
}

/** Characters of a pattern that no bracket can hold, or that mean something to Ant. */
const inExpression = new Map([
  ['*', '[^/]*'],
  ['?', '[^/]'],
  ['^', '\\^'],
]);

/**
 * A pattern of Ant as a regular expression of `find`, in what the dialects of GNU and BusyBox have in common: `*` stays in a
 * folder, `**` goes through all, also through none.
 */
function antExpression(pattern: string): string {
  const whole = pattern.replace(/\\/g, '/').replace(/^(?:\.?\/)+/, '');
  const parts = (whole.endsWith('/') ? `${whole}**` : whole).split('/');
  return parts
    .map((part, index) => {
      const isLast = index === parts.length - 1;
      if (part === '**') return isLast ? '.*' : '\\(.*/\\)*';
      const text = part.replace(/[.[\]^$+?*\\]/g, (character) => inExpression.get(character) ?? `[${character}]`);
      return isLast ? text : `${text}/`;
    })
    .join('');
}

/** `stash name: 'x', includes: 'y'`: an archive in the folder of the run, where every task finds it. */
export const convertStash: StepConverter = (work, step) => {
  const name = knownText(work.scope, mainValue(step, 'name'));
  const includes = knownText(work.scope, named(step.arguments, 'includes'));
  const excludes = knownText(work.scope, named(step.arguments, 'excludes'));
  const given = (key: string) => named(step.arguments, key) !== undefined;
  if (
    name === undefined ||
    (given('includes') && includes === undefined) ||
    (given('excludes') && excludes === undefined)
  )
    return byHand(work, step.statement, 'stash', 'Which files are kept is not known before the run.');
  done(work, step.statement, [shared('The files')]);
  const archive = quote(`stashes/${name}.tar`);
  const files = `"$RUN_FOLDER"/${quote(`stashes/${name}.list`)}`;
  const defaults = named(step.arguments, 'useDefaultExcludes');
  const list = findCommand(includes ?? '**', excludes, defaults === undefined || isTrue(defaults));
  const check = isTrue(named(step.arguments, 'allowEmpty')) ? [] : [literal(`test -s ${files}`)];
  return [
    {
      kind: 'lines',
      lines: [
        literal('mkdir -p "$RUN_FOLDER/stashes"'),
        literal(`${list} > ${files}`),
        ...check,
        literal(`tar -cf "$RUN_FOLDER"/${archive} -T ${files}`),
      ],
    },
  ];
};

function shared(what: string): string {
  return `${what} are kept in the folder of the run (RUN_FOLDER), which all workers must share.`;
}

export const convertUnstash: StepConverter = (work, step) => {
  const name = knownText(work.scope, mainValue(step, 'name'));
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
  const excluded = named(step.arguments, 'excludes');
  const excludes = knownText(work.scope, excluded);
  if (text === undefined || (excluded !== undefined && excludes === undefined))
    return byHand(work, step.statement, 'archiveArtifacts', 'Which files are kept is not known before the run.');
  done(work, step.statement, [`${shared('The files')} Airflow does not show them.`]);
  const defaults = named(step.arguments, 'defaultExcludes');
  const list = findCommand(text, excludes, defaults === undefined || isTrue(defaults));
  const check = isTrue(named(step.arguments, 'allowEmptyArchive')) ? [] : [literal('test -s "$_files"')];
  return [
    {
      kind: 'lines',
      lines: [
        literal('mkdir -p "$RUN_FOLDER/artifacts"'),
        literal('_files="$(mktemp)"'),
        literal(`${list} > "$_files"`),
        ...check,
        literal('tar -cf - -T "$_files" | tar -xf - -C "$RUN_FOLDER/artifacts"'),
        literal('rm -f "$_files"'),
      ],
    },
  ];
};

/** A task without a shared workspace begins in an empty folder and leaves nothing behind, so at its edges there is nothing to delete. */
export const convertDelete: StepConverter = (work, step, isEdge) => {
  if (isEdge && !sharesFolder(work.scope)) {
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

export const convertGit: StepConverter = (work, step) => {
  const url = mainText(work, step, 'url');
  const branchValue = named(step.arguments, 'branch');
  const branch: Resolved =
    branchValue === undefined
      ? { kind: 'known', value: literal('master'), notes: [] }
      : resolve(work.scope, branchValue);
  const credential = named(step.arguments, 'credentialsId');
  const id = knownText(work.scope, credential);
  if (url.kind === 'unknown' || branch.kind === 'unknown' || (credential !== undefined && id === undefined))
    return byHand(work, step.statement, 'git', 'The repository is not known before the run: clone it here.');
  const notes = [...url.notes, ...branch.notes];
  return clone(work, step, { url: url.value, branch: branch.value, local: branch.value, credential: id, notes });
};

/** `checkout scm`, `checkout scmGit(…)`, `checkout([$class: 'GitSCM', …])` */
export const convertCheckout: StepConverter = (work, step) => {
  const value = mainValue(step, 'scm');
  const isScm = value?.kind === 'name' && value.name === 'scm';
  const repository = isScm
    ? ownRepository(work.scope, step.nameRange)
    : value === undefined
      ? undefined
      : readRepository(work, value);
  if (repository === undefined) {
    const rule = work.scope.conversion.profile.steps.checkout;
    return byHand(work, step.statement, 'checkout', rule !== undefined && 'manual' in rule ? rule.manual : undefined);
  }
  return clone(work, step, repository);
};

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
  const url = urlValue === undefined ? undefined : expanded(work, urlValue);
  const branches = named(list, 'branches');
  const first = branches?.kind === 'list' && branches.items.length === 1 ? branches.items[0]?.value : undefined;
  const nameValue = first?.kind === 'map' ? named(first.entries, 'name') : undefined;
  const branch = nameValue === undefined ? undefined : expanded(work, nameValue);
  if (url?.kind !== 'known' || (branches !== undefined && branch?.kind !== 'known')) return undefined;
  // Several branches, of which Jenkins builds each that has changed.
  if (branch?.kind === 'known' && (plainText(branchOf(branch.value)) ?? '').includes('*')) return undefined;
  const refspecValue = fields === undefined ? undefined : named(fields, 'refspec');
  const refspec = refspecValue === undefined ? undefined : expanded(work, refspecValue);
  if (refspec !== undefined && (refspec.kind !== 'known' || /\s/.test(plainText(refspec.value) ?? '')))
    return undefined;
  const credential = fields === undefined ? undefined : named(fields, 'credentialsId');
  const id = knownText(work.scope, credential);
  if (credential !== undefined && id === undefined) return undefined;
  const extensions = named(list, 'extensions');
  const hasExtensions = extensions?.kind === 'list' && extensions.items.length > 0;
  const notes = hasExtensions ? ['The extensions of the checkout are not taken over: a plain clone.'] : [];
  return {
    url: url.value,
    branch: branch?.kind === 'known' ? branchOf(branch.value) : undefined,
    ...(refspec?.kind === 'known' ? { refspec: refspec.value } : {}),
    credential: id,
    notes: [url, branch, refspec].flatMap((value) => (value?.kind === 'known' ? value.notes : [])).concat(notes),
  };
}

/** A value in which the plugin for Git replaces `$NAME` by variables, also where single quotes are around it (`EnvVars.expand`). */
function expanded(work: Work, value: Expression): Resolved {
  const resolved = resolve(work.scope, value);
  return resolved.kind === 'known' ? expandVariables(work.scope, resolved) : resolved;
}

/** A branch without what says that it is one. */
function branchOf([first, ...rest]: Template): Template {
  if (first?.kind !== 'literal') return first === undefined ? [] : [first, ...rest];
  return [...literal(first.text.replace(/^(?:\*|origin|refs\/heads)\//, '')), ...rest];
}

/** Brings the folder to the state of a repository. */
function clone(work: Work, step: Directive, repository: Repository): readonly ScriptPart[] {
  const { lines, environment, notes } = cloneLines(work.scope, repository, step.nameRange, (name, value) =>
    giveVariable(work, name, value),
  );
  for (const [name, value] of environment) work.environment.set(name, value);
  done(work, step.statement, notes);
  return [{ kind: 'lines', lines }];
}
