/** The start of the line that an offset is on. */
export function lineStart(text: string, offset: number): number {
  return text.lastIndexOf('\n', offset - 1) + 1;
}

/** The end of the line that an offset is on, before its line break. */
export function lineEnd(text: string, offset: number): number {
  const next = text.indexOf('\n', offset);
  if (next < 0) return text.length;
  return next > offset && text.charCodeAt(next - 1) === 13 ? next - 1 : next;
}

/** The start of the line behind the one that an offset is on; at the last line the end of the text. */
export function nextLine(text: string, offset: number): number {
  const next = text.indexOf('\n', offset);
  return next < 0 ? text.length : next + 1;
}

/** The line break that a text uses. */
export function lineBreakOf(text: string): string {
  const first = text.indexOf('\n');
  return first > 0 && text.charCodeAt(first - 1) === 13 ? '\r\n' : '\n';
}

/** The comments of a stretch of text in which nothing but YAML's punctuation stands beside them. */
export function commentsIn(gap: string): readonly string[] {
  return [...gap.matchAll(/(?<=^|\s)#[^\r\n]*/gu)].map(([comment]) => comment);
}

/** Where the first of the comment lines directly above a line starts; comments further in belong to what is before. */
export function leadStart(text: string, line: number, floor: number): number {
  const indent = /^ */u.exec(text.slice(line, line + 200))?.[0].length ?? 0;
  let start = line;
  while (start > floor) {
    const above = lineStart(text, start - 1);
    const [, blanks] = /^( *)#/u.exec(text.slice(above, start)) ?? [];
    if (above < floor || blanks === undefined || blanks.length > indent) break;
    start = above;
  }
  return start;
}
