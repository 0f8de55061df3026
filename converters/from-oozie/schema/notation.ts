/** What an element may hold, as a pattern over the names of its children. */
export type Content =
  | {
      readonly kind: 'element';
      readonly name: string;
      readonly type: string | undefined;
      readonly form: string | undefined;
    }
  /** An element of another namespace: `other`, or one of service level agreements. */
  | { readonly kind: 'any'; readonly what: AnyElement }
  | { readonly kind: 'sequence' | 'choice'; readonly parts: readonly Content[] }
  | { readonly kind: 'repeated'; readonly part: Content; readonly least: 0 | 1; readonly often: boolean };

export type AnyElement = 'other' | 'sla' | 'sla-0.1';

export interface AttributeRule {
  readonly name: string;
  readonly required: boolean;
  /** What its value has to look like: see `fitsForm`. */
  readonly form: string | undefined;
}

export interface ElementType {
  readonly attributes: readonly AttributeRule[];
  /** `text`: text only. `empty`: nothing at all. */
  readonly content: Content | 'text' | 'empty';
}

/** One version of one schema. */
export interface Schema {
  readonly family: string;
  readonly version: string;
  /** All versions of the family, the oldest first. */
  readonly versions: readonly string[];
  /** The elements that may be the outermost one: their types by name. */
  readonly roots: ReadonlyMap<string, string>;
  type(name: string): ElementType | undefined;
}

interface Line {
  readonly name: string;
  readonly versions: readonly string[] | undefined;
  readonly attributes: string;
  readonly content: string;
}

interface Family {
  readonly versions: readonly string[];
  readonly lines: readonly Line[];
}

/**
 * Reads tables of schemas. `= NAME VERSIONS` begins a schema; its lines are `TYPE ; VERSIONS ; ATTRIBUTES ; CONTENT`. `*` is every
 * version; the type `/` lists the outermost elements. An attribute is `@name`, with `?` where it may be left out. In content a name is an
 * element that holds text, `name:type` one of that type, `name:` one of the type of its name, `=form` says what a text looks like;
 * `?`, `*` and `+` stand behind what may be left out or repeated, `|` between what excludes each other; `##` begins
 * elements of other namespaces. What a schema does not say itself is looked up in `common`.
 */
export function readSchemas(tables: readonly string[]): ReadonlyMap<string, Schema> {
  const families = new Map<string, Family>();
  for (const table of tables) {
    let lines: Line[] = [];
    for (const text of table.split('\n')) {
      if (text.startsWith('= ')) {
        const [name = '', ...versions] = text.slice(2).split(' ');
        lines = [];
        families.set(name, { versions, lines });
      } else if (text !== '') lines.push(readLine(text));
    }
  }
  const common = families.get('common')?.lines ?? [];
  const schemas = new Map<string, Schema>();
  for (const [family, { versions, lines }] of families) {
    for (const version of versions) {
      schemas.set(`uri:oozie:${family}:${version}`, schemaOf({ family, version, versions }, [...lines, ...common]));
    }
  }
  return schemas;
}

function readLine(text: string): Line {
  const [name = '', versions = '*', attributes = '', content = ''] = text.split(';').map((part) => part.trim());
  return { name, versions: versions === '*' ? undefined : versions.split(' '), attributes, content };
}

function schemaOf(base: Pick<Schema, 'family' | 'version' | 'versions'>, lines: readonly Line[]): Schema {
  const holds = ({ versions }: Line): boolean => versions === undefined || versions.includes(base.version);
  const roots = new Map<string, string>();
  for (const line of lines) {
    const root = line.name === '/' && holds(line) ? readContent(line.content) : undefined;
    if (root?.kind === 'element') roots.set(root.name, root.type ?? '');
  }
  const types = new Map<string, ElementType | undefined>();
  return {
    ...base,
    roots,
    type(name) {
      if (!types.has(name)) types.set(name, typeOf(lines.find((line) => line.name === name && holds(line))));
      return types.get(name);
    },
  };
}

function typeOf(line: Line | undefined): ElementType | undefined {
  if (line === undefined) return undefined;
  const attributes = line.attributes.split(' ').flatMap((text): AttributeRule[] => {
    const [, name, optional, form] = /^@([\w-]+)(\?)?(?:=(.+))?$/.exec(text) ?? [];
    return name === undefined ? [] : [{ name, required: optional === undefined, form }];
  });
  const content = line.content === 'text' || line.content === 'empty' ? line.content : readContent(line.content);
  return { attributes, content };
}

function readContent(text: string): Content {
  const tokens = text.match(/##[\w.-]+|[\w.-]+(?::[\w.-]*)?(?:=[\w.[\],]+)?|[()|?*+]/g) ?? [];
  let at = 0;
  const choice = (): Content => {
    const parts = [sequence()];
    while (tokens[at] === '|') {
      at++;
      parts.push(sequence());
    }
    const [only] = parts;
    return only !== undefined && parts.length === 1 ? only : { kind: 'choice', parts };
  };
  const sequence = (): Content => {
    const parts: Content[] = [];
    while (at < tokens.length && tokens[at] !== '|' && tokens[at] !== ')') parts.push(repeated());
    const [only] = parts;
    return only !== undefined && parts.length === 1 ? only : { kind: 'sequence', parts };
  };
  const repeated = (): Content => {
    const part = single();
    const sign = tokens[at];
    if (sign !== '?' && sign !== '*' && sign !== '+') return part;
    at++;
    return { kind: 'repeated', part, least: sign === '+' ? 1 : 0, often: sign !== '?' };
  };
  const single = (): Content => {
    const token = tokens[at++] ?? '';
    if (token === '(') {
      const inner = choice();
      at++;
      return inner;
    }
    if (token.startsWith('##')) return { kind: 'any', what: anyOf(token.slice(2)) };
    const [, name = '', colon, type = '', form] = /^([\w.-]+)(?:(:)([\w.-]*))?(?:=(.+))?$/.exec(token) ?? [];
    return { kind: 'element', name, type: colon === undefined ? undefined : type === '' ? name : type, form };
  };
  return choice();
}

function anyOf(name: string): AnyElement {
  return name === 'sla' || name === 'sla-0.1' ? name : 'other';
}
