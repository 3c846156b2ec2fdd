import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { folder, installPython, python } from './tools.ts';

/**
 * Folder of the schemas of the Kubernetes API, no unknown keys allowed, as kubeconform looks for them; undefined where they cannot
 * be had. They come with a package of Python, under identities that are no files.
 */
export async function kubernetesSchemas(version: string): Promise<string | undefined> {
  const packed = join(python, 'kubernetes_validate/kubernetes-json-schema', `v${version}-local-strict`);
  if (!existsSync(packed) && !(await installPython('kubernetes-validate==1.37.0'))) return undefined;
  const schemas = join(folder, 'kubernetes', version);
  mkdirSync(schemas, { recursive: true });
  for (const name of readdirSync(packed)) {
    const schema = JSON.parse(readFileSync(join(packed, name), 'utf8')) as Record<string, unknown>;
    delete schema.$id;
    writeFileSync(
      join(schemas, name),
      JSON.stringify(schema).replaceAll('"/api/_definitions.json#', '"_definitions.json#'),
    );
  }
  return schemas;
}
