/** Puts items at the end of a list. Unlike `list.push(...items)` it takes any number of them: arguments stand on the stack. */
export function append<Item>(list: Item[], items: Iterable<Item>): void {
  for (const item of items) list.push(item);
}
