/** What order is judged by: a device counts its messages. */
export interface Seen {
  readonly deviceId: string;
  readonly msgCount: number;
}

/**
 * Where a device's messages were announced in another order than it sent them, in words. A message that is announced
 * again is no violation: it was delivered a second time. What was sent before the first one seen is not judged.
 */
export function inOrder(announced: readonly Seen[]): string[] {
  const devices = new Map<string, { readonly first: number; highest: number; readonly seen: Set<number> }>();
  const violations: string[] = [];
  for (const { deviceId, msgCount } of announced) {
    const device = devices.get(deviceId);
    if (!device) {
      devices.set(deviceId, { first: msgCount, highest: msgCount, seen: new Set([msgCount]) });
      continue;
    }
    const again = device.seen.has(msgCount) || msgCount < device.first;
    if (!again && msgCount < device.highest) violations.push(`${deviceId}: ${msgCount} after ${device.highest}`);
    device.seen.add(msgCount);
    device.highest = Math.max(device.highest, msgCount);
  }
  return violations;
}
