import type { Server as HttpServer } from 'node:http';
import type { Server as NetServer } from 'node:net';
import { createMailboxHttp } from './mailbox-http.js';
import { createMailboxSmtp } from './mailbox-smtp.js';
import { MailboxStore } from './mailbox-store.js';

export interface MailboxOptions {
  /** Where messages are kept; created where needed, read back at the next start. */
  directory: string;
  /** 0 takes any free port. */
  smtpPort: number;
  /** 0 takes any free port. */
  httpPort: number;
  /** The address both listen on. Anybody who reaches it may read all mail: `127.0.0.1` outside of a container. */
  host: string;
  /** The sign-up form that the empty mailbox points to. */
  formUrl?: string;
}

export interface RunningMailbox {
  /** For `SMTP_URL`: `smtp://127.0.0.1:1025`. */
  smtpUrl: string;
  /** To open in a browser: `http://127.0.0.1:8025`. */
  httpUrl: string;
  /** Stops both sides; what was acknowledged is on disk. */
  close(): Promise<void>;
}

/** The mailbox cannot start because something else listens where it should. */
export class MailboxPortBusy extends Error {
  readonly code = 'port.busy';

  constructor(
    readonly port: number,
    host: string,
    purpose: string,
    cause: unknown,
  ) {
    super(
      `Port ${port} on ${host} is already in use, and the local mailbox needs it for ${purpose}. ` +
        'Stop the program that holds it (another Colporteur that still runs, perhaps) or choose another port.',
      { cause },
    );
  }
}

/** Waits until a server that was told to listen does; resolves with its port. */
function listening(server: NetServer | HttpServer, port: number, host: string, purpose: string): Promise<number> {
  return new Promise((resolve, reject) => {
    const failed = (cause: NodeJS.ErrnoException): void => {
      reject(cause.code === 'EADDRINUSE' ? new MailboxPortBusy(port, host, purpose, cause) : cause);
    };
    server.once('error', failed);
    server.once('listening', () => {
      server.off('error', failed);
      const address = server.address();
      resolve(typeof address === 'object' && address !== null ? address.port : port);
    });
  });
}

/** An address to use from this machine; the "any" addresses are for listening only. */
function reachable(host: string): string {
  if (host === '0.0.0.0' || host === '::') return '127.0.0.1';
  return host.includes(':') ? `[${host}]` : host;
}

/**
 * Starts the mailbox of the try-it mode: it catches every message by SMTP and shows it in the browser.
 *
 * @throws MailboxPortBusy (`code: 'port.busy'`) naming the port; nothing is left listening then.
 */
export async function startMailbox(options: MailboxOptions): Promise<RunningMailbox> {
  const { directory, smtpPort, httpPort, host, formUrl } = options;
  const store = await MailboxStore.open(directory);

  const smtp = createMailboxSmtp(store);
  // Also what a broken dialogue is reported to; without a listener the process would end with it.
  smtp.on('error', (cause: Error) => {
    if (smtp.server.listening) console.error('mailbox.dialogue_failed', cause.message);
  });
  const closeSmtp = (): Promise<void> =>
    new Promise((resolve) => {
      smtp.close(resolve);
    });
  const smtpListens = listening(smtp.server, smtpPort, host, 'receiving mail');
  smtp.listen(smtpPort, host);
  const smtpAt = await smtpListens;

  const http = createMailboxHttp({ store, host, formUrl });
  const httpListens = listening(http, httpPort, host, 'showing mail in the browser');
  http.listen(httpPort, host);
  const httpAt = await httpListens.catch(async (cause: unknown) => {
    await closeSmtp();
    throw cause;
  });
  const closeHttp = (): Promise<void> =>
    new Promise((resolve) => {
      http.close(() => {
        resolve();
      });
      http.closeAllConnections();
    });

  return {
    smtpUrl: `smtp://${reachable(host)}:${smtpAt}`,
    httpUrl: `http://${reachable(host)}:${httpAt}`,
    close: async () => {
      await Promise.all([closeSmtp(), closeHttp()]);
    },
  };
}
