import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

export type PictureAnswer = Buffer | ((request: IncomingMessage, response: ServerResponse) => void);

/** Somebody else's picture server: what stands at each path, and how often it was asked for. */
export interface PictureServer {
  /** `http://127.0.0.1:port` */
  readonly url: string;
  /** `host:port`, for FETCH_ALLOWED_HOSTS. */
  readonly host: string;
  readonly asked: Map<string, number>;
  put(path: string, answer: PictureAnswer): string;
  close(): Promise<void>;
}

export async function startPictureServer(): Promise<PictureServer> {
  const answers = new Map<string, PictureAnswer>();
  const asked = new Map<string, number>();
  const server = createServer((request, response) => {
    const path = request.url ?? '/';
    asked.set(path, (asked.get(path) ?? 0) + 1);
    const answer = answers.get(path);
    if (answer === undefined) response.writeHead(404).end();
    // Every type is a lie here: nobody may go by it.
    else if (Buffer.isBuffer(answer)) response.writeHead(200, { 'content-type': 'text/plain' }).end(answer);
    else answer(request, response);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const host = `127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    url: `http://${host}`,
    host,
    asked,
    put: (path, answer) => {
      answers.set(path, answer);
      return `http://${host}${path}`;
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => { resolve(); }); // prettier-ignore
        server.closeAllConnections();
      }),
  };
}
