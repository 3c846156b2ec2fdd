/** Joins what is there by spaces. */
export const words = (...parts: readonly (string | false | undefined)[]): string => parts.filter(Boolean).join(' ');

/** `1 leak`, `2 leaks`. */
export const several = (count: number, one: string, many: string): string => `${count} ${count === 1 ? one : many}`;
