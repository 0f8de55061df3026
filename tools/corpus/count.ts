const statements = new Set(
  'expression declaration if while for for-in switch try return throw jump assert synchronized import package method class'.split(
    ' ',
  ),
);

/** How many statements a Jenkinsfile holds, by a look at every value of its tree: knows nothing of the walk that the converter uses. */
export function countStatements(tree: unknown): number {
  const seen = new Set<unknown>();
  const waiting: unknown[] = [tree];
  let count = 0;
  for (let value = waiting.pop(); value !== undefined || waiting.length > 0; value = waiting.pop()) {
    if (typeof value !== 'object' || value === null || seen.has(value)) continue;
    seen.add(value);
    if ('kind' in value && 'range' in value && statements.has(String(value.kind))) count++;
    waiting.push(...Object.values(value));
  }
  return count;
}

/**
 * How many elements, attributes and non-blank texts an XML file holds, and how many of each element: counted by a scan of
 * its own, so that it shares no mistake with the converter's reader.
 */
export interface XmlCount {
  readonly total: number;
  readonly elements: ReadonlyMap<string, number>;
}

const token =
  /<!--[\s\S]*?-->|<\?[\s\S]*?\?>|<!\[CDATA\[([\s\S]*?)\]\]>|<\/[^>]*>|<([A-Za-z_][^\s/>]*)((?:"[^"]*"|'[^']*'|[^>"'])*)>|([^<]+)/g;

export function countXml(xml: string): XmlCount {
  const elements = new Map<string, number>();
  let total = 0;
  // Text and CDATA that touch are one text.
  let textSeen = false;
  let depth = 0;
  for (const match of xml.matchAll(token)) {
    const [whole, cdata, name, attributes, text] = match;
    if (text !== undefined || cdata !== undefined) {
      const shown = text ?? cdata ?? '';
      if (depth > 0 && shown.trim() !== '' && !textSeen) {
        total++;
        textSeen = true;
      }
      continue;
    }
    if (whole.startsWith('<!--') || whole.startsWith('<?')) {
      textSeen = false;
      continue;
    }
    textSeen = false;
    if (name === undefined) {
      depth--;
      continue;
    }
    const local = name.slice(name.indexOf(':') + 1);
    elements.set(local, (elements.get(local) ?? 0) + 1);
    total += 1 + [...(attributes ?? '').matchAll(/[^\s=/]+\s*=\s*(?:"[^"]*"|'[^']*')/g)].length;
    if (!whole.endsWith('/>')) depth++;
  }
  return { total, elements };
}
