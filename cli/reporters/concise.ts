import pc from 'picocolors';
import { printedRange, type Reporter } from './report';

/** One line a finding, as compilers print them: for terminals and for programs that look for `path:line:column`. */
export const reportConcise: Reporter = ({ files }, color) => {
  const paint = pc.createColors(color);
  const lines = files.flatMap((file) =>
    file.diagnostics.map(({ rule, severity, message, range, fix }) => {
      const { start } = printedRange(range, file.lines);
      const mark = { error: paint.red, warning: paint.yellow, info: paint.blue }[severity];
      const fixable = fix?.safety === 'safe' ? ' [*]' : '';
      const place = paint.bold(`${file.path}:${start.line}:${start.column}`);
      return `${place}: ${mark(severity)}: ${message.replace(/\s*\n\s*/g, ' ')} (${rule})${fixable}\n`;
    }),
  );
  return lines.join('');
};
