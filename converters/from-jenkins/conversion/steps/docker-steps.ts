import type { Argument, CallExpression, Expression, Statement } from '../../groovy/index';
import type { LocalValue, Scope } from '../scope';
import type { ScriptPart } from '../script';
import { wordOf } from '../script';
import { resolveSafely } from '../secrets';
import { literal, plainText, type Template } from '../template';
import { knownText, type Resolved, resolve } from '../values';
import { logIn } from './login-steps';
import { inOwnShell } from './own-shell';
import { byHand, done, type Work } from './work';

/**
 * What scripts do with the variable `docker` (docker-workflow-plugin, `Docker.groovy`): `build`, `image(…).push`, `pull` and `tag` are
 * commands of Docker, and `withRegistry` a login. Each command is a step of its own there, as `sh` is.
 */
type DockerCall =
  | { readonly kind: 'build'; readonly image: Expression; readonly options?: Expression }
  | { readonly kind: 'push' | 'tag'; readonly image: Expression; readonly tag?: Expression }
  | { readonly kind: 'pull'; readonly image: Expression }
  | { readonly kind: 'registry' | 'server'; readonly list: readonly Expression[]; readonly body: readonly Statement[] };

const note = 'The task needs docker.';

/** A statement that calls something of Docker; nothing for others. */
export function convertDocker(
  work: Work,
  statement: Statement,
  expression: CallExpression,
): readonly ScriptPart[] | undefined {
  const call = readCall(expression);
  switch (call?.kind) {
    case 'build':
      return finish(work, statement, buildParts(work, call.image, call.options));
    case 'push':
    case 'tag': {
      // `docker.build('x').push()`
      const built = builtBy(call.image);
      const before = built === undefined ? { parts: [], notes: [] } : buildParts(work, built.image, built.options);
      const image = imageOf(work.scope, call.image);
      if (image === undefined) return undefined;
      const after = typeof before === 'string' ? before : tagParts(work, image, call);
      if (typeof before === 'string' || typeof after === 'string') return finish(work, statement, after);
      return finish(work, statement, {
        parts: [...before.parts, ...after.parts],
        notes: [...before.notes, ...after.notes],
      });
    }
    case 'pull': {
      const image = imageOf(work.scope, call.image);
      return image === undefined ? undefined : finish(work, statement, pullParts(work, image));
    }
    case 'registry':
      return convertRegistry(work, statement, call.list, call.body);
    case 'server':
      return convertServer(work, statement, call.list, call.body);
    default:
      return undefined;
  }
}

/** Whether a value is an image of Docker, and not its name: `docker.build(…)`, `docker.image(…)`. */
export function isImage(value: Expression): boolean {
  const call = value.kind === 'call' ? value : undefined;
  const method = call === undefined ? undefined : dockerMethod(call);
  return method === 'build' || method === 'image';
}

/** Names that hold nothing but images of Docker: all values that the file gives them are that, or nothing yet. */
export function imageNames(values: ReadonlyMap<string, readonly Expression[]>): ReadonlySet<string> {
  const isOpen = (value: Expression) => value.kind === 'null' || (value.kind === 'text' && value.value === '');
  const names = [...values].filter(
    ([, list]) => list.some(isImage) && list.every((value) => isImage(value) || isOpen(value)),
  );
  return new Set(names.map(([name]) => name));
}

interface Made {
  readonly parts: readonly ScriptPart[];
  readonly notes: readonly string[];
}

/** What a variable holds that an image is assigned to, and what makes the image. */
export interface AssignedImage extends Made {
  readonly local: Extract<LocalValue, { kind: 'image' }>;
}

/** The image that a value is; nothing for other values, else why it is not known. */
export function assignImage(work: Work, value: Expression): AssignedImage | string | undefined {
  if (!isImage(value)) return undefined;
  const built = builtBy(value);
  const made = built === undefined ? { parts: [], notes: [] } : buildParts(work, built.image, built.options);
  const image = imageOf(work.scope, value);
  if (typeof made === 'string') return made;
  if (image?.kind !== 'known') return image?.reason ?? 'the name of the image is missing';
  return { parts: made.parts, notes: [...made.notes, ...image.notes], local: { kind: 'image', id: image.value } };
}

