import { decodeWords } from 'postal-mime';
import type { Mailbox, ParsedMessage } from './mailbox-message.js';
import type { StoredMessage } from './mailbox-store.js';
import { STAMP } from './mailbox-style.js';
import { linkify, Markup, markup } from './markup.js';

/** Messages on one page of the list. */
export const PAGE_SIZE = 100;

/** Seconds between two looks at the list; the page refreshes itself without script. */
const REFRESH_SECONDS = 5;

/** Characters of a message's source on a page; the download has all of it. */
const SOURCE_SHOWN = 256 * 1024;

/** The parts of a message that a page can show, in the order of their tabs. */
export const PARTS = ['html', 'text', 'source', 'headers'] as const;
export type Part = (typeof PARTS)[number];

const PART_NAMES: Record<Part, string> = { html: 'HTML', text: 'Plain text', source: 'Source', headers: 'Headers' };

const fullTime = new Intl.DateTimeFormat('en-GB', { dateStyle: 'medium', timeStyle: 'long' });
const clockTime = new Intl.DateTimeFormat('en-GB', { hour: '2-digit', minute: '2-digit' });
const shortDate = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'short' });
const relativeTime = new Intl.RelativeTimeFormat('en', { numeric: 'always' });
const byteSize = new Intl.NumberFormat('en', { style: 'unit', unit: 'kilobyte', maximumFractionDigits: 1 });
const plurals = new Intl.PluralRules('en');

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;

interface Frame {
  title: string;
  /** Right side of the masthead. */
  note: string;
  refresh: boolean;
  content: Markup;
}

function page({ title, note, refresh, content }: Frame): string {
  const again = refresh ? markup`<meta http-equiv="refresh" content="${REFRESH_SECONDS}">` : null;
  return markup`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
${again}<title>${title}</title>
<link rel="icon" href="/icon.svg">
<link rel="stylesheet" href="/style.css">
</head>
<body>
<div class="page">
<header class="masthead">${new Markup(STAMP)}
<div><p class="name"><a href="/">Mailbox</a></p><p>Catches every message. Nothing leaves this machine.</p></div>
<span class="count">${note}</span></header>
<main>${content}</main>
</div>
</body>
</html>
`.source;
}

function countOf(messages: number): string {
  return `${messages} ${plurals.select(messages) === 'one' ? 'message' : 'messages'}`;
}

function oneMailbox({ name, address }: Mailbox): string {
  return name === '' ? address : `${name} <${address}>`;
}

function subjectOf(subject: string): string {
  return subject.trim() === '' ? '(no subject)' : subject;
}

/** "just now", "12 minutes ago", "08:14", "21 Nov": as precise as is of use, the exact time one hover away. */
function timeOf(receivedAt: string, now: Date): Markup {
  const date = new Date(receivedAt);
  const age = now.getTime() - date.getTime();
  let words = shortDate.format(date);
  if (age < MINUTE_MS) words = 'just now';
  else if (age < HOUR_MS) words = relativeTime.format(-Math.floor(age / MINUTE_MS), 'minute');
  else if (age < DAY_MS) words = clockTime.format(date);
  return markup`<time datetime="${receivedAt}" title="${fullTime.format(date)}">${words}</time>`;
}

function row(message: StoredMessage, now: Date): Markup {
  const from = message.from === null ? message.envelope.from : message.from.name || message.from.address;
  return markup`<li><a href="/messages/${message.id}">
<span class="from"><bdi>${from === '' ? '(no sender)' : from}</bdi></span>${timeOf(message.receivedAt, now)}
<span class="subject" dir="auto">${subjectOf(message.subject)}</span>
<span class="to">to <bdi>${message.envelope.to.join(', ')}</bdi></span></a></li>
`;
}

function emptyState(formUrl: string | undefined): Markup {
  const form = formUrl === undefined ? markup`the form` : markup`<a href="${formUrl}">the form</a>`;
  return markup`<div class="empty"><p>No message yet. Sign up on ${form} and the confirmation will appear here.</p></div>`;
}

export interface ListPage {
  /** All messages, newest first. */
  messages: StoredMessage[];
  /** Show what is older than this message; its id need not be kept any more. */
  before: string | null;
  formUrl: string | undefined;
  now: Date;
}

export function listPage({ messages, before, formUrl, now }: ListPage): string {
  const remaining = before === null ? messages : messages.filter(({ id }) => id < before);
  const shown = remaining.slice(0, PAGE_SIZE);
  const last = shown.at(-1);
  const older =
    last !== undefined && remaining.length > shown.length
      ? markup`<p class="older"><a href="/?before=${last.id}">Older messages</a></p>`
      : null;
  const newest = before === null ? null : markup`<p class="older"><a href="/">Newest messages</a></p>`;
  const rows = markup`<ul class="list">${shown.map((message) => row(message, now))}</ul>`;
  return page({
    title: messages.length === 0 ? 'Mailbox' : `Mailbox · ${countOf(messages.length)}`,
    note: messages.length === 0 ? '' : countOf(messages.length),
    refresh: before === null,
    content: markup`${shown.length === 0 ? emptyState(formUrl) : rows}${older}${newest}
<p class="note">This page looks for new messages every ${REFRESH_SECONDS} seconds.</p>`,
  });
}

