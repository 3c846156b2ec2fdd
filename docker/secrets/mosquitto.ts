import { createHash, pbkdf2Sync } from 'node:crypto';
import { canaryTopic } from '../../shared/canary.ts';
import { type Account, sensorTypeNames } from './accounts.ts';

type PasswordOf = (account: Account) => string;

/** The iterations of mosquitto_passwd; the passwords here are random and long, so their number matters little. */
const iterations = 101;

/**
 * Lines of a Mosquitto password file: PBKDF2 with SHA-512 (`$7$`). The salt follows from the user, so that the same passwords
 * give the same file.
 */
export function mosquittoPasswords(accounts: readonly Account[], passwordOf: PasswordOf): string {
  const lines = accounts.map((account) => {
    const salt = createHash('sha256').update(`mosquitto ${account.user}`).digest().subarray(0, 12);
    const hash = pbkdf2Sync(passwordOf(account), salt, iterations, 64, 'sha512');
    return `${account.user}:$7$${iterations}$${salt.toString('base64')}$${hash.toString('base64')}\n`;
  });
  return lines.join('');
}

/** A gateway reads its sensor type and writes nothing; sensors write theirs and read nothing; operations writes the canary. */
export const mosquittoRights = (customer: string): string =>
  [
    ...sensorTypeNames.map(
      (type) =>
        `user gateway-${type}\ntopic read ${customer}/${type}/#\n\nuser sensors-${type}\ntopic write ${customer}/${type}/#\n`,
    ),
    `user operations\ntopic write ${canaryTopic(customer)}\n`,
  ].join('\n');
