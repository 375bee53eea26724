import { type AddressInfo, connect } from 'node:net';
import type { Shop } from './shop.js';

export interface Answered {
  readonly status: number;
  readonly headers: Record<string, string>;
  readonly text: string;
}

/** The answer is a stream without end, and some of it has come. */
const STREAMS = /^content-type: text\/event-stream\r\n.*?\r\n\r\n./ims;

/**
 * Sends bytes as they are, and reads until the server closes the connection; of a stream of events, just the
 * beginning.
 */
export function sendBytes(shop: Shop, ...pieces: (string | Buffer)[]): Promise<Answered> {
  const { port } = shop.app.getHttpServer().address() as AddressInfo;
  return new Promise((resolve, reject) => {
    const received: Buffer[] = [];
    const socket = connect(port, '127.0.0.1');
    // Who is refused early may find the connection closed while still sending.
    socket.on('error', () => undefined);
    socket.on('data', (piece) => {
      received.push(piece);
      if (STREAMS.test(Buffer.concat(received.slice(0, 2)).toString())) socket.destroy();
    });
    socket.on('close', () => {
      const [head = '', ...body] = Buffer.concat(received).toString().split('\r\n\r\n');
      const [start = '', ...lines] = head.split('\r\n');
      const status = Number(/^HTTP\/1\.1 (\d{3}) \S/.exec(start)?.[1]);
      if (!status) return reject(new Error(`no answer but: ${start}`));
      const headers = lines.map((line) => line.split(/: ?(.*)/s)).map(([name = '', value = '']) => [name.toLowerCase(), value]);
      resolve({ status, headers: Object.fromEntries(headers), text: body.join('\r\n\r\n') });
    });
    for (const piece of pieces) socket.write(piece);
  });
}

/** A whole request in bytes, with all that HTTP asks for. */
export function sendRaw(
  shop: Shop,
  method: string,
  url: string,
  headers: Record<string, string> = {},
  body: string | Buffer = '',
): Promise<Answered> {
  const length: Record<string, string> = body.length ? { 'Content-Length': String(Buffer.byteLength(body)) } : {};
  const all = { Host: 'shop.test', Connection: 'close', ...length, ...headers };
  const lines = Object.entries(all).map(([name, value]) => `${name}: ${value}\r\n`);
  return sendBytes(shop, `${method} ${url} HTTP/1.1\r\n${lines.join('')}\r\n`, body);
}
