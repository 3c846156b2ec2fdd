import { pbkdf2Sync, timingSafeEqual } from 'node:crypto';
import { readFileSync } from 'node:fs';
import http from 'node:http';
import https from 'node:https';
import { type Role, refusal } from './elasticsearch-rights.ts';

/** TLS, basic sign-on and roles in front of an Elasticsearch that has none, with the files that a real one would be given. */
const secret = (name: string) => readFileSync(`/run/secrets/proxy.${name}`, 'utf8');
const hashes = new Map(
  secret('users')
    .trim()
    .split('\n')
    .map((line) => line.split(/:(.*)/s) as [string, string]),
);
/** Of the file, each line is `name: {...}`. */
const roles = new Map(
  secret('roles')
    .trim()
    .split('\n')
    .map((line) => line.split(/: (.*)/s))
    .map(([name = '', role = '']) => [name, JSON.parse(role) as Role]),
);
const known = new Map<string, boolean>();

function isKnown(authorization: string): boolean {
  const seen = known.get(authorization);
  if (seen !== undefined) return seen;
  const [user = '', password = ''] = Buffer.from(authorization.replace('Basic ', ''), 'base64')
    .toString()
    .split(/:(.*)/s);
  const [, rounds = '', salt = '', hash = ''] = /^\{PBKDF2\}(\d+)\$(.+)\$(.+)$/.exec(hashes.get(user) ?? '') ?? [];
  if (hash === '') return false;
  const wanted = Buffer.from(hash, 'base64');
  const given = pbkdf2Sync(password, Buffer.from(salt, 'base64'), Number(rounds), wanted.length, 'sha512');
  const result = timingSafeEqual(given, wanted);
  known.set(authorization, result);
  return result;
}

const userOf = (authorization: string) =>
  Buffer.from(authorization.replace('Basic ', ''), 'base64').toString().split(':', 1)[0] ?? '';

const agent = new http.Agent({ keepAlive: true });
const named = /\/_(bulk|mget|msearch|aliases)$/;

const server = https.createServer({ cert: secret('pem'), key: secret('key') }, async (request, response) => {
  const { method = '', url = '', headers } = request;
  const refuse = (status: number, reason: string) => {
    const body = JSON.stringify({ error: { type: 'security_exception', reason }, status });
    request.resume();
    response.writeHead(status, { 'content-type': 'application/json', 'x-elastic-product': 'Elasticsearch' }).end(body);
  };
  const authorization = headers.authorization ?? '';
  if (!isKnown(authorization)) return refuse(401, 'unable to authenticate');
  const [path = ''] = url.split('?', 1);
  const body = named.test(path) ? Buffer.concat(await request.toArray()) : undefined;
  const role = roles.get(userOf(authorization));
  const lack = role && refusal(role, { method, path, body: body?.toString() ?? '' });
  if (lack) {
    const reason = `${method} ${path} is unauthorized for user [${userOf(authorization)}]: it needs ${lack}`;
    process.stderr.write(`${reason}\n`);
    return refuse(403, reason);
  }
  // Whether a connection stays open is between each two of us: handed on, it would close one that is used again.
  const { connection: _, ...kept } = headers;
  const options = { agent, host: 'elasticsearch', port: 9200, method, path: url, headers: kept };
  const onward = http.request(options, (answer) => {
    const { connection: _, ...answered } = answer.headers;
    response.writeHead(answer.statusCode ?? 502, answered);
    answer.pipe(response);
  });
  onward.on('error', (error) => {
    process.stderr.write(`${method} ${path}: ${error.message}\n`);
    response.destroy();
  });
  if (body) onward.end(body);
  else request.pipe(onward);
});
// As Elasticsearch itself, it does not hang up on a client that pauses.
server.keepAliveTimeout = 600_000;
server.listen(9443);
for (const signal of ['SIGTERM', 'SIGINT'] as const) process.on(signal, () => process.exit(0));
