import { loadProfile, type Profile, profileNames, profileTexts } from '../../converters/from-oozie';
import { didYouMean } from '../../text/nearest';
import { EXIT, reportFailures } from '../failure';
import type { CommandIo } from '../io';

type ActionRule = Profile['actions'][number];

/**
 * `dagport explain profile [NAME]`: which profiles there are, or what one makes of each action. Beside the text the JSON
 * form has the profile as it is written, to start one's own from.
 */
export function explainProfile(io: CommandIo, name: string | undefined, format: 'text' | 'json'): number {
  if (name === undefined) {
    const known = profileNames.map((profile) => ({ name: profile, summary: loadProfile(profile)?.summary ?? '' }));
    const width = Math.max(...profileNames.map((profile) => profile.length));
    const rows = known.map((profile) => `  ${profile.name.padEnd(width)}  ${profile.summary}\n`).join('');
    io.stdout(format === 'json' ? `${JSON.stringify({ version: 1, profiles: known })}\n` : `Profiles\n${rows}`);
    return EXIT.fine;
  }
  const profile = loadProfile(name);
  if (profile === undefined) {
    const message = `there is no profile "${name}".${didYouMean(name, profileNames)}`;
    const failure = { kind: 'usage', code: 'unknown-profile', message } as const;
    return reportFailures(io, [failure], format === 'json');
  }
  const text = profileText(profile);
  const source = profileTexts.get(name) ?? '';
  io.stdout(format === 'json' ? `${JSON.stringify({ version: 1, name, text, source })}\n` : text);
  return EXIT.fine;
}

function profileText(profile: Profile): string {
  const actions = profile.actions.filter((rule, index, all) => all.findIndex((other) => same(other, rule)) === index);
  const ignored = (profile.ignored ?? []).map(
    ({ names, message }) => `- ${names.map((name) => `\`${name}\``).join(', ')}: ${message}\n`,
  );
  const parts = [
    `# ${profile.profile}\n`,
    `${profile.summary}\n`,
    `## Actions\n\nThe first line that fits an action is taken.\n\n${actions.map((rule) => actionText(rule, profile)).join('')}`,
    ...(ignored.length === 0 ? [] : [`## Properties that are left out\n\n${ignored.join('')}`]),
    `## A profile of your own\n\nA YAML file with \`extends: ${profile.profile}\` and its own \`actions\`, given by \`--profile FILE\`. Its shape is \`schemas/format/profile.schema.json\`.\n`,
  ];
  return parts.join('\n');
}

function same(a: ActionRule, b: ActionRule): boolean {
  return a.action === b.action && JSON.stringify(a.where ?? []) === JSON.stringify(b.where ?? []);
}

function actionText(
  { action, where = [], type, script, connections, approximates }: ActionRule,
  { scripts }: Profile,
): string {
  const conditions = where.map(({ path, is, not, absent }) => {
    if (absent === true) return `without ${path}`;
    if (not !== undefined) return `${path} not ${not}`;
    return is === undefined ? `with ${path}` : `${path} ${is}`;
  });
  const becomes = script !== undefined && type === 'bash' && scripts !== undefined ? scripts.type : type;
  const needs = connections === undefined ? '' : `; connection ${connections.join(', ')}`;
  const condition = conditions.length === 0 ? '' : ` (${conditions.join(', ')})`;
  const differs = Object.entries(approximates ?? {}).map(
    ([path, difference]) =>
      `  - \`${path}\` differs: ${typeof difference === 'string' ? difference : difference.message}\n`,
  );
  return `- \`${action}\`${condition} → \`${becomes}\`${script === undefined ? '' : ', a script'}${needs}\n${differs.join('')}`;
}
