import { Injectable, inject, signal, untracked } from '@angular/core';
import { Session } from '../../api/session.js';
import { Changes } from '../../outbox/changes.js';
import { isPending, type Problem } from '../../outbox/entry.js';
import { uuid } from '../../outbox/uuid.js';
import { bytesText, creativeStream } from './creative-changes.js';

/** The limit of the server. */
const MAX_BYTES = 100 * 1024 * 1024;

/** How long an upload is shown after the list has it, at least, in ms. */
const DONE_MS = 10_000;

const TYPES: Readonly<Record<string, string>> = { mp4: 'video/mp4', m4v: 'video/mp4', webm: 'video/webm' };

/** What the file picker offers. */
export const UPLOAD_TYPES = '.mp4,.m4v,.webm,video/mp4,video/webm';

/** A video on its way to a creative. */
export interface Upload {
  readonly file: File;
  /**
   * `waiting`: for the creation of the creative. `checking`: the server has it, and reads it. `failed`: the file is kept,
   * and can be sent again if `mayRetry`.
   */
  readonly state: 'waiting' | 'sending' | 'checking' | 'failed' | 'done';
  /** Bytes. */
  readonly sent: number;
  readonly why: string;
  readonly mayRetry: boolean;
  /** Of the creative, once it is done. */
  readonly version: number;
  /** Repeats after a lost answer have the same key. */
  readonly key: string;
}

/**
 * Uploads of videos. They go on while the user is on other pages, and they are no entries of the outbox: a file is in
 * this tab only.
 */
@Injectable({ providedIn: 'root' })
export class Uploads {
  private readonly changes = inject(Changes);
  private readonly session = inject(Session);
  private readonly requests = new Map<string, XMLHttpRequest>();
  /** By creative. */
  private readonly known = signal<ReadonlyMap<string, Upload>>(new Map());
  readonly all = this.known.asReadonly();

  constructor() {
    addEventListener('beforeunload', (event) => {
      if ([...this.known().values()].some(isUnderWay)) event.preventDefault();
    });
  }

  /** Sends a file to a creative, once that is created. */
  start(id: string, file: File): void {
    this.requests.get(id)?.abort();
    const upload = { file, state: 'waiting', sent: 0, why: '', mayRetry: false, version: 0, key: uuid() } as const;
    const type = typeOf(file);
    const fault = !type
      ? `${file.name} is neither an mp4 nor a WebM file.`
      : file.size > MAX_BYTES
        ? `The file has ${bytesText(file.size)}, and may have ${bytesText(MAX_BYTES)}.`
        : '';
    this.put(id, fault ? { ...upload, state: 'failed', why: fault } : upload);
    if (type && !fault) void this.send(id, type);
  }

  /** Sends the same file again. */
  again(id: string): void {
    const upload = this.known().get(id);
    const type = upload && typeOf(upload.file);
    if (!upload || !type) return;
    this.put(id, { ...upload, state: 'waiting', sent: 0, why: '' });
    void this.send(id, type);
  }

  /** Stops an upload, or forgets one that failed. */
  cancel(id: string): void {
    this.requests.get(id)?.abort();
    this.requests.delete(id);
    this.known.update((before) => {
      const next = new Map(before);
      next.delete(id);
      return next;
    });
  }

  private async send(id: string, type: string): Promise<void> {
    const upload = untracked(this.known).get(id);
    if (!upload) return;
    const lane = () => untracked(this.changes.lanes).get(creativeStream(id)) ?? [];
    for (const { entry } of lane()) if (isPending(entry)) await this.changes.ended(entry.id);
    // Cancelled or chosen anew meanwhile.
    if (untracked(this.known).get(id)?.key !== upload.key) return;
    const creation = lane().find(({ change }) => change.patch.created);
    if (creation && creation.entry.state !== 'acked')
      return this.fail(id, `The creative is not created: ${creation.entry.problem?.detail ?? 'it was not saved.'}`, true);
    const request = new XMLHttpRequest();
    this.requests.set(id, request);
    const update = (change: Partial<Upload>) => {
      const now = untracked(this.known).get(id);
      if (now && this.requests.get(id) === request) this.put(id, { ...now, ...change });
    };
    request.upload.addEventListener('progress', ({ loaded }) => update({ sent: loaded }));
    request.upload.addEventListener('load', () => update({ sent: upload.file.size, state: 'checking' }));
    request.addEventListener('load', () => this.answered(id, request));
    request.addEventListener('error', () => {
      if (this.requests.get(id) === request)
        this.fail(id, 'The connection was lost before the server answered. Nothing of the file is lost here.', true);
    });
    request.open('POST', `/v1/creatives/${id}/media`);
    request.setRequestHeader('Content-Type', type);
    request.setRequestHeader('Idempotency-Key', upload.key);
    update({ state: 'sending' });
    request.send(upload.file);
  }

  private answered(id: string, request: XMLHttpRequest): void {
    const upload = this.known().get(id);
    if (!upload || this.requests.get(id) !== request) return;
    this.requests.delete(id);
    const { status } = request;
    if (status < 300) {
      const version = Number(request.getResponseHeader('etag')?.replaceAll('"', '') ?? 0);
      this.put(id, { ...upload, state: 'done', version });
      setTimeout(() => this.known().get(id)?.key === upload.key && this.cancel(id), DONE_MS);
      return;
    }
    if (status === 401) this.session.needsSignIn.set(true);
    // The key of a certain refusal belongs to its answer.
    const mayPass = status >= 500 || status === 401 || status === 408 || status === 429;
    if (!mayPass) this.put(id, { ...upload, key: uuid() });
    this.fail(id, problemOf(request)?.detail ?? `The server answered with ${status}.`, mayPass);
  }

  private fail(id: string, why: string, mayRetry: boolean): void {
    const upload = untracked(this.known).get(id);
    this.requests.delete(id);
    if (upload) this.put(id, { ...upload, state: 'failed', why, mayRetry });
  }

  private put(id: string, upload: Upload): void {
    this.known.update((before) => new Map(before).set(id, upload));
  }
}

export const isUnderWay = ({ state }: Upload): boolean => state === 'waiting' || state === 'sending' || state === 'checking';

/** By the name where the browser knows no type. */
function typeOf({ name, type }: File): string | undefined {
  if (Object.values(TYPES).includes(type)) return type;
  return TYPES[name.split('.').at(-1)?.toLowerCase() ?? ''];
}

function problemOf({ responseText }: XMLHttpRequest): Problem | undefined {
  try {
    return JSON.parse(responseText);
  } catch {
    return undefined;
  }
}