function dockerMethod({ callee }: CallExpression): string | undefined {
  if (callee.kind !== 'property' || callee.name.kind !== 'text') return undefined;
  return callee.target.kind === 'name' && callee.target.name === 'docker' ? callee.name.value : undefined;
}

/** The arguments by their place; nothing where some have names. */
function unnamed(list: readonly Argument[]): readonly Expression[] | undefined {
  const values = list.flatMap((argument) => (argument.kind === 'positional' ? [argument.value] : []));
  return values.length === list.length ? values : undefined;
}

function readCall(call: CallExpression): DockerCall | undefined {
  const { callee } = call;
  const list = unnamed(call.arguments);
  if (callee.kind !== 'property' || callee.name.kind !== 'text' || list === undefined) return undefined;
  const name = callee.name.value;
  const own = dockerMethod(call);
  const last = list.at(-1);
  if (own === 'build') return builtBy(call);
  if ((own === 'withRegistry' || own === 'withServer') && last?.kind === 'closure' && !last.parameters?.length) {
    const kind = own === 'withRegistry' ? 'registry' : 'server';
    return { kind, list: list.slice(0, -1), body: last.body };
  }
  if (own !== undefined) return undefined;
  const [tag] = list;
  if (name === 'pull' && tag === undefined) return { kind: 'pull', image: callee.target };
  if (name !== 'push' && name !== 'tag') return undefined;
  return { kind: name, image: callee.target, ...(tag === undefined ? {} : { tag }) };
}

/** `docker.build(image, options)` */
function builtBy(value: Expression): Extract<DockerCall, { kind: 'build' }> | undefined {
  if (value.kind !== 'call' || dockerMethod(value) !== 'build') return undefined;
  const [image, options, more] = unnamed(value.arguments) ?? [];
  if (image === undefined || more !== undefined) return undefined;
  return { kind: 'build', image, ...(options === undefined ? {} : { options }) };
}

/** The id of an image; nothing where the value is no image. */
function imageOf(scope: Scope, value: Expression): Resolved | undefined {
  if (value.kind === 'name') {
    const local = scope.locals.get(value.name);
    return local?.kind === 'image' ? { kind: 'known', value: local.id, notes: [] } : undefined;
  }
  if (value.kind !== 'call' || !isImage(value)) return undefined;
  const [image] = unnamed(value.arguments) ?? [];
  return image === undefined ? undefined : resolveSafely(scope, image);
}

function finish(work: Work, statement: Statement, made: Made | string): readonly ScriptPart[] {
  if (typeof made === 'string')
    return byHand(work, statement, 'docker', `What docker is given is not known before the run: ${made}.`);
  done(work, statement, made.notes);
  return made.parts;
}

function shell(script: Template): ScriptPart {
  return { kind: 'shell', script };
}

/** `docker build -t "image" options`: what the options are, a shell reads. */
function buildParts(work: Work, image: Expression, options: Expression | undefined): Made | string {
  const id = resolveSafely(work.scope, image);
  if (id.kind === 'unknown') return id.reason;
  const given: Resolved =
    options === undefined ? { kind: 'known', value: literal('.'), notes: [] } : resolveSafely(work.scope, options);
  if (given.kind === 'unknown') return given.reason;
  const script = [...literal('docker build -t '), ...wordOf(id.value), ...literal(' '), ...given.value];
  return { parts: [shell(script)], notes: [...id.notes, ...given.notes, note] };
}

/** An image under a tag: its own, or `latest` where it has none; in the registry around it. */
function tagParts(work: Work, image: Resolved, { kind, tag }: Extract<DockerCall, { kind: 'push' | 'tag' }>) {
  if (image.kind === 'unknown') return image.reason;
  const given: Resolved | undefined = tag === undefined ? undefined : resolve(work.scope, tag);
  if (given?.kind === 'unknown') return given.reason;
  const lines = [
    [...literal('_dagport_image='), ...wordOf(image.value)],
    literal(
      'case "${_dagport_image##*/}" in *:*) _dagport_name="${_dagport_image%:*}" _dagport_tag="${_dagport_image##*:}" ;; *) _dagport_name="$_dagport_image" _dagport_tag=latest ;; esac',
    ),
    ...(given === undefined ? [] : [[...literal('_dagport_tag='), ...wordOf(given.value)]]),
    ...hostLines(work.scope),
    literal('docker tag "$_dagport_image" "$_dagport_host$_dagport_name:$_dagport_tag"'),
    ...(kind === 'push' ? [literal('docker push "$_dagport_host$_dagport_name:$_dagport_tag"')] : []),
  ];
  return {
    parts: [{ kind: 'inside', begin: lines, parts: [] } as const],
    notes: [...image.notes, ...(given?.notes ?? []), note],
  };
}

