const CLOSINGS: ReadonlyMap<string, string> = new Map([
  ['{{', '}}'],
  ['{#', '#}'],
]);

/** A text with `mark` in the place of each character of its Jinja expressions and comments, lines kept. Linear. */
export function withoutJinja(text: string, mark: string): string {
  let masked = '';
  let from = 0;
  for (let open = nextOpening(text, 0); open >= 0; open = nextOpening(text, from)) {
    const close = text.indexOf(CLOSINGS.get(text.slice(open, open + 2)) ?? '', open + 2);
    // What is not closed here is closed nowhere behind it, either.
    if (close < 0) break;
    masked += text.slice(from, open) + text.slice(open, close + 2).replace(/[^\n]/g, mark);
    from = close + 2;
  }
  return masked + text.slice(from);
}

function nextOpening(text: string, from: number): number {
  const opening = /\{[{#]/g;
  opening.lastIndex = from;
  return opening.exec(text)?.index ?? -1;
}
