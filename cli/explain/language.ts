import { KEYWORD_PROPERTIES, KEYWORD_TYPES, NODE_KEYS } from '../../schemas';
import type { Composite, Composites } from '../../workflow/composites';

/** What the types of the language itself are, in a line each (`docs/format.md`, "Choices and failures"). */
const KEYWORDS: Readonly<Record<(typeof KEYWORD_TYPES)[number], string>> = {
  branch: 'Chooses what runs: the first case whose `when` is true wins, else `otherwise`.',
  join: 'Runs when every path has arrived: a path arrives when one of its items has succeeded.',
  fail: 'Fails the run, or the innermost group around it that has `on_failure`, with `message`.',
};

/** What a type is that is no class: one of the language itself, or a composite of the project. */
export function explainOther(name: string, composites: Composites): string | undefined {
  const keyword = KEYWORD_TYPES.find((one) => one === name);
  if (keyword !== undefined) return explainKeyword(keyword);
  const composite = composites.find(name);
  return composite === undefined ? undefined : explainComposite(composite);
}

/** The names of all of them. */
export function otherNames(composites: Composites): readonly string[] {
  return [...KEYWORD_TYPES, ...composites.names];
}

/** The same with a line about each, for lists. */
export function otherSummaries(composites: Composites): readonly (readonly [name: string, summary: string])[] {
  const ofProject = composites.names.map((name) => [name, composites.find(name)?.summary ?? 'A composite.'] as const);
  return [...KEYWORD_TYPES.map((name) => [name, KEYWORDS[name]] as const), ...ofProject];
}

function explainKeyword(name: (typeof KEYWORD_TYPES)[number]): string {
  const keys = NODE_KEYS.filter(({ types }) => types?.includes(name) === true);
  const properties = KEYWORD_PROPERTIES[name];
  return page(name, 'of the language', KEYWORDS[name], [
    `Page: https://github.com/dagport/dagport/blob/main/docs/format.md#${name}`,
    ...(keys.length === 0 ? [] : [`## Keys\n\n${keys.map((key) => `- \`${key.name}\`: ${key.summary}\n`).join('')}`]),
    `## Properties\n\n${properties.length === 0 ? 'None.\n' : properties.map((one) => `- \`${one}\`\n`).join('')}`,
  ]);
}

function explainComposite({ name, version, summary, file, signature }: Composite): string {
  const parameters = [...signature.parameters.values()].map((parameter) => {
    const notes = [parameter.required ? 'required' : '', parameter.summary ?? ''].filter((note) => note !== '');
    return `- \`${parameter.name}\`${notes.length === 0 ? '' : `: ${notes.join('. ')}`}\n`;
  });
  return page(name, `composite, version ${version}`, summary ?? 'A composite of this project.', [
    `File: ${file.path}`,
    `## Properties\n\n${parameters.length === 0 ? 'None of its own.\n' : parameters.join('')}`,
  ]);
}

function page(name: string, kind: string, summary: string, parts: readonly string[]): string {
  return `${[`# ${name}`, `*${kind}*`, summary, ...parts].map((part) => part.trimEnd()).join('\n\n')}\n`;
}
