import { connect } from 'node:net';

/** Tries once whether a server answers; never throws. */
export type Probe = () => Promise<boolean>;

const ATTEMPT_MILLISECONDS = 2000;

/** CONNECT with a clean session and an empty client id; answered by CONNACK with return code 0. */
export function mqttProbe(port: number): Probe {
  const request = Buffer.from([0x10, 12, 0, 4, 0x4d, 0x51, 0x54, 0x54, 4, 2, 0, 10, 0, 0]);
  return talk(port, request, (answer) => answer.length >= 4 && answer[0] === 0x20 && answer[3] === 0);
}

/** CONNECT, answered by CONNECTED. */
export function stompProbe(port: number): Probe {
  const request = Buffer.from('CONNECT\naccept-version:1.2\nhost:localhost\n\n\0');
  return talk(port, request, (answer) => answer.toString('latin1').startsWith('CONNECTED\n'));
}

/** The greeting of an SMTP server. */
export function smtpProbe(port: number): Probe {
  return talk(port, undefined, (answer) => answer.toString('latin1').startsWith('220'));
}

/** A port that accepts connections. */
export function tcpProbe(port: number): Probe {
  return talk(port);
}

/** A GET that is answered with 200. */
export function httpProbe(url: string): Probe {
  return async () => {
    try {
      const answer = await fetch(url, { signal: AbortSignal.timeout(ATTEMPT_MILLISECONDS) });
      await answer.arrayBuffer();
      return answer.status === 200;
    } catch {
      return false;
    }
  };
}

export function allOf(...probes: readonly Probe[]): Probe {
  return async () => (await Promise.all(probes.map((probe) => probe()))).every(Boolean);
}

function talk(port: number, request?: Buffer, accepts?: (answer: Buffer) => boolean): Probe {
  return () =>
    new Promise((resolve) => {
      let answer = Buffer.alloc(0);
      const socket = connect({ host: '127.0.0.1', port });
      const finish = (answered: boolean) => {
        socket.destroy();
        resolve(answered);
      };
      socket.setTimeout(ATTEMPT_MILLISECONDS, () => finish(false));
      socket.on('error', () => finish(false));
      socket.on('close', () => finish(false));
      socket.on('connect', () => {
        if (accepts === undefined) finish(true);
        else if (request !== undefined) socket.write(request);
      });
      socket.on('data', (chunk) => {
        answer = Buffer.concat([answer, chunk]);
        if (accepts?.(answer)) finish(true);
      });
    });
}
