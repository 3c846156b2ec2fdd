import { createHash, randomBytes } from 'node:crypto';
import { chmodSync, chownSync, existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** The user that every container runs as (docker/Dockerfile and its neighbours). */
const containerUser = 1000;

/** Names of the files that hold a random text of ours, each with that text's hash. */
const register = 'made.json';

/** A folder of secrets: files that only their owner may read, replaced as a whole or not at all. */
export interface Vault {
  readonly folder: string;
  path(name: string): string;
  has(name: string): boolean;
  read(name: string): string;
  /** Writes unless it says so already; `secret: false` for what everybody may read. */
  write(name: string, content: string, options?: { readonly secret?: boolean }): void;
  /** A random text, made at the first call; or what somebody else has written there. */
  random(name: string): string;
  /** Whether the text there was made by `random`. */
  isOwn(name: string): boolean;
  remove(name: string): void;
  /** Takes over `.<name>`, which another program has written into the folder. */
  adopt(name: string, options: { readonly secret: boolean }): void;
  /** The files that are new or different since this vault was opened, in order. */
  readonly changed: readonly string[];
}

export function openVault(folder: string): Vault {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const changed = new Set<string>();
  const path = (name: string) => join(folder, name);
  const read = (name: string) => readFileSync(path(name), 'utf8');
  const hashOf = (text: string) => createHash('sha256').update(text).digest('hex');
  const made = (): Record<string, string> => (existsSync(path(register)) ? JSON.parse(read(register)) : {});
  const own = (file: string, secret: boolean) => {
    chmodSync(file, secret ? 0o600 : 0o644);
    // No container signs certificates. Who is not root makes them for itself; docs/security.md says how to hand them over.
    if (process.getuid?.() === 0 && !file.includes('ca.key')) chownSync(file, containerUser, containerUser);
  };
  // Containers see single files of it, never the folder.
  chmodSync(folder, 0o700);
  return {
    folder,
    path,
    has: (name) => existsSync(path(name)),
    read,
    write(name, content, { secret = true } = {}) {
      if (existsSync(path(name)) && read(name) === content) return own(path(name), secret);
      const temporary = path(`.${name}.new`);
      writeFileSync(temporary, content, { mode: 0o600 });
      own(temporary, secret);
      renameSync(temporary, path(name));
      changed.add(name);
    },
    random(name) {
      if (!existsSync(path(name))) {
        const text = randomBytes(24).toString('base64url');
        this.write(name, text);
        this.write(register, `${JSON.stringify({ ...made(), [name]: hashOf(text) }, undefined, 2)}\n`);
      }
      // Editors end a file with a line feed, which whoever reads the secret leaves out.
      return read(name).replace(/\r?\n$/, '');
    },
    isOwn: (name) => made()[name] === hashOf(read(name)),
    remove: (name) => rmSync(path(name), { force: true }),
    adopt(name, { secret }) {
      own(path(`.${name}`), secret);
      renameSync(path(`.${name}`), path(name));
      changed.add(name);
    },
    get changed() {
      return [...changed].sort();
    },
  };
}
