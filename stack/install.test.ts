import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { ACTIVEMQ, ELASTICSEARCH, homeOf, installKey } from './install.ts';

const POM = '<project><artifactId>x</artifactId>\n  <version>1.2.3</version></project>';

describe('installKey', () => {
  it('has the name and the version, for people', () => {
    expect(installKey('x', POM, 'class X {}')).toMatch(/^x-1\.2\.3-[0-9a-f]{10}$/);
  });

  it('changes with the jars and with the launcher, and with nothing else', () => {
    const key = installKey('x', POM, 'class X {}');
    expect(installKey('x', POM, 'class X {}')).toBe(key);
    expect(installKey('x', POM.replace('1.2.3', '1.2.4'), 'class X {}')).not.toBe(key);
    expect(installKey('x', POM, 'class X { int y; }')).not.toBe(key);
  });
});

describe('homeOf', () => {
  it.each([ACTIVEMQ, ELASTICSEARCH])('carries the version that the pom of $name downloads', (server) => {
    const pom = readFileSync(join(import.meta.dirname, 'servers', server.name, 'pom.xml'), 'utf8');
    const version =
      /<artifactId>(?:elasticsearch|activemq-broker)<\/artifactId>\s*<version>([^<]+)<\/version>\s*<\/dep/.exec(pom);
    expect(homeOf(server, '/cache')).toContain(`/cache/${server.name}-${version?.[1]}-`);
  });
});
