import path from 'node:path';
import ts from 'typescript';

/** A breach of the order of the house: DESIGN's "imports point one way". */
export interface Breach {
  readonly file: string;
  /** 1-based. */
  readonly line: number;
  readonly message: string;
}

/** Rooms from the ground up: a room may import those that stand before it. `server` and `cli` do not see each other. */
const order = ['text', 'schemas', 'workflow', 'converters', 'migration', 'server', 'cli'];

/** Rooms that read and write nothing: of Node's modules only those that compute. */
const computingModules: ReadonlySet<string> = new Set(['node:crypto']);
const pureRooms: ReadonlySet<string> = new Set(['text', 'schemas', 'workflow', 'converters', 'migration']);

/** `dagport lsp` starts the server; of the server's insides the command line knows nothing. */
const cliMayStart = 'server/main';

/** What the client may import of other rooms: the protocol that it speaks, and the pictures that it draws. */
const clientMaySee: readonly string[] = ['server/protocol', 'workflow/draw', 'text'];

/** Rooms that may import anything, and that nothing of the product imports. */
const aroundTheHouse: ReadonlySet<string> = new Set(['tools', 'test', 'bench']);

interface Import {
  readonly specifier: string;
  readonly line: number;
  readonly typeOnly: boolean;
}

/**
 * Every import of these files (path below the root → text) that points back, reaches past a folder's index or does what
 * a pure room must not.
 */
export function breaches(files: ReadonlyMap<string, string>): readonly Breach[] {
  return [...files].flatMap(([file, text]) =>
    importsOf(file, text).flatMap(({ specifier, line, typeOnly }) => {
      const message = wrongWith(file, specifier, typeOnly, files);
      return message === undefined ? [] : [{ file, line, message }];
    }),
  );
}

function wrongWith(
  file: string,
  specifier: string,
  typeOnly: boolean,
  files: ReadonlyMap<string, string>,
): string | undefined {
  const room = roomOf(file);
  if (aroundTheHouse.has(room) || !file.includes('/')) return undefined;
  if (!specifier.startsWith('.')) return wrongPackage(room, specifier);
  const target = path.posix.join(path.posix.dirname(file), specifier);
  const other = roomOf(target);
  if (target === 'package.json') return undefined;
  if (other === room) return wrongNeighbour(file, target);
  return (
    wrongDirection(room, other, target) ??
    (isPublic(target, typeOnly, files)
      ? undefined
      : `reaches past the index of ${path.posix.dirname(target)}: ${target}`)
  );
}

function wrongPackage(room: string, name: string): string | undefined {
  if (name === 'vscode' && room !== 'client') return 'only the client knows the editor: vscode';
  return name.startsWith('node:') && pureRooms.has(room) && !computingModules.has(name)
    ? `${room} is pure: no ${name}`
    : undefined;
}

/** Converters stand side by side; what two of them share lies in `converters/` itself. */
function wrongNeighbour(file: string, target: string): string | undefined {
  const [room, own, ...inside] = file.split('/');
  const [, other, ...rest] = target.split('/');
  const apart = room === 'converters' && inside.length > 0 && rest.length > 0 && own !== other;
  return apart ? `${own} imports its neighbour ${other}: ${target}` : undefined;
}

function wrongDirection(room: string, other: string, target: string): string | undefined {
  if (room === 'client') {
    const seen = clientMaySee.some((place) => target === place || target.startsWith(`${place}/`));
    return seen ? undefined : `the client talks to the server by the protocol only: ${target}`;
  }
  const allowed = order.indexOf(other) !== -1 && order.indexOf(other) < order.indexOf(room);
  if (allowed && (other !== 'server' || target === cliMayStart)) return undefined;
  return `${room} must not import ${other}: ${target}`;
}

/** A folder with an index is entered by it; a type may be named where it is defined, and `text` is open to all. */
function isPublic(target: string, typeOnly: boolean, files: ReadonlyMap<string, string>): boolean {
  if (typeOnly || roomOf(target) === 'text' || files.has(`${target}/index.ts`)) return true;
  return !files.has(`${path.posix.dirname(target)}/index.ts`) || path.posix.basename(target) === 'index';
}

function roomOf(file: string): string {
  return file.split('/')[0] ?? file;
}

function importsOf(file: string, text: string): readonly Import[] {
  const source = ts.createSourceFile(file, text, ts.ScriptTarget.ES2022);
  const found: Import[] = [];
  const add = (specifier: ts.Node | undefined, typeOnly: boolean) => {
    if (specifier === undefined || !ts.isStringLiteralLike(specifier)) return;
    const { line } = source.getLineAndCharacterOfPosition(specifier.getStart(source));
    found.push({ specifier: specifier.text, line: line + 1, typeOnly });
  };
  const visit = (node: ts.Node): void => {
    if (ts.isImportDeclaration(node)) add(node.moduleSpecifier, node.importClause?.isTypeOnly ?? false);
    else if (ts.isExportDeclaration(node)) add(node.moduleSpecifier, node.isTypeOnly);
    else if (ts.isImportTypeNode(node) && ts.isLiteralTypeNode(node.argument)) add(node.argument.literal, true);
    else if (ts.isCallExpression(node) && node.expression.kind === ts.SyntaxKind.ImportKeyword)
      add(node.arguments[0], false);
    ts.forEachChild(node, visit);
  };
  visit(source);
  return found;
}

/** Where a file says `any`. */
export function anyTypes(files: ReadonlyMap<string, string>): readonly Breach[] {
  return [...files].flatMap(([file, text]) => {
    if (!/\bany\b/.test(text)) return [];
    const source = ts.createSourceFile(file, text, ts.ScriptTarget.ES2022);
    const found: Breach[] = [];
    const visit = (node: ts.Node): void => {
      if (node.kind === ts.SyntaxKind.AnyKeyword) {
        const { line } = source.getLineAndCharacterOfPosition(node.getStart(source));
        found.push({ file, line: line + 1, message: 'any' });
      }
      ts.forEachChild(node, visit);
    };
    visit(source);
    return found;
  });
}
