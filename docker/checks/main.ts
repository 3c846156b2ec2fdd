import { globSync, mkdirSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { findCommand, run } from '../../stack/commands.ts';
import { StackError } from '../../stack/types.ts';
import { kubernetesSchemas } from './schemas.ts';
import { findTool, type Tool, toolEnvironment, tools } from './tools.ts';

/** Checks what no compiler sees: Dockerfiles, compose files, Kubernetes manifests, workflows. */
const root = resolve(import.meta.dirname, '../..');
const kubernetesVersion = '1.34.0';
const good = 'good';
const placeholders = {
  ...{ SECRETS_FOLDER: '/run/site', TEST_MQTT_PORT: '1', TEST_MAIL_PASSWORD: 'x' },
  TEST_ACTIVEMQ_LIBRARY: '/run/library',
};

/** Whether this machine's docker has compose; undefined where it has not. */
async function dockerCompose(): Promise<string | undefined> {
  const docker = findCommand('docker');
  if (!docker) return undefined;
  return await run(docker, ['compose', 'version']).then(
    () => docker,
    () => undefined,
  );
}

async function compose(): Promise<string> {
  const docker = await dockerCompose();
  const reader = docker ?? (await findTool(tools.compose));
  if (!reader) return 'not checked, as docker has no compose, and there is no Go to build its reader';
  const plain = ['docker-compose.yml'];
  const secure = [...plain, 'docker-compose.secure.yml'];
  const health = 'e2e/containers/health.yml';
  const tests = [
    [...plain, health, 'e2e/containers/test.yml'],
    [...secure, health, 'e2e/containers/stand-in.yml'],
  ];
  for (const files of [plain, secure, ...tests]) {
    const profiles = ['broker', 'demo', 'kibana'].flatMap((name) => ['--profile', name]);
    const named = files.flatMap((file) => ['-f', file]);
    const args = docker
      ? ['compose', '--env-file', 'docker/demo.env', ...named, ...profiles, 'config', '--quiet']
      : ['-no-interpolation', ...files];
    await run(reader, args, { cwd: root, env: placeholders });
  }
  return docker ? good : 'good by their schema, which is all that can be said without docker compose';
}

const withTool =
  (tool: Tool, files: string, args: readonly string[] = []) =>
  async () => {
    const command = await findTool(tool);
    if (!command) return `not checked, as ${tool.command} cannot be installed`;
    const found = globSync(files, { cwd: root, exclude: ['node_modules/**', '.stack/**'] }).sort();
    if (found.length === 0) throw new StackError(`No file is like ${files}.`);
    await run(command, [...args, ...found], { cwd: root, env: toolEnvironment });
    return good;
  };

async function kubernetes(): Promise<string> {
  const [kustomize, kubeconform] = [await findTool(tools.kustomize), await findTool(tools.kubeconform)];
  const schemas = await kubernetesSchemas(kubernetesVersion);
  if (!kustomize || !kubeconform || !schemas)
    return 'not checked, as kustomize, kubeconform or the schemas cannot be installed';
  const location = join(schemas, '{{ .ResourceKind }}{{ .KindSuffix }}.json');
  const built = join(root, '.stack/kubernetes');
  mkdirSync(built, { recursive: true });
  for (const overlay of ['single-node', 'production']) {
    const lines: string[] = [];
    await run(kustomize, ['build', join(root, 'docker/kubernetes', overlay)], { onLine: (line) => lines.push(line) });
    const file = join(built, `${overlay}.yaml`);
    writeFileSync(file, `${lines.join('\n')}\n`);
    await run(kubeconform, ['-strict', '-kubernetes-version', kubernetesVersion, '-schema-location', location, file]);
  }
  return good;
}

/** What each says of its subject; what is wrong is a StackError. */
const checks: readonly (readonly [string, () => Promise<string>])[] = [
  ['compose files', compose],
  ['Dockerfiles', withTool(tools.hadolint, 'docker/**/Dockerfile')],
  ['Kubernetes manifests', kubernetes],
  ['workflows', withTool(tools.actionlint, '.github/workflows/*.yml')],
];

for (const [subject, check] of checks) {
  try {
    console.log(`${subject}: ${await check()}`);
  } catch (error) {
    if (!(error instanceof StackError)) throw error;
    console.error(`${subject}: wrong\n${error.message}`);
    process.exitCode = 1;
  }
}
