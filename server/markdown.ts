/** Text from a file, so that it is no Markdown. */
export function plain(text: string): string {
  return text.replace(/[\\`*_{}[\]<>()#+!|~-]/g, '\\$&');
}

/** Text from a file as code. */
export function code(text: string): string {
  return `\`${text.replaceAll('`', "'")}\``;
}

/** Those parts that there are, each a paragraph. */
export function paragraphs(...parts: readonly (string | undefined)[]): string {
  return parts.filter((part) => part !== undefined).join('\n\n');
}
