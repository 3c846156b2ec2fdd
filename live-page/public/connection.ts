import { io, type Socket } from 'socket.io-client';
import {
  type OpenIncident,
  type PageToServer,
  type Reading,
  refusals,
  type ServerToPage,
  type Snapshot,
  type Sources,
} from '../protocol.ts';
import type { ServerClock } from './model/server-clock.ts';

export interface ConnectionListener {
  onSnapshot(snapshot: Snapshot): void;
  onReading(reading: Reading): void;
  onSources(sources: Sources): void;
  onIncidents(incidents: readonly OpenIncident[]): void;
  /** The session has ended. */
  onSignInNeeded(): void;
}

/** The line to the server. */
export interface Connection {
  /** For how long the server has not been heard. */
  readonly silentMs: number;
}

const askTimeEveryMs = 60_000;
const lookAtClockEveryMs = 1000;
const retry = { reconnectionDelay: 500, reconnectionDelayMax: 5000, randomizationFactor: 0.5 };

/** Connects and stays connected; the path is relative to the page, so that it works behind any prefix. */
export function connect(listener: ConnectionListener, clock: ServerClock): Connection {
  const path = new URL('socket.io/', document.baseURI).pathname;
  const socket: Socket<ServerToPage, PageToServer> = io({
    path,
    timeout: 5000,
    ...retry,
    tryAllTransports: true,
    transports: ['websocket', 'polling'],
  });
  let heardAt = { wall: Date.now(), steady: performance.now() };
  const heard = () => {
    heardAt = { wall: Date.now(), steady: performance.now() };
  };

  let askedAt = 0;
  function askTime(): void {
    askedAt = performance.now();
    socket.volatile.emit('clock', clock.ask());
  }

  socket.on('connect', () => {
    heard();
    // The server beats every two seconds, readings or not.
    socket.io.engine.on('packet', heard);
    askTime();
  });
  socket.on('snapshot', (json) => listener.onSnapshot(JSON.parse(json) as Snapshot));
  socket.on('reading', (reading) => listener.onReading(reading));
  socket.on('sources', (sources) => listener.onSources(sources));
  socket.on('incidents', (incidents) => listener.onIncidents(incidents));
  socket.on('connect_error', (error) => {
    if (error.message === refusals.signIn) listener.onSignInNeeded();
    // A refusal by the server, unlike a failure of the line, ends the attempts.
    else if (!socket.active) setTimeout(() => socket.connect(), retry.reconnectionDelayMax);
  });
  // So does the server's good-bye when it restarts.
  socket.on('disconnect', (reason) => {
    if (reason === 'io server disconnect') setTimeout(() => socket.connect(), retry.reconnectionDelay);
  });
  setInterval(() => {
    if (socket.connected && (clock.jumped || performance.now() - askedAt > askTimeEveryMs)) askTime();
  }, lookAtClockEveryMs);
  // Whoever takes the phone out of the pocket sees at once what is true.
  document.addEventListener('visibilitychange', () => {
    if (document.visibilityState === 'visible' && !socket.connected) socket.connect();
  });
  addEventListener('online', () => socket.connect());

  return {
    get silentMs() {
      // A machine that wakes up knows by its wall clock that it has slept.
      return Math.max(Date.now() - heardAt.wall, performance.now() - heardAt.steady);
    },
  };
}
