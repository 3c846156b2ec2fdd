import type { Account } from './accounts.ts';

/** `users.properties` of ActiveMQ. It compares passwords as they are: guard the file. */
export const activemqUsers = (accounts: readonly Account[], passwordOf: (account: Account) => string): string =>
  accounts.map((account) => `${account.user}=${passwordOf(account)}\n`).join('');

/**
 * `groups.properties`: a group of its own for each user, which docker/activemq/security.xml gives rights. Operators are those
 * in whose containers people look after queues.
 */
export function activemqGroups(accounts: readonly Account[]): string {
  const users = accounts.map(({ user }) => user);
  const operators = users.filter((user) => user.startsWith('ingestor-') || user === 'operations');
  return [...users.map((user) => `${user}=${user}\n`), `operators=${operators.join(',')}\n`].join('');
}