function fact(name: string, value: string): Markup | null {
  return value === '' ? null : markup`<dt>${name}</dt><dd><bdi>${value}</bdi></dd>`;
}

function facts(message: StoredMessage, parsed: ParsedMessage): Markup {
  const attachments = parsed.attachments.map(({ name, type }) => (name === '' ? type : `${name} (${type})`));
  const sender = message.envelope.from === '' ? '<> (null sender)' : message.envelope.from;
  return markup`<dl class="facts">${fact('From', message.from === null ? '' : oneMailbox(message.from))}
${fact('To', message.to.map(oneMailbox).join(', '))}
${fact('Received', fullTime.format(new Date(message.receivedAt)))}
${fact('Envelope', `${sender} → ${message.envelope.to.join(', ')}`)}
${fact('Attached', attachments.join(', '))}
<dt>Size</dt><dd>${byteSize.format(message.size / 1_000)} · <a href="/messages/${message.id}/raw" download="${message.id}.eml">Download</a></dd>
${fact('Unreadable', parsed.problem ?? '')}</dl>`;
}

function tab(id: string, part: Part, current: Part, present: boolean): Markup {
  if (part === current)
    return markup`<a href="/messages/${id}?part=${part}" aria-current="page">${PART_NAMES[part]}</a>`;
  if (!present) return markup`<span>no ${PART_NAMES[part]}</span>`;
  return markup`<a href="/messages/${id}?part=${part}">${PART_NAMES[part]}</a>`;
}

function headerRows(parsed: ParsedMessage): Markup[] {
  return parsed.headers.map(
    ({ name, value }) => markup`<tr><th scope="row">${name}</th><td><bdi>${decodeWords(value)}</bdi></td></tr>`,
  );
}

/** Shown as UTF-8, which may replace a stray byte; the download keeps every one. */
function sourceOf(raw: Buffer): Markup {
  const source = raw.toString('utf8');
  const cut = source.length > SOURCE_SHOWN ? '\n[… the rest is in the download]' : '';
  return markup`<pre>${source.slice(0, SOURCE_SHOWN)}${cut}</pre>`;
}

function sheet({ message, parsed, raw, part }: MessagePage): Markup {
  switch (part) {
    case 'html':
      if (parsed.html === null) return markup`<p>This message has no HTML part.</p>`;
      return markup`<iframe sandbox="allow-popups allow-popups-to-escape-sandbox" referrerpolicy="no-referrer" title="The message as HTML" src="/messages/${message.id}/html"></iframe>`;
    case 'text':
      if (parsed.text === null) return markup`<p>This message has no plain-text part.</p>`;
      return markup`<pre class="words">${linkify(parsed.text)}</pre>`;
    case 'source':
      return sourceOf(raw);
    case 'headers':
      return markup`<table>${headerRows(parsed)}</table>`;
  }
}

/** A kept message read from its file. */
export interface OpenedMessage {
  message: StoredMessage;
  parsed: ParsedMessage;
  raw: Buffer;
}

export interface MessagePage extends OpenedMessage {
  part: Part;
  /** Ids of the neighbours by time of arrival. */
  newer: string | null;
  older: string | null;
}

export function messagePage(view: MessagePage): string {
  const { message, parsed, part, newer, older } = view;
  const { id } = message;
  const present = (one: Part): boolean => (one === 'html' || one === 'text' ? parsed[one] !== null : true);
  const subject = subjectOf(message.subject);
  const content = markup`<nav class="way" aria-label="Messages"><a class="back" href="/">← All messages</a>
${newer === null ? markup`<span>Newer</span>` : markup`<a href="/messages/${newer}">Newer</a>`}
${older === null ? markup`<span>Older</span>` : markup`<a href="/messages/${older}">Older</a>`}</nav>
<h1 dir="auto">${subject}</h1>
${facts(message, parsed)}
<nav class="tabs" aria-label="Parts">${PARTS.map((one) => tab(id, one, part, present(one)))}</nav>
<div class="sheet">${sheet(view)}</div>`;
  return page({ title: `${subject} · Mailbox`, note: '', refresh: false, content });
}

export function noticePage(title: string, words: string): string {
  const content = markup`<h1>${title}</h1><p>${words} <a href="/">All messages</a></p>`;
  return page({ title: `${title} · Mailbox`, note: '', refresh: false, content });
}
