/** A workflow that Oozie accepts, made from a list of random numbers. */
export function randomWorkflow(numbers: readonly number[]): string {
  let used = 0;
  const pick = (count: number): number => (numbers[used++ % numbers.length] ?? 0) % count;
  const nodes: string[] = [];
  let names = 0;
  const fresh = (kind: string) => `${kind}-${names++}`;
  const action = (name: string, ok: string, error: string) =>
    nodes.push(`<action name="${name}"><fs><mkdir path="/x"/></fs><ok to="${ok}"/><error to="${error}"/></action>`);
  /** A stretch of nodes that leads to the first of `later`; gives its first node. */
  const stretch = (later: readonly string[], depth: number, inFork: boolean): string => {
    const [next = 'end'] = later;
    const ways = names > 25 ? 2 : 8;
    switch (pick(ways)) {
      case 2: {
        if (depth > 2) break;
        const name = fresh('choose');
        const cases = Array.from({ length: 1 + pick(2) }, () => target(later, depth, inFork));
        const otherwise = pick(3) === 0 ? next : target(later, depth, inFork);
        const written = cases.map((to, index) => `<case to="${to}">\${c${index} eq 'x'}</case>`);
        nodes.push(
          `<decision name="${name}"><switch>${written.join('')}<default to="${otherwise}"/></switch></decision>`,
        );
        return name;
      }
      case 3: {
        if (depth > 2) break;
        const name = fresh('fork');
        const join = fresh('join');
        const paths = Array.from({ length: 2 + pick(2) }, () => stretch([join], depth + 1, true));
        nodes.push(
          `<fork name="${name}">${paths.map((start) => `<path start="${start}"/>`).join('')}</fork>`,
          `<join name="${join}" to="${next}"/>`,
        );
        return name;
      }
      case 4:
      case 5: {
        const second = stretch(later, depth, inFork);
        return stretch([second, ...later], depth, inFork);
      }
    }
    const name = fresh('a');
    action(name, next, errorTarget(later, inFork));
    return name;
  };
  const target = (later: readonly string[], depth: number, inFork: boolean): string => {
    const choice = pick(6);
    if (choice === 0) return 'stop';
    return choice === 1 && !inFork ? 'end' : stretch(later, depth + 1, inFork);
  };
  const errorTarget = (later: readonly string[], inFork: boolean): string => {
    const choice = pick(6);
    if (choice < 2) return 'stop';
    if (choice === 2) return later[pick(later.length)] ?? 'stop';
    if (choice === 3 && !inFork) return 'end';
    const handler = fresh('handle');
    const after = pick(3) === 0 ? 'stop' : (later[pick(later.length)] ?? 'stop');
    action(handler, after, pick(2) === 0 ? 'stop' : after);
    return handler;
  };
  const first = stretch(['end'], 0, false);
  const kill = '<kill name="stop"><message>no</message></kill>';
  return `<workflow-app name="w"><start to="${first}"/>${nodes.join('')}${kill}<end name="end"/></workflow-app>`;
}
