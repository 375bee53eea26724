import { type AddressInfo, connect } from 'node:net';
import type { Shop } from './shop.js';

export interface Answered {
  readonly status: number;
  readonly headers: Record<string, string>;
  readonly text: string;
}

/** Matches the head and the beginning of an endless stream of events. */
const EVENT_STREAM_HEAD = /^content-type: text\/event-stream\r\n.*?\r\n\r\n./ims;

/**
 * Sends bytes unchanged, and reads until the server closes the connection; of a stream of events, only the beginning.
 */
export function sendBytes(shop: Shop, ...pieces: (string | Buffer)[]): Promise<Answered> {
  const { port } = shop.app.getHttpServer().address() as AddressInfo;
  return new Promise((resolve, reject) => {
    const received: Buffer[] = [];
    const socket = connect(port, '127.0.0.1');
    // After an early refusal, the server may close the connection while the request is still being sent.
    socket.on('error', () => undefined);
    socket.on('data', (piece) => {
      received.push(piece);
      if (EVENT_STREAM_HEAD.test(Buffer.concat(received.slice(0, 2)).toString())) socket.destroy();
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

/** A whole request in bytes, with all that HTTP asks for. A header that is undefined is left out. */
export function sendRaw(
  shop: Shop,
  method: string,
  url: string,
  headers: Record<string, string | undefined> = {},
  body: string | Buffer = '',
): Promise<Answered> {
  const length: Record<string, string> = body.length ? { 'Content-Length': String(Buffer.byteLength(body)) } : {};
  const own: Record<string, string> = shop.key ? { Authorization: `Bearer ${shop.key}` } : {};
  const all = { Host: 'shop.test', Connection: 'close', ...own, ...length, ...headers };
  const lines = Object.entries(all).flatMap(([name, value]) => (value === undefined ? [] : [`${name}: ${value}\r\n`]));
  return sendBytes(shop, `${method} ${url} HTTP/1.1\r\n${lines.join('')}\r\n`, body);
}
