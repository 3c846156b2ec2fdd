import net, { type AddressInfo } from 'node:net';

/** An SMTP server that answers as a test wants; it keeps who was accepted. */
export interface RefusingSmtp {
  readonly url: string;
  /** Recipients of mails that got their 250, in order. */
  readonly accepted: readonly string[];
  close(): Promise<void>;
}

/** `answer` gives the reply to `RCPT TO`, such as `550 5.1.1 no such user`; undefined accepts. */
export async function startRefusingSmtp(answer: (recipient: string) => string | undefined): Promise<RefusingSmtp> {
  const accepted: string[] = [];
  const sockets = new Set<net.Socket>();
  const server = net.createServer((socket) => {
    sockets.add(socket);
    socket.on('error', () => undefined);
    let buffered = '';
    let recipient = '';
    let data = false;
    const reply = (line: string) => socket.write(`${line}\r\n`);
    reply('220 test ESMTP');
    socket.on('data', (chunk: Buffer) => {
      buffered += chunk.toString('latin1');
      for (let end = buffered.indexOf('\r\n'); end >= 0; end = buffered.indexOf('\r\n')) {
        const line = buffered.slice(0, end);
        buffered = buffered.slice(end + 2);
        if (data) {
          if (line !== '.') continue;
          data = false;
          accepted.push(recipient);
          reply('250 2.0.0 taken');
        } else if (/^EHLO/i.test(line)) reply('250 test');
        else if (/^RCPT TO/i.test(line)) {
          recipient = /<([^>]*)>/.exec(line)?.[1] ?? '';
          reply(answer(recipient) ?? '250 2.1.5 ok');
        } else if (/^DATA/i.test(line)) {
          data = true;
          reply('354 go on');
        } else if (/^QUIT/i.test(line)) {
          reply('221 bye');
          socket.end();
        } else reply('250 ok');
      }
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `smtp://127.0.0.1:${(server.address() as AddressInfo).port}`,
    accepted,
    close: () =>
      new Promise((resolve) => {
        for (const socket of sockets) socket.destroy();
        server.close(() => resolve());
      }),
  };
}
