import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import { createServer } from 'node:http';
import { isIPv4 } from 'node:net';
import type { MessageSummary, ParsedMessage } from './mailbox-message.js';
import { parseMessage } from './mailbox-message.js';
import type { OpenedMessage, Part } from './mailbox-pages.js';
import { listPage, messagePage, noticePage, PARTS } from './mailbox-pages.js';
import type { MailboxStore, StoredMessage } from './mailbox-store.js';
import { MAILBOX_STYLE, STAMP } from './mailbox-style.js';

/** What a page of the mailbox may do: show its own style, its icon and a message in a frame. No script at all. */
const PAGE_POLICY =
  "default-src 'none'; style-src 'self'; img-src 'self'; frame-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

/**
 * What a message may do: look as it would in a mail client. The sandbox gives it an origin of its own even when it is
 * opened outside the frame, so that it can neither run script nor read the mailbox.
 */
const MESSAGE_POLICY =
  "sandbox allow-popups allow-popups-to-escape-sandbox; default-src 'none'; img-src http: https: data:; style-src 'unsafe-inline'; font-src http: https: data:; base-uri 'none'; form-action 'none'; frame-ancestors 'self'";

const NOTHING_POLICY = "sandbox; default-src 'none'; frame-ancestors 'none'";

const COMMON_HEADERS = {
  'cache-control': 'no-store',
  'cross-origin-resource-policy': 'same-origin',
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
};

interface Reply {
  status: number;
  type: string;
  policy: string;
  body: string | Buffer;
  extra?: Record<string, string>;
}

function pageReply(body: string, status = 200): Reply {
  return { status, type: 'text/html; charset=utf-8', policy: PAGE_POLICY, body };
}

function jsonReply(value: unknown): Reply {
  const type = 'application/json; charset=utf-8';
  return { status: 200, type, policy: NOTHING_POLICY, body: JSON.stringify(value, null, 2) };
}

function fileReply(type: string, body: string | Buffer, policy = NOTHING_POLICY): Reply {
  return { status: 200, type, policy, body };
}

function notFound(): Reply {
  return pageReply(noticePage('Not here', 'There is no such page, or the message is no longer kept.'), 404);
}

/**
 * Makes links of a message open in a tab of their own. The element goes right behind the doctype, where no trick of
 * the message can come first and where it does not throw the browser into quirks mode.
 */
export function withLinksInNewTabs(html: string): string {
  const doctype = /^\s*<!doctype[^>]{0,500}>/i.exec(html)?.[0] ?? '';
  return `${doctype}<base target="_blank">${html.slice(doctype.length)}`;
}

/** The published shape of one message; it grows, but what is there stays. */
function publicMessage({ message, parsed }: OpenedMessage): StoredMessage & Omit<ParsedMessage, keyof MessageSummary> {
  const { headers, html, text, attachments, problem } = parsed;
  return { ...message, headers, html, text, attachments, problem };
}

function frameReply({ parsed }: OpenedMessage): Reply {
  if (parsed.html === null) return notFound();
  return fileReply('text/html; charset=utf-8', withLinksInNewTabs(parsed.html), MESSAGE_POLICY);
}

function isLoopback(hostname: string): boolean {
  const name = hostname.toLowerCase();
  if (name === 'localhost' || name.endsWith('.localhost') || name === '[::1]' || name === '::1') return true;
  return isIPv4(name) && name.startsWith('127.');
}

export interface MailboxHttpOptions {
  store: MailboxStore;
  /** The address listened on. A loopback one answers only to loopback names, so that no web site can rebind to it. */
  host: string;
  /** Where the reader signs up; shown while there is no message. */
  formUrl?: string | undefined;
}

/** The looking side: pages for people, JSON for programs, all from the same store. */
class MailboxHttp {
  constructor(private readonly options: MailboxHttpOptions) {}

