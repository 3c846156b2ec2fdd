import { globSync, mkdirSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { findCommand, run } from '../../stack/commands.ts';
import { StackError } from '../../stack/types.ts';
import { findTool, type Tool, toolEnvironment, tools } from './tools.ts';

/** Checks what no compiler sees: Dockerfiles, compose files, Kubernetes manifests, workflows. */
const root = resolve(import.meta.dirname, '../..');
const kubernetesVersion = '1.34';
const placeholders = { SECRETS_FOLDER: '/run/site', TEST_MQTT_PORT: '1', TEST_MAIL_PASSWORD: 'x' };

async function compose(): Promise<string | undefined> {
  const docker = findCommand('docker');
  if (!docker) return 'there is no docker';
  try {
    await run(docker, ['compose', 'version']);
  } catch {
    return 'docker has no compose';
  }
  const plain = ['-f', 'docker-compose.yml'];
  const secure = [...plain, '-f', 'docker-compose.secure.yml'];
  const tests = [
    [...plain, '-f', 'e2e/containers/test.yml'],
    [...secure, '-f', 'e2e/containers/stand-in.yml'],
  ];
  for (const files of [plain, secure, ...tests]) {
    const profiles = ['broker', 'demo', 'kibana'].flatMap((name) => ['--profile', name]);
    const args = ['compose', '--env-file', 'docker/demo.env', ...files, ...profiles, 'config', '--quiet'];
    await run(docker, args, { cwd: root, env: placeholders });
  }
  return undefined;
}

const withTool =
  (tool: Tool, files: string, args: readonly string[] = []) =>
  async () => {
    const command = await findTool(tool);
    if (!command) return `${tool.command} cannot be installed`;
    const found = globSync(files, { cwd: root, exclude: ['node_modules/**', '.stack/**'] }).sort();
    if (found.length === 0) throw new StackError(`No file is like ${files}.`);
    await run(command, [...args, ...found], { cwd: root, env: toolEnvironment });
    return undefined;
  };

async function kubernetes(): Promise<string | undefined> {
  const [kustomize, validate] = [await findTool(tools.kustomize), await findTool(tools.kubernetes)];
  if (!kustomize || !validate) return 'kustomize or kubernetes-validate cannot be installed';
  const built = join(root, '.stack/kubernetes');
  mkdirSync(built, { recursive: true });
  for (const overlay of ['single-node', 'production']) {
    const lines: string[] = [];
    await run(kustomize, ['build', join(root, 'docker/kubernetes', overlay)], { onLine: (line) => lines.push(line) });
    const file = join(built, `${overlay}.yaml`);
    writeFileSync(file, `${lines.join('\n')}\n`);
    await run(validate, ['--strict', '--quiet', '-k', kubernetesVersion, file], { env: toolEnvironment });
  }
  return undefined;
}

const checks: readonly (readonly [string, () => Promise<string | undefined>])[] = [
  ['compose files', compose],
  ['Dockerfiles', withTool(tools.hadolint, 'docker/**/Dockerfile')],
  ['Kubernetes manifests', kubernetes],
  ['workflows', withTool(tools.actionlint, '.github/workflows/*.yml')],
];

for (const [subject, check] of checks) {
  try {
    const obstacle = await check();
    console.log(obstacle ? `${subject}: not checked, as ${obstacle}` : `${subject}: good`);
  } catch (error) {
    if (!(error instanceof StackError)) throw error;
    console.error(`${subject}: wrong\n${error.message}`);
    process.exitCode = 1;
  }
}
