import { mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { findJdk, type JavaPlaces } from './java.ts';

let root = '';
beforeEach(() => {
  root = realpathSync(mkdtempSync(join(tmpdir(), 'java-test-')));
});
afterEach(() => rmSync(root, { recursive: true }));

function fakeJava(path: string, version: string, kind: 'jdk' | 'jre' = 'jdk'): string {
  const home = join(root, path);
  mkdirSync(join(home, 'bin'), { recursive: true });
  writeFileSync(join(home, 'release'), `IMPLEMENTOR="Fake"\nJAVA_VERSION="${version}"\n`);
  writeFileSync(join(home, 'bin/java'), '');
  if (kind === 'jdk') writeFileSync(join(home, 'bin/javac'), '');
  return home;
}

function places(some: Partial<JavaPlaces> = {}): JavaPlaces {
  return { preferred: undefined, commandFolders: [], collections: [join(root, 'jvm')], ...some };
}

describe('findJdk', () => {
  it('takes the preferred one when it is new enough', () => {
    const home = fakeJava('mine', '21.0.4');
    fakeJava('jvm/newer', '25');
    expect(findJdk(places({ preferred: home }))).toEqual({ home, version: 21, compiler: true });
  });

  it('passes over a preferred one that is too old, or not there', () => {
    const home = fakeJava('jvm/new', '25.0.1');
    expect(findJdk(places({ preferred: fakeJava('mine', '17.0.15') }))).toMatchObject({ home });
    expect(findJdk(places({ preferred: join(root, 'gone') }))).toMatchObject({ home });
  });

  it('follows the java command to its home', () => {
    const home = fakeJava('opt/jdk', '23');
    fakeJava('jvm/newer', '25');
    mkdirSync(join(root, 'bin'));
    symlinkSync(join(home, 'bin/java'), join(root, 'bin/java'));
    expect(findJdk(places({ commandFolders: [join(root, 'nothing'), join(root, 'bin')] }))).toMatchObject({ home });
  });

  it('takes the newest of a collection, whatever the order of the names', () => {
    fakeJava('jvm/a', '1.8.0_392');
    const home = fakeJava('jvm/b', '25.0.1');
    fakeJava('jvm/c', '21.0.4');
    expect(findJdk(places())).toMatchObject({ home, version: 25 });
  });

  it('finds the folders of macOS', () => {
    const home = fakeJava('jvm/temurin-21.jdk/Contents/Home', '21.0.4');
    expect(findJdk(places())).toMatchObject({ home });
  });

  it('prefers an older JDK to a newer Java without a compiler', () => {
    fakeJava('jvm/jre', '25', 'jre');
    const home = fakeJava('jvm/jdk', '21');
    expect(findJdk(places())).toMatchObject({ home });
  });

  it('says what to install when there is only a runtime, only old ones, or none', () => {
    expect(findJdk(places())).toMatch(/^No Java was found. Install a JDK 21 or newer/);
    fakeJava('jvm/old', '17.0.15');
    expect(findJdk(places())).toMatch(/^Java 17 \(.*old\) is too old. Install a JDK 21/);
    fakeJava('jvm/jre', '25', 'jre');
    expect(findJdk(places())).toMatch(/^The Java 25 in .*jre has no compiler. Install a JDK 21/);
  });
});
