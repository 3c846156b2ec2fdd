import { randomBytes, type ScryptOptions, scrypt, timingSafeEqual } from 'node:crypto';
import { promisify } from 'node:util';

/** What is kept of a password: scrypt (RFC 7914) with its cost, a salt, and the derived key. */
export interface PasswordHash {
  /** Binary logarithm of N. */
  readonly cost: number;
  readonly salt: Buffer;
  readonly key: Buffer;
}

const derive = promisify<string, Buffer, number, ScryptOptions, Buffer>(scrypt);

/** 2^16 rounds with blocks of 1 KiB: 64 MiB and some 150 ms a try. */
const usualCost = 16;
const blockSize = 8;
const keyBytes = 32;
const costs = { least: 14, most: 18 };

const keyOf = (password: string, salt: Buffer, cost: number): Promise<Buffer> =>
  derive(password.normalize('NFKC'), salt, keyBytes, { N: 2 ** cost, r: blockSize, p: 1, maxmem: 2 ** (cost + 11) });

/** A password's hash as text: `scrypt.16.<salt>.<key>`, without characters that an environment file or a shell would change. */
export async function hashPassword(password: string): Promise<string> {
  const salt = randomBytes(16);
  const key = await keyOf(password, salt, usualCost);
  return ['scrypt', usualCost, salt.toString('base64url'), key.toString('base64url')].join('.');
}

/** Undefined when it is none. */
export function readPasswordHash(text: string): PasswordHash | undefined {
  const match = /^scrypt\.(\d\d)\.([\w-]+)\.([\w-]+)$/.exec(text);
  if (!match) return undefined;
  const [, cost = '', salt = '', key = ''] = match;
  const hash = { cost: Number(cost), salt: Buffer.from(salt, 'base64url'), key: Buffer.from(key, 'base64url') };
  const sound = hash.cost >= costs.least && hash.cost <= costs.most && hash.salt.length >= 16;
  return sound && hash.key.length === keyBytes ? hash : undefined;
}

const nobody: PasswordHash = { cost: usualCost, salt: Buffer.alloc(16), key: Buffer.alloc(keyBytes) };

/** Whether the password is that of the hash. It takes as long where there is no such user, so that names cannot be guessed. */
export async function verifyPassword(password: string, hash: PasswordHash | undefined): Promise<boolean> {
  const { cost, salt, key } = hash ?? nobody;
  const given = await keyOf(password, salt, cost);
  return timingSafeEqual(given, key) && hash !== undefined;
}
