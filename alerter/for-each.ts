/** Far fewer than a storm of a thousand leaks, far more than an ordinary day. */
const atOnce = 200;

/** Does something with each, many at once but not all. */
export async function forEach<T>(items: readonly T[], work: (item: T) => Promise<void>): Promise<void> {
  for (let from = 0; from < items.length; from += atOnce) {
    await Promise.all(items.slice(from, from + atOnce).map(work));
  }
}
