import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import manifest from '../../package.json';
import { checkWorkflow } from '../../workflow/check';
import { readWorkflow } from '../../workflow/read';
import { treeCatalogue } from '../server/session';

const ROOT = path.join(import.meta.dirname, '../..');
const read = (file: string): string => readFileSync(path.join(ROOT, file), 'utf8');
const { contributes } = manifest;
const sourcesOf = (folder: string): string =>
  readdirSync(path.join(ROOT, folder), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts'))
    .map((name) => read(path.join(folder, name)))
    .join('\n');
const sources = sourcesOf('client');
const commands = contributes.commands.map(({ command }) => command);

describe('settings', () => {
  const { properties } = contributes.configuration;
  const documented = [...read('docs/editors.md').matchAll(/^\| `(dagport\.[\w.]+)` \| (.*?) \|/gm)];

  test.each(Object.entries(properties))(
    '%s says what it does, where it may stand, and what holds without it',
    (_, one) => {
      const { type, default: value, scope, ...text } = one;
      expect(type).toBe('string');
      expect(value).toBeTypeOf('string');
      expect(['resource', 'window', 'machine-overridable']).toContain(scope);
      expect(Object.values(text).join(' ').length).toBeGreaterThan(40);
    },
  );

  test('are those of the documentation, with their defaults', () => {
    const defaults = Object.entries(properties).map(([name, { default: value }]) => [
      name,
      value === '' ? 'empty' : `\`${value}\``,
    ]);
    expect(documented.map(([, name, value]) => [name, value])).toEqual(defaults);
  });

  test('are those that the extension or its server reads', () => {
    const server = sourcesOf('server');
    for (const name of Object.keys(properties)) {
      if (name === 'dagport.trace.server') continue; // the library of the client reads it
      const key = name.slice('dagport.'.length);
      expect(sources, name).toContain(`'${key}'`);
      expect(server, name).toContain(key);
    }
  });
});

describe('commands', () => {
  test.each(contributes.commands)(
    '$command has a title, a category and an implementation',
    ({ command, title, category }) => {
      expect(category).toBe('dagport');
      expect(title).toMatch(/^[A-Z]/);
      expect(sources.includes(`'${command}'`) || command === 'dagport.migrate').toBe(true);
    },
  );

  test('of menus are there, and those in a bar have an icon', () => {
    const withIcon = new Set<string>(contributes.commands.flatMap((one) => ('icon' in one ? [one.command] : [])));
    for (const [menu, items] of Object.entries(contributes.menus)) {
      for (const { command } of items) {
        expect(commands).toContain(command);
        if (menu === 'editor/title') expect(withIcon, command).toContain(command);
      }
    }
  });

  test('that need a file of ours are not offered elsewhere', () => {
    const offered = new Map(contributes.menus.commandPalette.map(({ command, when }) => [command, when]));
    const everywhere = ['dagport.newWorkflow', 'dagport.restartServer', 'dagport.showOutput'];
    expect(commands.filter((command) => !offered.has(command))).toEqual(everywhere);
  });

  test('take no keys of the editor or of other extensions', () => {
    expect('keybindings' in contributes).toBe(false);
  });

  test('that the README and the guide name have those titles', () => {
    const titles = contributes.commands.map(({ title }) => title);
    const named = ['README.md', 'docs/editors.md', 'client/README.md'].flatMap((page) =>
      [...read(page).matchAll(/\*dagport: ([^*]+)\*/g)].map(([, title = '']) => title.replace(/\s+/g, ' ')),
    );
    expect(named.length).toBeGreaterThan(5);
    for (const title of named) expect(titles).toContain(title);
  });
});

describe('the walkthrough', () => {
  const [walkthrough] = contributes.walkthroughs;

  test.each(walkthrough?.steps ?? [])(
    '$title: its picture is there, its commands too, and it can be completed',
    (step) => {
      expect(existsSync(path.join(ROOT, step.media.markdown))).toBe(true);
      // VS Code shows these as they are.
      expect(step.description).not.toMatch(/[`*]/);
      const used = [...step.description.matchAll(/\(command:([\w.]+)\)/g)].map(([, command]) => command);
      for (const command of used) {
        expect(commands).toContain(command);
        expect(step.completionEvents).toContain(`onCommand:${command}`);
      }
      expect(step.completionEvents.length).toBeGreaterThan(0);
    },
  );
});

/** A snippet as it stands when nothing is typed into its blanks. */
function plainSnippet(lines: readonly string[]): string {
  const values: Readonly<Record<string, string>> = { CURRENT_YEAR: '2026', CURRENT_MONTH: '01', CURRENT_DATE: '02' };
  const blanks = new Map<string, string>();
  return lines
    .join('\n')
    .replace(/\$\{1:\$\{TM_FILENAME_BASE[^}]*\}\}/, 'first')
    .replace(/\$([A-Z_]+)/g, (_, name: string) => values[name] ?? '')
    .replace(/\$\{(\d)(?::((?:[^{}]|\{\{|\}\}(?!"))*))?\}/g, (_, number: string, text = '') => {
      blanks.set(number, text);
      return text;
    })
    .replace(/\$(\d)/g, (_, number: string) => blanks.get(number) ?? '');
}

describe('snippets', () => {
  const snippets: Readonly<Record<string, { readonly prefix: string; readonly body: readonly string[] }>> = JSON.parse(
    read('syntaxes/snippets.json'),
  );

  test('a workflow that is begun with one has no findings', () => {
    const text = `${plainSnippet(snippets.Workflow?.body ?? [])}\n`;
    expect(text).toContain('start_date: "2026-01-02"');
    const found = checkWorkflow(readWorkflow('first.workflow.yaml', text), { catalogue: treeCatalogue() });
    expect(found.map(({ message }) => message)).toEqual([]);
  });

  test.each(Object.keys(snippets).filter((name) => name !== 'Workflow'))(
    '%s is YAML that fits into a workflow',
    (name) => {
      const text = `name: x\nformat: 1\noperators:\n${plainSnippet(snippets[name]?.body ?? [])}\n`;
      const found = checkWorkflow(readWorkflow('x.workflow.yaml', text), { catalogue: treeCatalogue() });
      // A blank that is left empty names nothing yet; the rest has to be right.
      const wrong = found.filter(({ rule }) =>
        /^(?:yaml|unknown-key|unknown-property|unknown-type|no-mapping)/.test(rule),
      );
      expect(wrong.map(({ message }) => message)).toEqual([]);
    },
  );
});
