import { createSocket } from 'node:dgram';
import { once } from 'node:events';

/** What a zone answers: its MX hosts ("." for none), its IPv4 addresses, or trouble. */
export interface Zone {
  readonly mx?: readonly string[];
  readonly a?: readonly string[];
  readonly trouble?: 'no_domain' | 'failure' | 'silence';
}

const TYPES = { A: 1, MX: 15 } as const;
const RCODES = { no_domain: 3, failure: 2 } as const;

/** A name server on 127.0.0.1 that knows the given zones and counts what it is asked (RFC 1035 §4 over UDP). */
export async function startNameServer(zones: Readonly<Record<string, Zone>>): Promise<{
  readonly address: string;
  readonly asked: string[];
  close(): Promise<void>;
}> {
  const socket = createSocket('udp4');
  const asked: string[] = [];
  socket.on('message', (query, from) => {
    const { name, type, end } = question(query);
    asked.push(name);
    const zone = zones[name] ?? { trouble: 'no_domain' };
    if (zone.trouble === 'silence') return;
    const answers = zone.trouble === undefined ? records(zone, type) : [];
    const head = Buffer.from(query.subarray(0, 12));
    head.writeUInt16BE(0x8180 | (zone.trouble === undefined ? 0 : RCODES[zone.trouble]), 2);
    head.writeUInt16BE(answers.length, 6);
    head.writeUInt32BE(0, 8);
    socket.send(Buffer.concat([head, query.subarray(12, end), ...answers]), from.port, from.address);
  });
  socket.bind(0, '127.0.0.1');
  await once(socket, 'listening');
  return {
    address: `127.0.0.1:${socket.address().port}`,
    asked,
    close: async () => {
      socket.close();
      await once(socket, 'close');
    },
  };
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

function records(zone: Zone, type: number): Buffer[] {
  if (type === TYPES.A)
    return (zone.a ?? []).map((address) => record(type, Buffer.from(address.split('.').map(Number))));
  if (type !== TYPES.MX) return [];
  return (zone.mx ?? []).map((host) => record(type, Buffer.concat([Buffer.from([0, 0]), wireName(host)])));
}

/** Named by a pointer to the question; for a minute. */
function record(type: number, data: Buffer): Buffer {
  const head = Buffer.from([0xc0, 12, 0, type, 0, 1, 0, 0, 0, 60, 0, data.length]);
  return Buffer.concat([head, data]);
}

function wireName(host: string): Buffer {
  const labels = host.split('.').filter((label) => label !== '');
  return Buffer.concat([
    ...labels.map((label) => Buffer.from([label.length, ...Buffer.from(label)])),
    Buffer.from([0]),
  ]);
}
