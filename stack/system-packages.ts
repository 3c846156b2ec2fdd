import { existsSync } from 'node:fs';
import { findCommand, run } from './commands.ts';

/** A command that comes from the operating system, and the package that has it (the same name on Debian and Homebrew). */
export interface SystemCommand {
  readonly command: string;
  readonly package: string;
}

export const MOSQUITTO: SystemCommand = { command: 'mosquitto', package: 'mosquitto' };
export const MAVEN: SystemCommand = { command: 'mvn', package: 'maven' };

/**
 * Installs what is missing where that is possible without asking (root on a system with apt-get). Returns one sentence
 * that says what to install, or undefined when everything is there.
 */
export async function ensureCommands(
  wanted: readonly SystemCommand[],
  signal: AbortSignal,
  onProgress: (line: string) => void,
): Promise<string | undefined> {
  const missing = wanted.filter(({ command }) => findCommand(command) === undefined);
  if (missing.length === 0) return undefined;
  const packages = missing.map((command) => command.package);
  const apt = findCommand('apt-get');
  if (apt === undefined || process.getuid?.() !== 0) {
    const commands = missing.map(({ command }) => command).join(', ');
    return `Not found: ${commands}. Install ${packages.join(' and ')} (apt-get install, or brew install).`;
  }
  onProgress(`installing ${packages.join(' and ')} with apt-get`);
  const env = { DEBIAN_FRONTEND: 'noninteractive' };
  await run(apt, ['update', '-qq'], { env, signal });
  await run(apt, ['install', '-y', '-qq', '--no-install-recommends', ...packages], { env, signal });
  if (missing.includes(MOSQUITTO)) await stopSystemMosquitto();
  return undefined;
}

/** Debian starts a server when its package is installed; this one was installed for us only, and has our port. */
async function stopSystemMosquitto(): Promise<void> {
  const systemctl = findCommand('systemctl');
  if (systemctl !== undefined && existsSync('/run/systemd/system')) {
    await run(systemctl, ['disable', '--now', 'mosquitto.service']);
  } else if (existsSync('/etc/init.d/mosquitto')) {
    await run('/etc/init.d/mosquitto', ['stop']);
  }
}
