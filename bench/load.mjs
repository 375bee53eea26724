import { once } from 'node:events';
import { connect } from 'node:net';
import { parentPort, Worker, workerData } from 'node:worker_threads';
import { percentile } from './harness.mjs';

/** Requests that are sent to the worker in one message. */
const SHEAF = 1_000;

/** Threads that wait for the next load. They are reused, because a new thread is slow until it is warm. */
const idle = [];

/**
 * Sends requests over kept connections from a thread of its own. A connection sends its next request when the previous
 * one is answered, or, with `rate`, at that rate no matter how long answers take. It reads of an answer only its
 * status and where it ends, because on few cores its own work would show in the numbers. autocannon is no alternative:
 * it knows latencies in whole milliseconds only, which is as long as a query takes.
 *
 * @param {object} options
 * @param {string} options.url
 * @param {number} options.connections
 * @param {number} [options.seconds] for how long; or
 * @param {number} [options.amount] how many requests
 * @param {number} [options.rate] requests a second; latencies then count from when a request was due
 * @param {(n: number) => { method: string, path: string, body?: object, headers?: Record<string, string> }}
 *   options.request the nth from 0; may be asked for more than are sent
 * @returns {Promise<{
 *   perSecond: number, latencies: number[], p50: number, p99: number, statuses: Record<string, number>
 * }>} latencies in ms
 * @throws if a connection breaks
 */
export async function load({ url, connections, seconds, amount = Number.POSITIVE_INFINITY, rate, request }) {
  const { hostname, port } = new URL(url);
  const thread = idle.pop() ?? new Worker(new URL(import.meta.url), { workerData: 'load' });
  thread.ref();
  let made = 0;
  const result = await new Promise((resolve, reject) => {
    const hear = (message) => {
      if (message !== 'more') {
        thread.off('message', hear).off('error', reject);
        return resolve(message);
      }
      const sheaf = [];
      while (sheaf.length < SHEAF && made < amount) sheaf.push(text(hostname, request(made++)));
      thread.postMessage(sheaf);
    };
    thread.on('message', hear).on('error', reject);
    thread.postMessage({ hostname, port, connections, seconds, rate });
  });
  thread.unref();
  idle.push(thread);
  const latencies = Array.from(result.latencies);
  return { ...result, latencies, p50: percentile(latencies, 0.5), p99: percentile(latencies, 0.99) };
}

function text(host, { method, path, body, headers = {} }) {
  const json = body === undefined ? '' : JSON.stringify(body);
  const type = body === undefined ? {} : { 'content-type': 'application/json', 'content-length': Buffer.byteLength(json) };
  const lines = Object.entries({ host, ...type, ...headers }).map(([name, value]) => `${name}: ${value}\r\n`);
  return `${method} ${path} HTTP/1.1\r\n${lines.join('')}\r\n${json}`;
}

async function work({ hostname, port, connections, seconds = Number.POSITIVE_INFINITY, rate }) {
  const waiting = [];
  let taken = 0;
  let isAsking = false;
  let isLast = false;
  let start = 0;
  const ask = () => {
    if (isAsking || isLast || waiting.length - taken > SHEAF / 2) return;
    isAsking = true;
    parentPort.postMessage('more');
  };
  const take = (sheaf) => {
    waiting.splice(0, taken);
    taken = 0;
    waiting.push(...sheaf);
    isAsking = false;
    isLast = sheaf.length < SHEAF;
    ask();
    if (start) sendAll();
  };

  const latencies = [];
  const statuses = {};
  const due = [];
  let busy = 0;
  const isOver = () => performance.now() - start > seconds * 1_000;
  const sendAll = () => {
    while (free.length && taken < waiting.length && (rate ? due.length : !isOver())) {
      busy++;
      free.pop().send(waiting[taken++], rate ? due.shift() : performance.now());
    }
    ask();
    if (!busy && !isAsking && ((isLast && taken === waiting.length) || (isOver() && !due.length))) end();
  };
  const answered = (connection, since, status) => {
    latencies.push(performance.now() - since);
    statuses[status] = (statuses[status] ?? 0) + 1;
    busy--;
    free.push(connection);
    sendAll();
  };
  const end = () => {
    clearInterval(clock);
    parentPort.off('message', take);
    for (const connection of free) connection.close();
    const perSecond = (latencies.length * 1_000) / (performance.now() - start);
    parentPort.postMessage({ perSecond, latencies: Float64Array.from(latencies), statuses });
  };

  const free = await Promise.all(Array.from({ length: connections }, () => open(hostname, port, answered)));
  parentPort.on('message', take);
  ask();
  while (!waiting.length) await once(parentPort, 'message');
  start = performance.now();
  let issued = 0;
  const tick = () => {
    const now = performance.now();
    for (; !isOver() && issued < ((now - start) * rate) / 1_000; issued++) due.push(now);
    sendAll();
  };
  const clock = rate ? setInterval(tick, 1) : undefined;
  sendAll();
}

/** A connection with one request at a time. */
async function open(host, port, answered) {
  const socket = connect({ host, port: Number(port), noDelay: true }).setEncoding('latin1');
  let since = 0;
  let found = '';
  socket.on('data', (part) => {
    found = found ? found + part : part;
    const head = found.indexOf('\r\n\r\n');
    if (head < 0 || !isWhole(found, head)) return;
    const status = found.slice(9, 12);
    found = '';
    answered(self, since, status);
  });
  const broken = () => {
    throw new Error('A connection was closed by the server');
  };
  socket.on('close', broken);
  const self = {
    send(request, at) {
      since = at;
      socket.write(request);
    },
    close() {
      socket.off('close', broken).destroy();
    },
  };
  await once(socket, 'connect');
  return self;
}

/** Whether the body is complete. The answer is read as latin1, in which a character is a byte. */
function isWhole(found, head) {
  const headers = found.slice(0, head);
  const [, length] = /^content-length: *(\d+)/im.exec(headers) ?? [];
  if (length) return found.length >= head + 4 + Number(length);
  // This can't occur within JSON, nor within CSV, because no line of it is just 0.
  return !/^transfer-encoding: *chunked/im.test(headers) || found.endsWith('\r\n0\r\n\r\n');
}

if (workerData === 'load')
  parentPort.on('message', (message) => {
    if (!Array.isArray(message)) void work(message);
  });
