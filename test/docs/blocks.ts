/** A fenced block of a Markdown page. */
export interface Block {
  readonly language: string;
  readonly text: string;
  /** The heading that it stands under. */
  readonly heading: string;
}

/** The fenced blocks of a page, in order. */
export function blocksOf(page: string): readonly Block[] {
  const blocks: Block[] = [];
  let heading = '';
  let open: { readonly language: string; readonly lines: string[] } | undefined;
  for (const line of page.split('\n')) {
    if (open !== undefined && line === '```') {
      blocks.push({ language: open.language, text: open.lines.join('\n'), heading });
      open = undefined;
    } else if (open !== undefined) open.lines.push(line);
    else if (line.startsWith('```')) open = { language: line.slice(3), lines: [] };
    else if (/^#+ /.test(line)) heading = line.replace(/^#+ /, '');
  }
  return blocks;
}

export interface Call {
  readonly command: string;
  /** What the page says that it prints. */
  readonly output: string;
}

/** The commands of a `console` block: each line after `$ `, with the lines below it as its output. */
export function callsOf(block: Block): readonly Call[] {
  return block.text
    .split(/^\$ /m)
    .slice(1)
    .map((call) => {
      const [command = '', ...output] = call.split('\n');
      return { command, output: output.join('\n').trim() };
    });
}
