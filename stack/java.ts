import { existsSync, readdirSync, readFileSync, realpathSync } from 'node:fs';
import { homedir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';

/** Elasticsearch 9 needs it. */
const JAVA_VERSION = 21;

export interface JavaHome {
  home: string;
  /** Feature release, such as 21. */
  version: number;
  /** Whether it has a compiler (a JDK), not only a runtime. */
  compiler: boolean;
}

/** Where to look: all of it comes from the machine, or from a test. */
export interface JavaPlaces {
  /** A Java home to prefer when it is good enough, such as JAVA_HOME. */
  preferred: string | undefined;
  /** Folders of commands, such as those of PATH; a `java` in them leads to its home. */
  commandFolders: readonly string[];
  /** Folders whose sub-folders are Java homes, or have one under Contents/Home. */
  collections: readonly string[];
}

export function machineJavaPlaces(environment: NodeJS.ProcessEnv): JavaPlaces {
  return {
    preferred: environment.JAVA_HOME || undefined,
    commandFolders: (environment.PATH ?? '').split(delimiter).filter(Boolean),
    collections: [
      '/usr/lib/jvm',
      '/usr/java',
      '/opt/java',
      '/Library/Java/JavaVirtualMachines',
      join(homedir(), 'Library/Java/JavaVirtualMachines'),
      '/opt/homebrew/opt/openjdk/libexec',
      '/usr/local/opt/openjdk/libexec',
      join(homedir(), '.sdkman/candidates/java'),
    ],
  };
}

/**
 * The JDK to use: the preferred one, then that of the `java` command, then the newest one found, of those that are new
 * enough. Otherwise a sentence that says what was found and what to install.
 */
export function findJdk(places: JavaPlaces): JavaHome | string {
  const found = candidates(places).flatMap((home) => readHome(home) ?? []);
  const recent = found.filter((java) => java.version >= JAVA_VERSION);
  const jdk = recent.find((java) => java.compiler);
  if (jdk !== undefined) return jdk;
  const install = `Install a JDK ${JAVA_VERSION} or newer (Temurin, OpenJDK) or set JAVA_HOME to its folder.`;
  if (recent[0] !== undefined) return `The Java ${recent[0].version} in ${recent[0].home} has no compiler. ${install}`;
  if (found.length === 0) return `No Java was found. ${install}`;
  return `Java ${found.map((java) => `${java.version} (${java.home})`).join(', ')} is too old. ${install}`;
}

function candidates(places: JavaPlaces): string[] {
  const homes: string[] = [];
  if (places.preferred !== undefined) homes.push(places.preferred);
  for (const folder of places.commandFolders) {
    const command = join(folder, 'java');
    if (existsSync(command)) homes.push(dirname(dirname(realpathSync(command))));
  }
  const collected = places.collections
    .flatMap((collection) =>
      existsSync(collection) ? readdirSync(collection).map((name) => join(collection, name)) : [],
    )
    .flatMap((home) => [home, join(home, 'Contents/Home')])
    .sort((a, b) => (readHome(b)?.version ?? 0) - (readHome(a)?.version ?? 0));
  const existing = [...homes, ...collected].filter((home) => existsSync(home)).map((home) => realpathSync(home));
  return [...new Set(existing)];
}

/** Every Java since 9 describes itself in a file `release`: quicker to read than to run it. */
function readHome(home: string): JavaHome | undefined {
  const file = join(home, 'release');
  if (!existsSync(file) || !existsSync(join(home, 'bin/java'))) return undefined;
  const version = /^JAVA_VERSION="(?:1\.)?(\d+)/m.exec(readFileSync(file, 'utf8'))?.[1];
  if (version === undefined) return undefined;
  return { home, version: Number(version), compiler: existsSync(join(home, 'bin/javac')) };
}
