const requestMs = 2000;

/** The highest value of a gauge on a service's `/metrics`; undefined where it has none. Rejects when it does not answer. */
export async function readGauge(address: string, name: string): Promise<number | undefined> {
  const answer = await fetch(`${address}/metrics`, { signal: AbortSignal.timeout(requestMs) });
  const values = (await answer.text())
    .split('\n')
    .filter((line) => line.startsWith(`${name}{`) || line.startsWith(`${name} `))
    .map((line) => Number(line.slice(line.lastIndexOf(' ') + 1)));
  return values.length === 0 ? undefined : Math.max(...values);
}
