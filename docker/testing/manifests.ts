import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parse, parseAllDocuments } from 'yaml';
import { bytesOf, type Workload } from './workload.ts';

const folder = resolve(import.meta.dirname, '../kubernetes');

/** An object of the Kubernetes API, as far as is looked at here. */
export interface Manifest {
  readonly kind: string;
  readonly metadata: { name: string; labels?: Record<string, string> };
  // biome-ignore lint/suspicious/noExplicitAny: every kind has another one
  readonly spec: any;
}

interface Operation {
  readonly op: string;
  readonly path: string;
  readonly value?: unknown;
}
interface Kustomization {
  readonly resources: readonly string[];
  readonly nameSuffix?: string;
  readonly labels?: readonly {
    readonly pairs: Readonly<Record<string, string>>;
    readonly includeSelectors?: boolean;
  }[];
  readonly configMapGenerator?: readonly { readonly literals: readonly string[] }[];
  readonly patches?: readonly {
    readonly target: { readonly kind: string; readonly name?: string };
    readonly patch: string;
  }[];
}
export interface Built {
  readonly manifests: readonly Manifest[];
  /** Of the one ConfigMap that every service has. */
  readonly settings: Readonly<Record<string, string>>;
}

/** What `kustomize build` makes of a folder, of the few things that are used of it here. */
export function build(name: string): Built {
  const own = join(folder, name);
  const kustomization = parse(readFileSync(join(own, 'kustomization.yaml'), 'utf8')) as Kustomization;
  const parts = kustomization.resources.map((resource) =>
    resource.endsWith('.yaml') ? { manifests: read(join(own, resource)), settings: {} } : build(join(name, resource)),
  );
  const manifests = parts.flatMap((part) => part.manifests);
  for (const manifest of manifests) {
    const { metadata, spec } = manifest;
    metadata.name += kustomization.nameSuffix ?? '';
    for (const { pairs, includeSelectors } of kustomization.labels ?? []) {
      metadata.labels = { ...metadata.labels, ...pairs };
      if (spec?.template) spec.template.metadata.labels = { ...spec.template.metadata.labels, ...pairs };
      if (includeSelectors) Object.assign(spec.selector.matchLabels ?? spec.selector, pairs);
    }
  }
  for (const { target, patch } of kustomization.patches ?? []) {
    const named = new RegExp(`^(${target.name ?? '.*'})$`);
    const found = manifests.filter(({ kind, metadata }) => kind === target.kind && named.test(metadata.name));
    if (found.length === 0) throw new Error(`${name}: a patch of ${target.kind} ${target.name} finds nothing`);
    for (const manifest of found) for (const operation of parse(patch) as Operation[]) apply(manifest, operation);
  }
  const literals = (kustomization.configMapGenerator ?? []).flatMap((generator) => generator.literals);
  const settings = Object.fromEntries(literals.map((literal) => literal.split(/=(.*)/s, 2) as [string, string]));
  return { manifests, settings: Object.assign({}, ...parts.map((part) => part.settings), settings) };
}

const read = (file: string): Manifest[] =>
  parseAllDocuments(readFileSync(file, 'utf8')).map((document) => document.toJS() as Manifest);

/** RFC 6902. Throws where there is nothing to replace or remove, as kustomize does. */
function apply(manifest: Manifest, { op, path, value }: Operation): void {
  const steps = path.split('/').slice(1);
  const last = steps.pop() ?? '';
  // biome-ignore lint/suspicious/noExplicitAny: a path into any kind of object
  const parent = steps.reduce((at: any, step) => at?.[step], manifest);
  const isThere = parent && (last === '-' ? Array.isArray(parent) : op === 'add' || last in parent);
  if (!isThere) throw new Error(`${manifest.metadata.name} has no ${path}`);
  if (op === 'remove') delete parent[last];
  else if (last === '-') parent.push(value);
  else parent[last] = value;
}

/** The one container of a pod. */
export function workloadOf({ spec }: Manifest, settings: Built['settings']): Workload {
  const pod = spec.template.spec;
  const [container] = pod.containers;
  const claims: string[] = (spec.volumeClaimTemplates ?? []).map((claim: Manifest) => claim.metadata.name);
  const mounts: { name: string; mountPath: string }[] = container.volumeMounts ?? [];
  const scratch = mounts.flatMap(({ name, mountPath }) => {
    const { emptyDir } = pod.volumes?.find((volume: { name: string }) => volume.name === name) ?? {};
    return emptyDir ? [[mountPath, bytesOf(emptyDir.sizeLimit)] as const] : [];
  });
  const own: { name: string; value: string }[] = container.env ?? [];
  const shared = container.envFrom ? settings : {};
  const probe = container.livenessProbe;
  const { securityContext: may } = container;
  return {
    command: container.args ?? [],
    environment: { ...shared, ...Object.fromEntries(own.map(({ name, value }) => [name, value])) },
    memoryBytes: bytesOf(container.resources.limits.memory),
    graceSeconds: pod.terminationGracePeriodSeconds,
    scratch: Object.fromEntries(scratch),
    volumes: mounts.filter(({ name }) => claims.includes(name)).map(({ mountPath }) => mountPath),
    alive:
      probe.httpGet?.path === '/health'
        ? {
            everySeconds: probe.periodSeconds,
            timeoutSeconds: probe.timeoutSeconds,
            failures: probe.failureThreshold ?? 3,
          }
        : undefined,
    confined:
      may.readOnlyRootFilesystem &&
      !may.allowPrivilegeEscalation &&
      may.capabilities.drop.join() === 'ALL' &&
      pod.securityContext.runAsNonRoot,
  };
}
