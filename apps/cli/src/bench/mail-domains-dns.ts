import { createSocket } from 'node:dgram';
import { once } from 'node:events';

/** RFC 1035 §3.2.2 */
const TYPE_MX = 15;
const HEADER_BYTES = 12;

/**
 * A name server on this machine in whose eyes every domain takes mail: the check of mail domains is measured, and the
 * outside world's answers are not. Just enough of RFC 1035 for that.
 */
export async function serveMailDomains(): Promise<{ readonly address: string; close(): void }> {
  const socket = createSocket('udp4');
  socket.on('message', (query, { port, address }) => {
    const reply = answer(query);
    if (reply !== undefined) socket.send(reply, port, address);
  });
  socket.bind(0, '127.0.0.1');
  await once(socket, 'listening');
  return { address: `127.0.0.1:${socket.address().port}`, close: () => void socket.close() };
}

function answer(query: Buffer): Buffer | undefined {
  const endOfName = query.indexOf(0, HEADER_BYTES);
  if (endOfName < 0 || query.length < endOfName + 5) return undefined;
  const question = query.subarray(HEADER_BYTES, endOfName + 5);
  const isMx = query.readUInt16BE(endOfName + 1) === TYPE_MX;
  const header = Buffer.alloc(HEADER_BYTES);
  query.copy(header, 0, 0, 2);
  // A response, recursion desired and available, no error; one question, and one answer or none.
  header.writeUInt16BE(0x8180, 2);
  header.writeUInt16BE(1, 4);
  header.writeUInt16BE(isMx ? 1 : 0, 6);
  // The name asked for, MX, IN, 300 s; 10 mail.<the name asked for>
  const record = Buffer.from('c00c000f00010000012c0009000a046d61696cc00c', 'hex');
  return Buffer.concat([header, question, ...(isMx ? [record] : [])]);
}
