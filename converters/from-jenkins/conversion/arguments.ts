import type { Argument, Expression } from '../groovy/index';

/** Whether an argument is the literal `true`. */
export function isTrue(value: Expression | undefined): boolean {
  return value?.kind === 'boolean' && value.value;
}

/** The value of a call's only unnamed argument. */
export function firstOf(list: readonly Argument[]): Expression | undefined {
  return list[0]?.kind === 'positional' ? list[0].value : undefined;
}
