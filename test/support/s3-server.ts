import { createHash, createHmac } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A small S3 for tests: one bucket, whole objects, and it believes only what AWS Signature Version 4 proves. */
export interface S3Server {
  /** `s3://…` as FILES_URL takes it. */
  readonly url: string;
  readonly objects: Map<string, { bytes: Buffer; mediaType: string }>;
  /** The next requests are answered with this status and code. null: as usual. */
  fail(failure: { status: number; code: string } | null): void;
  close(): Promise<void>;
}

const KEY = 'test-key';
const SECRET = 'a/secret+with=characters';
const REGION = 'eu-test-1';
const BUCKET = 'pictures';

export async function startS3Server(): Promise<S3Server> {
  const objects: S3Server['objects'] = new Map();
  let failure: { status: number; code: string } | null = null;
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      if (failure !== null) refuse(response, failure.status, failure.code);
      else if (!isSigned(request)) refuse(response, 403, 'SignatureDoesNotMatch');
      else answer(request, response, Buffer.concat(chunks), objects);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `s3://${KEY}:${encodeURIComponent(SECRET)}@127.0.0.1:${port}/${BUCKET}?region=${REGION}&tls=false`,
    objects,
    fail: (next) => (failure = next),
    close: () =>
      new Promise((resolve) => {
        server.close(() => { resolve(); }); // prettier-ignore
        server.closeAllConnections();
      }),
  };
}

function answer(request: IncomingMessage, response: ServerResponse, body: Buffer, objects: S3Server['objects']): void {
  const prefix = `/${BUCKET}/`;
  const { pathname: path, searchParams } = new URL(request.url ?? '/', 'http://s3');
  if (request.method === 'GET' && searchParams.get('list-type') === '2') {
    list(response, objects, searchParams.get('prefix') ?? '');
    return;
  }
  if (!path.startsWith(prefix)) {
    refuse(response, 404, 'NoSuchBucket');
    return;
  }
  const key = decodeURIComponent(path.slice(prefix.length));
  const found = objects.get(key);
  switch (request.method) {
    case 'PUT':
      objects.set(key, { bytes: body, mediaType: request.headers['content-type'] ?? '' });
      response.writeHead(200, { etag: `"${createHash('md5').update(body).digest('hex')}"` }).end();
      return;
    case 'GET':
    case 'HEAD':
      if (found === undefined) refuse(response, 404, 'NoSuchKey');
      else
        response.writeHead(200, { 'content-type': found.mediaType }).end(request.method === 'GET' ? found.bytes : '');
      return;
    case 'DELETE':
      objects.delete(key);
      response.writeHead(204).end();
      return;
    default:
      refuse(response, 405, 'MethodNotAllowed');
  }
}

/** "ListObjectsV2", in one page. */
function list(response: ServerResponse, objects: S3Server['objects'], prefix: string): void {
  const found = [...objects.keys()].filter((key) => key.startsWith(prefix));
  const contents = found.map((key) => `<Contents><Key>${key}</Key><Size>1</Size></Contents>`).join('');
  response
    .writeHead(200, { 'content-type': 'application/xml' })
    .end(`<?xml version="1.0"?><ListBucketResult><IsTruncated>false</IsTruncated>${contents}</ListBucketResult>`);
}

function refuse(response: ServerResponse, status: number, code: string): void {
  const body = `<?xml version="1.0"?><Error><Code>${code}</Code><Message>no</Message></Error>`;
  response.writeHead(status, { 'content-type': 'application/xml' }).end(body);
}

/** "Authenticating Requests (AWS Signature Version 4)": the signature over what arrived must be the one that was sent. */
function isSigned(request: IncomingMessage): boolean {
  const header = request.headers.authorization ?? '';
  const match =
    /^AWS4-HMAC-SHA256 Credential=([^/]+)\/(\d{8})\/([^/]+)\/s3\/aws4_request, SignedHeaders=([a-z0-9;-]+), Signature=([0-9a-f]{64})$/.exec(
      header,
    );
  if (match === null) return false;
  const [, key, day = '', region = '', signed = '', signature] = match;
  const date = String(request.headers['x-amz-date']);
  if (key !== KEY || region !== REGION || !date.startsWith(day) || !signed.split(';').includes('host')) return false;
  const url = new URL(request.url ?? '/', 'http://s3');
  const query = [...url.searchParams].map(
    ([name, value]) => `${encodeURIComponent(name)}=${encodeURIComponent(value)}`,
  );
  const canonical = [
    request.method,
    url.pathname,
    query.sort().join('&'),
    ...signed.split(';').map((name) => `${name}:${String(request.headers[name]).trim()}`),
    '',
    signed,
    String(request.headers['x-amz-content-sha256']),
  ].join('\n');
  const scope = `${day}/${region}/s3/aws4_request`;
  const text = ['AWS4-HMAC-SHA256', date, scope, createHash('sha256').update(canonical).digest('hex')].join('\n');
  const signingKey = [day, region, 's3', 'aws4_request'].reduce<string | Buffer>(
    (secret, part) => createHmac('sha256', secret).update(part).digest(),
    `AWS4${SECRET}`,
  );
  return createHmac('sha256', signingKey).update(text).digest('hex') === signature;
}