  async answer(request: IncomingMessage): Promise<Reply> {
    const { method = 'GET', headers } = request;
    if (!this.isOurs(headers.host)) {
      const words = 'This mailbox answers on this machine only: open it as http://localhost with its port.';
      return pageReply(noticePage('Wrong address', words), 421);
    }
    const target = URL.parse(request.url ?? '/', 'http://mailbox.localhost');
    if (target === null) return notFound();
    if (method === 'DELETE' && target.pathname === '/messages') return this.empty(headers['x-mailbox']);
    if (method !== 'GET' && method !== 'HEAD') {
      return {
        ...pageReply(noticePage('Only for looking', 'This address can only be read.'), 405),
        extra: { allow: 'GET, HEAD' },
      };
    }
    return this.show(target);
  }

  /** A web page elsewhere whose name was made to point here (DNS rebinding) still sends its own name. */
  private isOurs(hostHeader: string | undefined): boolean {
    if (!isLoopback(this.options.host)) return true;
    const named = URL.parse(`http://${hostHeader ?? ''}`)?.hostname;
    if (named === undefined) return false;
    const { formUrl } = this.options;
    return isLoopback(named) || (formUrl !== undefined && named === URL.parse(formUrl)?.hostname);
  }

  /** The header cannot be sent by a form or a page elsewhere without a permission that is never given. */
  private async empty(consent: string | string[] | undefined): Promise<Reply> {
    if (consent !== 'yes') {
      return pageReply(noticePage('Not emptied', 'Send the header “X-Mailbox: yes” to empty the mailbox.'), 403);
    }
    await this.options.store.clear();
    return { status: 204, type: 'text/plain', policy: NOTHING_POLICY, body: '' };
  }

  private async show({ pathname, searchParams }: URL): Promise<Reply> {
    const { store, formUrl } = this.options;
    switch (pathname) {
      case '/': {
        const before = searchParams.get('before');
        return pageReply(listPage({ messages: store.list(), before, formUrl, now: new Date() }));
      }
      case '/messages.json':
        return jsonReply(store.list());
      case '/style.css':
        return fileReply('text/css; charset=utf-8', MAILBOX_STYLE);
      case '/icon.svg':
        return fileReply('image/svg+xml', STAMP);
    }
    const [, id, view] = /^\/messages\/([0-9a-z]+)(\.json|\/html|\/raw)?$/.exec(pathname) ?? [];
    const message = id === undefined ? null : store.find(id);
    const raw = message === null ? null : await store.read(message.id);
    if (message === null || raw === null) return notFound();
    if (view === '/raw') return fileReply('message/rfc822', raw);
    const opened = { message, raw, parsed: await parseMessage(raw) };
    if (view === '.json') return jsonReply(publicMessage(opened));
    return view === '/html' ? frameReply(opened) : this.showMessage(opened, searchParams.get('part'));
  }

  private showMessage(opened: OpenedMessage, wanted: string | null): Reply {
    const { html, text } = opened.parsed;
    const ids = this.options.store.list().map(({ id }) => id);
    const place = ids.indexOf(opened.message.id);
    const newer = place > 0 ? (ids[place - 1] ?? null) : null;
    const older = place < 0 ? null : (ids[place + 1] ?? null);
    const first: Part = html !== null ? 'html' : text !== null ? 'text' : 'source';
    const part = PARTS.find((one) => one === wanted) ?? first;
    return pageReply(messagePage({ ...opened, part, newer, older }));
  }
}

function send(response: ServerResponse, reply: Reply, bodyWanted: boolean): void {
  const headers = { 'content-type': reply.type, 'content-security-policy': reply.policy, ...reply.extra };
  response.writeHead(reply.status, { ...COMMON_HEADERS, ...headers, 'content-length': Buffer.byteLength(reply.body) });
  response.end(bodyWanted ? reply.body : undefined);
}

/** A server that is not listening yet. */
export function createMailboxHttp(options: MailboxHttpOptions): Server {
  const mailbox = new MailboxHttp(options);
  return createServer((request, response) => {
    mailbox.answer(request).then(
      (reply) => {
        send(response, reply, request.method !== 'HEAD');
      },
      (cause: unknown) => {
        console.error('mailbox.page_failed', cause);
        send(response, pageReply(noticePage('Sorry', 'The mailbox could not read this from its folder.'), 500), true);
      },
    );
  });
}
