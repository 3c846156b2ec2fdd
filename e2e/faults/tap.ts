import type { Observer } from '../harness/relay.ts';

/** What has passed between the MQTT broker and one gateway, as seen on the wire: the border of the pipeline. */
export interface Tap {
  readonly observe: () => Observer;
  /** Sequence numbers that the broker has sent. */
  readonly handed: ReadonlySet<number>;
  /** Sequence numbers that the gateway has acknowledged: from then on they are ours to keep. */
  readonly acknowledged: ReadonlySet<number>;
}

const publish = 3;
const puback = 4;

export function createTap(): Tap {
  const handed = new Set<number>();
  const acknowledged = new Set<number>();
  return {
    handed,
    acknowledged,
    observe() {
      /** By packet id, which means something within one connection only. */
      const owed = new Map<number, number>();
      return {
        fromServer: packets((type, flags, body) => {
          if (type !== publish || (flags & 0b110) === 0) return;
          const seq = sequenceOf(body);
          if (seq === undefined) return;
          handed.add(seq);
          owed.set(body.readUInt16BE(2 + body.readUInt16BE(0)), seq);
        }),
        fromClient: packets((type, _flags, body) => {
          if (type !== puback) return;
          const seq = owed.get(body.readUInt16BE(0));
          if (seq !== undefined) acknowledged.add(seq);
        }),
      };
    },
  };
}

/** The sequence number in a payload that the load has made. */
function sequenceOf(bytes: Buffer): number | undefined {
  const found = /"seq":(\d+)/.exec(bytes.toString('latin1'));
  return found ? Number(found[1]) : undefined;
}

/** Cuts a stream of bytes into MQTT control packets (MQTT 3.1.1 and 5, section 2.1). */
function packets(onPacket: (type: number, flags: number, body: Buffer) => void): (chunk: Buffer) => void {
  let rest = Buffer.alloc(0);
  return (chunk) => {
    rest = Buffer.concat([rest, chunk]);
    for (;;) {
      const header = headerOf(rest);
      if (!header || rest.length < header.end) return;
      onPacket((rest[0] as number) >> 4, (rest[0] as number) & 0b1111, rest.subarray(header.start, header.end));
      rest = rest.subarray(header.end);
    }
  };
}

/** Where a packet's body begins and ends; undefined while its length is still to come. */
function headerOf(bytes: Buffer): { start: number; end: number } | undefined {
  let length = 0;
  for (let at = 1; at <= 4; at++) {
    const byte = bytes[at];
    if (byte === undefined) return undefined;
    length += (byte & 0x7f) * 128 ** (at - 1);
    if (byte < 0x80) return { start: at + 1, end: at + 1 + length };
  }
  throw new Error('not MQTT');
}