function pullParts(work: Work, image: Resolved): Made | string {
  if (image.kind === 'unknown') return image.reason;
  const lines = [...hostLines(work.scope), [...literal('docker pull "$_dagport_host"'), ...wordOf(image.value)]];
  return { parts: [{ kind: 'inside', begin: lines, parts: [] }], notes: [...image.notes, note] };
}

/** The registry in front of the name of an image: host and port of its address (docker-commons, `DockerRegistryEndpoint.imageName`). */
function hostLines({ registry }: Scope): readonly Template[] {
  if (registry === undefined) return [literal('_dagport_host=')];
  const plain = plainText(registry);
  if (plain === '') return [literal('_dagport_host=')];
  const host = plain === undefined ? undefined : hostOf(plain);
  if (host !== undefined) return [[...literal('_dagport_host='), ...wordOf(literal(`${host}/`))]];
  return [
    [...literal('_dagport_registry='), ...wordOf(registry)],
    literal('_dagport_host="${_dagport_registry#*://}" _dagport_host="${_dagport_host%%/*}"'),
    literal(
      'case "$_dagport_registry" in https://*) _dagport_host="${_dagport_host%:443}" ;; http://*) _dagport_host="${_dagport_host%:80}" ;; esac',
    ),
    literal('[ -z "$_dagport_host" ] || _dagport_host="$_dagport_host/"'),
  ];
}

/** Host and port of an address; Java knows no others. */
function hostOf(address: string): string | undefined {
  return /^https?:\/\//.test(address) && URL.canParse(address) ? new URL(address).host : undefined;
}

/** `docker.withRegistry(url, credentials) { … }` */
function convertRegistry(
  work: Work,
  statement: Statement,
  list: readonly Expression[],
  body: readonly Statement[],
): readonly ScriptPart[] | undefined {
  const [address, credential, more] = list;
  const url = address === undefined ? undefined : resolve(work.scope, address);
  const isAnonymous = credential === undefined || credential.kind === 'null';
  const id = isAnonymous ? undefined : knownText(work.scope, credential);
  const plain = url?.kind === 'known' ? plainText(url.value) : undefined;
  const isWrong = plain !== undefined && plain !== '' && hostOf(plain) === undefined;
  if (
    url?.kind !== 'known' ||
    more !== undefined ||
    isWrong ||
    (!isAnonymous && (id === undefined || /^(?:ecr|gcr|acr):/.test(id)))
  )
    return byHand(work, statement, 'docker', 'The registry, or who logs in there, is not known before the run.');
  const scope: Scope = { ...work.scope, registry: url.value };
  const inner: Work = { ...work, scope };
  if (id === undefined) {
    done(work, statement, [...url.notes, note]);
    return inOwnShell(work, [], work.convert({ ...inner, inSubshell: true }, body));
  }
  const login = logIn(work, id, url.value, statement.range);
  done(work, statement, [...url.notes, login.note]);
  return inOwnShell(work, login.begin, work.convert({ ...inner, inSubshell: true }, body));
}

/** `docker.withServer(uri) { … }`: another daemon for the commands of the block. */
function convertServer(
  work: Work,
  statement: Statement,
  list: readonly Expression[],
  body: readonly Statement[],
): readonly ScriptPart[] | undefined {
  const [address, credential] = list;
  const uri = address === undefined ? undefined : resolve(work.scope, address);
  if (uri?.kind !== 'known' || (credential !== undefined && credential.kind !== 'null'))
    return byHand(work, statement, 'docker', 'The daemon, or the certificate for it, is not known before the run.');
  done(work, statement, [...uri.notes, note]);
  const begin = [[...literal('export DOCKER_HOST='), ...wordOf(uri.value)]];
  return inOwnShell(work, begin, work.convert({ ...work, inSubshell: true }, body));
}
