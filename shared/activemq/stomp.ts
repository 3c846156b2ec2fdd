import net from 'node:net';
import tls from 'node:tls';
import stompit from 'stompit';
import type { ActivemqConfig } from '../config/common.ts';
import { trust } from '../tls.ts';

export type StompClient = stompit.Client;

const connectTimeoutMs = 5000;
/** Sent and expected every 10 s: a dead connection is noticed within 20 to 40 s. */
const heartBeatMs = 10_000;
/** Longer header lines break stompit's parser for good; the broker itself allows 10 KiB. */
const maxLineLength = 65_536;
/** Room for a whole transaction, so that it leaves in one write instead of three small ones a message. */
const writeBufferBytes = 4 * 1024 * 1024;

/**
 * Opens one connection to one address and signs on. Resolves with a connected client; rejects with the broker's or the
 * network's reason, also when the broker accepts but never answers (a frozen process).
 */
export function connectStomp(address: string, config: ActivemqConfig): Promise<StompClient> {
  const url = new URL(address);
  const secure = url.protocol === 'stomp+ssl:';
  const host = url.hostname.replace(/^\[|\]$/g, '');
  const port = Number(url.port || (secure ? 61_614 : 61_613));
  const socketOptions = { host, port, writableHighWaterMark: writeBufferBytes };
  const connectHeaders: Record<string, string> = {
    host,
    'accept-version': '1.2',
    'heart-beat': `${heartBeatMs},${heartBeatMs}`,
  };
  const login = config.username ?? (url.username ? decodeURIComponent(url.username) : undefined);
  const passcode = config.password ?? (url.password ? decodeURIComponent(url.password) : undefined);
  if (login !== undefined) connectHeaders.login = login;
  if (passcode !== undefined) connectHeaders.passcode = passcode;

  const open = (_options: unknown, onConnected: () => void): net.Socket => {
    const socket = secure
      ? tls.connect({ ...socketOptions, servername: net.isIP(host) ? '' : host, ...trust(config.ca) }, onConnected)
      : net.connect(socketOptions, onConnected);
    // A transaction's receipt would take 45 ms with Nagle's algorithm, 1 ms without.
    return socket.setNoDelay(true);
  };

  return new Promise((resolve, reject) => {
    const client = stompit.connect(
      {
        connect: open,
        connectHeaders,
        heartbeat: [heartBeatMs, heartBeatMs],
        // The broker's timer and ours drift: one late beat is no death.
        heartbeatDelayMargin: heartBeatMs,
        maxLineLength,
        timeout: connectTimeoutMs,
      } as unknown as stompit.connect.ConnectOptions,
      (error) => {
        clearTimeout(timer);
        if (error) reject(error);
        else resolve(client);
      },
    );
    // stompit's own time-out ends with the TCP connection; this one covers the CONNECTED frame too.
    const timer = setTimeout(
      () => client.destroy(new Error(`no CONNECTED frame within ${connectTimeoutMs / 1000} s`)),
      connectTimeoutMs,
    );
  });
}
