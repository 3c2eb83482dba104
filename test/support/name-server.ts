import { createSocket, type Socket as DatagramSocket } from 'node:dgram';
import { once } from 'node:events';
import { createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import ipaddr from 'ipaddr.js';

/** What a name answers: its records, an alias, or trouble. A name that is not listed does not exist. */
export interface Zone {
  /** Hosts, in falling preference; "." says that there is none (RFC 7505). */
  readonly mx?: readonly string[];
  readonly a?: readonly string[];
  readonly aaaa?: readonly string[];
  /** Each record's text, or the strings it is made of. */
  readonly txt?: readonly (string | readonly string[])[];
  readonly ptr?: readonly string[];
  /** Followed within the server's own zones. */
  readonly cname?: string;
  readonly trouble?: 'no_domain' | 'failure' | 'silence';
}

export type Zones = Readonly<Record<string, Zone>>;

export interface NameServer {
  /** `address:port`. */
  readonly address: string;
  readonly asked: string[];
  /** Questions that came over TCP, after an answer that was cut. */
  readonly askedAgain: string[];
  close(): Promise<void>;
}

const TYPES = { A: 1, CNAME: 5, PTR: 12, MX: 15, TXT: 16, AAAA: 28 } as const;
const RCODES = { no_domain: 3, failure: 2 } as const;
/** RFC 1035 §4.2.1: what does not fit is cut, and asked for again over TCP. */
const DATAGRAM_BYTES = 512;
const CUT = 0x0200;
/** A string of a TXT record holds at most so many octets (RFC 1035 §3.3). */
const STRING_BYTES = 255;

/** A name server on 127.0.0.1 that knows the given zones and counts what it is asked (RFC 1035 §4, UDP and TCP). */
export async function startNameServer(zones: Zones): Promise<NameServer> {
  const asked: string[] = [];
  const askedAgain: string[] = [];
  const { streams, datagrams } = await bothOnOnePort();
  const open = new Set<Socket>();
  datagrams.on('message', (query, from) => {
    asked.push(question(query).name);
    const answer = answerTo(query, zones);
    if (answer !== undefined) datagrams.send(fitting(answer, query), from.port, from.address);
  });
  streams.on('connection', (socket) => {
    open.add(socket);
    socket.on('close', () => open.delete(socket)).on('error', () => socket.destroy());
    socket.on('data', (data) => {
      // A question is far shorter than a segment, and our own resolver sends one at a time.
      const query = data.subarray(2);
      askedAgain.push(question(query).name);
      const answer = answerTo(query, zones);
      if (answer === undefined) return;
      const length = Buffer.alloc(2);
      length.writeUInt16BE(answer.length);
      socket.write(Buffer.concat([length, answer]));
    });
  });
  return {
    address: `127.0.0.1:${datagrams.address().port}`,
    asked,
    askedAgain,
    close: async () => {
      for (const socket of open) socket.destroy();
      datagrams.close();
      streams.close();
      await Promise.all([once(datagrams, 'close'), once(streams, 'close')]);
    },
  };
}

/** A free TCP port may be taken for UDP; another one is then looked for. */
async function bothOnOnePort(): Promise<{ streams: Server; datagrams: DatagramSocket }> {
  for (;;) {
    const streams = createServer().listen(0, '127.0.0.1');
    await once(streams, 'listening');
    const { port } = streams.address() as AddressInfo;
    const datagrams = createSocket('udp4');
    const bound = await new Promise<boolean>((resolve) => {
      datagrams.once('error', () => { resolve(false); }); // prettier-ignore
      datagrams.bind(port, '127.0.0.1', () => { resolve(true); }); // prettier-ignore
    });
    if (bound) return { streams, datagrams };
    streams.close();
    datagrams.close();
  }
}

function question(query: Buffer): { name: string; type: number; end: number } {
  const labels: string[] = [];
  let at = 12;
  for (let length = query.readUInt8(at); length > 0; length = query.readUInt8(at)) {
    labels.push(query.toString('latin1', at + 1, at + 1 + length));
    at += 1 + length;
  }
  return { name: labels.join('.').toLowerCase(), type: query.readUInt16BE(at + 1), end: at + 5 };
}

/** undefined: silence. */
function answerTo(query: Buffer, zones: Zones): Buffer | undefined {
  const { name, type, end } = question(query);
  const { records, trouble } = found(name, type, zones);
  if (trouble === 'silence') return undefined;
  const head = Buffer.from(query.subarray(0, 12));
  head.writeUInt16BE(0x8180 | (trouble === undefined ? 0 : RCODES[trouble]), 2);
  head.writeUInt16BE(records.length, 6);
  head.writeUInt32BE(0, 8);
  return Buffer.concat([head, query.subarray(12, end), ...records]);
}

function found(name: string, type: number, zones: Zones): { records: Buffer[]; trouble?: Zone['trouble'] } {
  const zone = zones[name] ?? { trouble: 'no_domain' };
  if (zone.trouble !== undefined) return { records: [], trouble: zone.trouble };
  if (zone.cname === undefined) return { records: recordsOf(zone, type).map((data) => record(name, type, data)) };
  const alias = record(name, TYPES.CNAME, wireName(zone.cname));
  const target = found(zone.cname, type, zones);
  return { ...target, records: [alias, ...target.records] };
}

function recordsOf(zone: Zone, type: number): Buffer[] {
  const address = (text: string): Buffer => Buffer.from(ipaddr.parse(text).toByteArray());
  switch (type) {
    case TYPES.A:
      return (zone.a ?? []).map(address);
    case TYPES.AAAA:
      return (zone.aaaa ?? []).map(address);
    case TYPES.MX:
      return (zone.mx ?? []).map((host, place) => Buffer.concat([Buffer.from([0, Math.min(place, 255)]), wireName(host)])); // prettier-ignore
    case TYPES.PTR:
      return (zone.ptr ?? []).map(wireName);
    case TYPES.TXT:
      return (zone.txt ?? []).map((text) => Buffer.concat((typeof text === 'string' ? inStrings(text) : text).map(wireString))); // prettier-ignore
    default:
      return [];
  }
}

/** For a minute. */
function record(name: string, type: number, data: Buffer): Buffer {
  const head = Buffer.from([0, type, 0, 1, 0, 0, 0, 60, 0, 0]);
  head.writeUInt16BE(data.length, 8);
  return Buffer.concat([wireName(name), head, data]);
}

function fitting(answer: Buffer, query: Buffer): Buffer {
  if (answer.length <= DATAGRAM_BYTES) return answer;
  const cut = Buffer.from(answer.subarray(0, question(query).end));
  cut.writeUInt16BE(cut.readUInt16BE(2) | CUT, 2);
  cut.writeUInt16BE(0, 6);
  return cut;
}

function inStrings(text: string): string[] {
  const strings = Array.from({ length: Math.ceil(text.length / STRING_BYTES) }, (_, place) =>
    text.slice(place * STRING_BYTES, (place + 1) * STRING_BYTES),
  );
  return strings.length === 0 ? [''] : strings;
}

function wireString(text: string): Buffer {
  const bytes = Buffer.from(text, 'latin1');
  return Buffer.concat([Buffer.from([bytes.length]), bytes]);
}

function wireName(host: string): Buffer {
  const labels = host.split('.').filter((label) => label !== '');
  return Buffer.concat([
    ...labels.map((label) => Buffer.from([label.length, ...Buffer.from(label)])),
    Buffer.from([0]),
  ]);
}
