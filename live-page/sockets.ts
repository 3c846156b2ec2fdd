import type http from 'node:http';
import type { IncomingMessage } from 'node:http';
import { Server, type Socket } from 'socket.io';
import type { Auth, User } from './auth/auth.ts';
import type { LivePageConfig } from './config.ts';
import type { LivePageMetrics } from './metrics.ts';
import { type PageToServer, type Reading, refusals, type ServerToPage, type Snapshot } from './protocol.ts';
import type { State } from './state.ts';

interface SocketData {
  user: User;
  asked: number;
}
type PageSocket = Socket<PageToServer, ServerToPage, Record<string, never>, SocketData>;

/** The open pages. */
export interface Sockets {
  readonly count: number;
  /** Disconnects all pages of a session. */
  endSession(sessionId: string): void;
  close(): Promise<void>;
}

/** A page says nothing longer than a question for the time. */
const messageLimitBytes = 2000;
/** A page that has not taken so many packets is on a line that will never keep up. */
const backlogPackets = 200;
const backlogBytes = 1024 * 1024;
const lookEveryMs = 5000;
/** Questions in that time. */
const noisy = 50;
/** A snapshot waits so long for what is new in Elasticsearch, then says what is known. */
const patienceMs = 1000;
/** Many pages come back at the same moment: one snapshot serves all of them. */
const snapshotLivesMs = 500;

/** Pushes what changes to every page; a page that connects gets everything first. */
export function createSockets(
  server: http.Server,
  options: { config: LivePageConfig; auth: Auth; state: State; pageVersion: () => string; metrics: LivePageMetrics },
): Sockets {
  const { config, auth, state, pageVersion, metrics } = options;
  const io = new Server<PageToServer, ServerToPage, Record<string, never>, SocketData>(server, {
    path: `${config.basePath}/socket.io/`,
    serveClient: false,
    maxHttpBufferSize: messageLimitBytes,
    // A page notices within 3 s that the server is gone: it counts the beats.
    pingInterval: 2000,
    pingTimeout: 5000,
    connectTimeout: 10_000,
    allowRequest(request, answer) {
      const full = io.engine.clientsCount >= config.maxConnections;
      if (full) metrics.dropped('full');
      answer(null, !full && fromOurPages(request, config));
    },
  });
  io.use((socket, next) => {
    auth.userOf(socket.request).then((user) => {
      if (!user) {
        metrics.dropped('refused');
        return next(new Error(refusals.signIn));
      }
      socket.data = { user, asked: 0 };
      next();
    }, next);
  });

  /** `later`: what has come since it was begun, which whoever connects afterwards would otherwise miss. */
  let made: { readonly at: number; readonly json: Promise<string>; readonly later: Reading[] } | undefined;
  const freshlyMade = () => {
    if (made && performance.now() - made.at > snapshotLivesMs) made = undefined;
    return made;
  };
  const snapshot = () => {
    made = freshlyMade() ?? { at: performance.now(), json: makeSnapshot(), later: [] };
    return made;
  };
  async function makeSnapshot(): Promise<string> {
    const patience = Promise.withResolvers<void>();
    const timer = setTimeout(patience.resolve, patienceMs);
    await Promise.race([state.refresh(), patience.promise]);
    clearTimeout(timer);
    const everything: Snapshot = {
      pageVersion: pageVersion(),
      siteTimeZone: config.siteTimeZone,
      readingPeriodMs: config.readingPeriodSeconds * 1000,
      sources: state.sources,
      readings: state.memory.readings(),
      points: state.memory.points(Date.now()),
      incidents: state.incidents,
    };
    return JSON.stringify(everything);
  }

  io.on('connection', (socket) => {
    const { user } = socket.data;
    if (user.sessionId !== undefined) void socket.join(`session ${user.sessionId}`);
    socket.on('clock', (answer) => {
      socket.data.asked += 1;
      // What a page sends is not to be trusted, types or not.
      if (typeof answer === 'function') answer(Date.now());
    });
    const { json, later } = snapshot();
    json.then(
      (everything) => {
        socket.emit('snapshot', everything);
        for (const reading of later) socket.emit('reading', reading);
      },
      () => socket.disconnect(true),
    );
  });

  state.listen({
    onReading(reading, source) {
      metrics.reading(source);
      freshlyMade()?.later.push(reading);
      io.emit('reading', reading);
    },
    onSources(sources) {
      made = undefined;
      io.emit('sources', sources);
    },
    onIncidents(incidents) {
      made = undefined;
      io.emit('incidents', incidents);
    },
  });

  const looking = setInterval(() => {
    const now = Date.now();
    for (const socket of io.sockets.sockets.values()) {
      const late = isSlow(socket);
      const loud = socket.data.asked > noisy;
      socket.data.asked = 0;
      if (late || loud) metrics.dropped(late ? 'slow' : 'noisy');
      if (late || loud || (socket.data.user.sessionId !== undefined && socket.data.user.until < now)) {
        socket.disconnect(true);
      }
    }
  }, lookEveryMs);

  return {
    get count() {
      return io.engine.clientsCount;
    },
    endSession(sessionId) {
      io.in(`session ${sessionId}`).disconnectSockets(true);
    },
    async close() {
      clearInterval(looking);
      io.disconnectSockets(true);
      await io.close();
    },
  };
}

function isSlow(socket: PageSocket): boolean {
  const { writeBuffer, transport } = socket.conn as unknown as {
    writeBuffer: readonly unknown[];
    transport: { socket?: { bufferedAmount?: number } };
  };
  return writeBuffer.length > backlogPackets || (transport.socket?.bufferedAmount ?? 0) > backlogBytes;
}

/** Browsers send cookies with sockets of any site; they also say which site it is. Programs say nothing. */
function fromOurPages({ headers }: IncomingMessage, { publicUrl, trustProxy }: LivePageConfig): boolean {
  if (headers.origin === undefined) return true;
  if (!URL.canParse(headers.origin)) return false;
  const { host } = new URL(headers.origin);
  if (publicUrl !== undefined && new URL(publicUrl).host === host) return true;
  return host === headers.host || (trustProxy !== 0 && host === headers['x-forwarded-host']);
}
