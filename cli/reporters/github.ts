import { printedRange, type Reporter } from './report';

const COMMAND = { error: 'error', warning: 'warning', info: 'notice' } as const;

/** Workflow commands of GitHub Actions: each finding becomes an annotation of its line. */
export const reportGithub: Reporter = ({ files }) => {
  const lines = files.flatMap((file) =>
    file.diagnostics.map(({ rule, severity, message, help, range }) => {
      const { start, end } = printedRange(range, file.lines);
      const sameLine = start.line === end.line ? `,col=${start.column},endColumn=${end.column}` : '';
      const place = `file=${property(file.path)},line=${start.line},endLine=${end.line}${sameLine},title=${property(rule)}`;
      return `::${COMMAND[severity]} ${place}::${escaped(help === undefined ? message : `${message}\n${help}`)}\n`;
    }),
  );
  return lines.join('');
};

/** The escapes that GitHub's own toolkit uses. */
function escaped(text: string): string {
  return text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
}

function property(text: string): string {
  return escaped(text).replaceAll(':', '%3A').replaceAll(',', '%2C');
}
