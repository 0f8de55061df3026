import { printedRange, type Reporter } from './report';

/** JUnit XML: a test suite for each file, a failed test for each finding. */
export const reportJunit: Reporter = ({ files }) => {
  const suites = files.map((file) => {
    const cases = file.diagnostics.map(({ rule, severity, message, range }) => {
      const { start } = printedRange(range, file.lines);
      const where = `${file.path}:${start.line}:${start.column}`;
      return `    <testcase name="${xml(`${rule} at ${where}`)}" classname="${xml(file.path)}">
      <failure type="${severity}" message="${xml(message)}">${xml(`${where} ${message}`)}</failure>
    </testcase>\n`;
    });
    const passed = `    <testcase name="dagport lint" classname="${xml(file.path)}"/>\n`;
    const failures = file.diagnostics.length;
    return `  <testsuite name="${xml(file.path)}" tests="${Math.max(1, failures)}" failures="${failures}" errors="0">
${failures === 0 ? passed : cases.join('')}  </testsuite>\n`;
  });
  return `<?xml version="1.0" encoding="UTF-8"?>\n<testsuites name="dagport lint">\n${suites.join('')}</testsuites>\n`;
};

/** Text for an attribute or content; characters that XML 1.0 cannot hold become U+FFFD. */
function xml(text: string): string {
  return [...text]
    .map((character) => ESCAPES[character] ?? (isAllowed(character.codePointAt(0) ?? 0) ? character : '\uFFFD'))
    .join('');
}

const ESCAPES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  '\n': '&#10;',
};

function isAllowed(code: number): boolean {
  return (
    code === 9 ||
    code === 10 ||
    code === 13 ||
    (code >= 32 && code < 0xd800) ||
    (code > 0xdfff && code < 0xfffe) ||
    code > 0xffff
  );
}
