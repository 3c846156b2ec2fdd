import { pbkdf2Sync, timingSafeEqual } from 'node:crypto';
import { readFileSync } from 'node:fs';
import http from 'node:http';
import https from 'node:https';

/** TLS and basic sign-on in front of an Elasticsearch that has neither, with the files that a real one would be given. */
const secret = (name: string) => readFileSync(`/run/secrets/proxy.${name}`, 'utf8');
const hashes = new Map(
  secret('users')
    .trim()
    .split('\n')
    .map((line) => line.split(/:(.*)/s) as [string, string]),
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

const agent = new http.Agent({ keepAlive: true });
const server = https.createServer({ cert: secret('pem'), key: secret('key') }, (request, response) => {
  if (!isKnown(request.headers.authorization ?? '')) {
    const body = '{"error":{"type":"security_exception","reason":"unable to authenticate"},"status":401}';
    request.resume();
    response.writeHead(401, { 'content-type': 'application/json', 'x-elastic-product': 'Elasticsearch' }).end(body);
    return;
  }
  const { method, url: path, headers } = request;
  const onward = http.request({ agent, host: 'elasticsearch', port: 9200, method, path, headers }, (answer) => {
    response.writeHead(answer.statusCode ?? 502, answer.headers);
    answer.pipe(response);
  });
  onward.on('error', () => response.destroy());
  request.pipe(onward);
});
server.listen(9443);
for (const signal of ['SIGTERM', 'SIGINT'] as const) process.on(signal, () => process.exit(0));
