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
  /** When the server was last heard, by our clock; undefined before the first time. */
  readonly heardAt: number | undefined;
}

const askTimeEveryMs = 60_000;
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
  let heardAt: number | undefined;
  const heard = () => {
    heardAt = Date.now();
  };

  function askTime(): void {
    const sent = Date.now();
    socket.volatile.emit('clock', (server) => clock.add(sent, server, Date.now()));
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
  setInterval(() => socket.connected && askTime(), askTimeEveryMs);
  // Whoever takes the phone out of the pocket sees at once what is true.
  document.addEventListener('visibilitychange', () => {
    if (document.visibilityState === 'visible' && !socket.connected) socket.connect();
  });
  addEventListener('online', () => socket.connect());

  return {
    get heardAt() {
      return heardAt;
    },
  };
}
