import { createHash } from 'node:crypto';
import { printedRange, type Reporter } from './report';

const SEVERITY = { error: 'major', warning: 'minor', info: 'info' } as const;

/**
 * A Code Quality report of GitLab (docs.gitlab.com/ci/testing/code_quality, "Code Quality report format"). A finding keeps
 * its fingerprint when lines move, so that a merge request shows what it brings and nothing else.
 */
export const reportGitlab: Reporter = ({ files }) => {
  const seen = new Map<string, number>();
  const issues = files.flatMap((file) =>
    file.diagnostics.map(({ rule, severity, message, range }) => {
      const { start, end } = printedRange(range, file.lines);
      const identity = JSON.stringify([file.path, rule, message]);
      const before = seen.get(identity) ?? 0;
      seen.set(identity, before + 1);
      return {
        description: message,
        check_name: rule,
        fingerprint: createHash('sha256').update(`${identity}${before}`).digest('hex'),
        severity: SEVERITY[severity],
        location: { path: file.path, lines: { begin: start.line, end: end.line } },
      };
    }),
  );
  return `${JSON.stringify(issues, undefined, 2)}\n`;
};
