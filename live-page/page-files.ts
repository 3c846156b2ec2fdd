import { createHash } from 'node:crypto';
import { globSync, readFileSync, statSync } from 'node:fs';
import { extname, join, resolve } from 'node:path';
import type { RequestHandler } from 'express';

/** The built page, held in memory. */
export interface PageFiles {
  /** Changes with every build that is different. */
  readonly version: string;
  readonly serve: RequestHandler;
}

interface PageFile {
  readonly type: string;
  readonly etag: string;
  readonly bodies: Readonly<Record<'identity' | 'gzip' | 'br', Buffer | undefined>>;
}

const types: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.webmanifest': 'application/manifest+json',
};

/** Where the build puts the page. */
export const pageFolder = resolve(import.meta.dirname, 'dist');

/** Reads the page; throws with what to do when it has not been built. */
export function readPageFiles(folder = pageFolder): PageFiles {
  const names = globSync('**/*', { cwd: folder }).filter((name) => statSync(join(folder, name)).isFile());
  if (!names.includes('index.html')) throw new Error(`The page has not been built: run npm run page:build.`);
  const files = new Map<string, PageFile>();
  for (const name of names) {
    const type = types[extname(name)];
    if (type) files.set(`/${name}`, readPageFile(folder, name, type, names));
  }
  const version = createHash('sha256');
  for (const path of [...files.keys()].sort()) version.update(`${path} ${files.get(path)?.etag}\n`);

  return {
    version: version.digest('base64url').slice(0, 12),
    serve(request, response, next) {
      const path = request.path === '/' ? '/index.html' : request.path;
      const file = files.get(path);
      if (!file || (request.method !== 'GET' && request.method !== 'HEAD')) return next();
      const offered = (['br', 'gzip'] as const).filter((encoding) => file.bodies[encoding]);
      const encoding = (offered.length > 0 && request.acceptsEncodings([...offered, 'identity'])) || 'identity';
      response.set({
        'content-type': file.type,
        etag: file.etag,
        vary: 'accept-encoding',
        // Names under assets/ change with their content.
        'cache-control': path.startsWith('/assets/') ? 'public, max-age=31536000, immutable' : 'no-cache',
      });
      if (encoding !== 'identity') response.set('content-encoding', encoding);
      if (request.fresh) return void response.status(304).end();
      response.end(request.method === 'HEAD' ? undefined : (file.bodies[encoding as 'br'] ?? file.bodies.identity));
    },
  };
}

function readPageFile(folder: string, name: string, type: string, names: readonly string[]): PageFile {
  const read = (ending: string) =>
    names.includes(`${name}${ending}`) ? readFileSync(join(folder, `${name}${ending}`)) : undefined;
  const identity = readFileSync(join(folder, name));
  const etag = `W/"${createHash('sha256').update(identity).digest('base64url').slice(0, 16)}"`;
  return { type, etag, bodies: { identity, gzip: read('.gz'), br: read('.br') } };
}
