/** Does a here-document of a shell begin at `open`, where `<<` stands: `cat <<EOF`, with `EOF` on a line of its own further down? */
export function isHereDocument(text: string, open: number): boolean {
  const word = /^<<-?[ \t]*(["']?)([A-Za-z_][A-Za-z0-9_]*)\1/.exec(text.slice(open, open + 80))?.[2];
  return (
    word !== undefined &&
    text
      .slice(open)
      .split('\n')
      .slice(1)
      .some((line) => line.trim() === word)
  );
}
