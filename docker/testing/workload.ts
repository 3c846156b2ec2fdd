/** A container that runs somewhere, in the terms that compose files and Kubernetes share. */
export interface Workload {
  readonly command: readonly string[];
  readonly environment: Readonly<Record<string, string>>;
  readonly memoryBytes: number;
  /** From SIGTERM to SIGKILL. */
  readonly graceSeconds: number;
  /** Bytes by path: what may be written, and is gone when it stops. */
  readonly scratch: Readonly<Record<string, number>>;
  /** Paths of what stays. */
  readonly volumes: readonly string[];
  /** Whether it is alive, where that is not asked by the image itself. */
  readonly alive:
    | { readonly everySeconds: number; readonly timeoutSeconds: number; readonly failures: number }
    | undefined;
  /** An ordinary user's process on a root that it cannot write, without capabilities and ways to get some. */
  readonly confined: boolean;
}

const units: Readonly<Record<string, number>> = {
  ...{ '': 1, k: 1024, m: 1024 ** 2, g: 1024 ** 3 },
  ...{ Mi: 1024 ** 2, Gi: 1024 ** 3, M: 1024 ** 2, G: 1024 ** 3 },
};

/** `384M` of compose and `384Mi` of Kubernetes are the same. */
export function bytesOf(size: string): number {
  const [, number = '', unit = ''] = /^(\d+)(\w*)$/.exec(size) ?? [];
  const factor = units[unit];
  if (number === '' || factor === undefined) throw new Error(`"${size}" is no size`);
  return Number(number) * factor;
}

/** `15s` */
export const secondsOf = (duration: string): number => Number(/^(\d+)s$/.exec(duration)?.[1]);
