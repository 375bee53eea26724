import { HttpClient, type HttpErrorResponse } from '@angular/common/http';
import { computed, Injectable, inject } from '@angular/core';
import { firstValueFrom } from 'rxjs';
import { uuid } from '../outbox/uuid.js';
import { Toasts } from '../ui/toasts.js';
import { problemOf } from './live-query.js';
import { Session } from './session.js';

/** A request is sent again so often, with the same key, when nobody answers. */
const MAX_TRIES = 3;
const RETRY_MS = 1_000;

/**
 * Requests of operators. They change no entity, so no patch lies over a list meanwhile: they are sent at once, and
 * succeed or fail while the user looks.
 */
@Injectable({ providedIn: 'root' })
export class Operator {
  private readonly http = inject(HttpClient);
  private readonly toasts = inject(Toasts);
  private readonly session = inject(Session);

  /** Why the user may not; empty: the user may. */
  readonly refusal = computed(() => {
    const who = this.session.who();
    if (!who) return 'Nobody is signed in.';
    if (who.role === 'reader') return 'Your role is reader: you may look, but not change anything.';
    return who.userId === null ? '' : `You are bound to user ${who.userId}, and this is not about one user alone.`;
  });

  /**
   * @param done what a toast says once it has succeeded
   * @returns `Location`, or an empty text if there is none; undefined: it failed, and a toast says why
   */
  async request(method: string, url: string, { body, done }: { body?: object; done?: string } = {}): Promise<string | undefined> {
    const headers = { 'Idempotency-Key': uuid() };
    for (let tries = 1; ; tries++) {
      try {
        const answer = await firstValueFrom(this.http.request(method, url, { body, headers, observe: 'response' }));
        if (done) this.toasts.show(done);
        return answer.headers.get('location') ?? '';
      } catch (error) {
        const { status } = error as HttpErrorResponse;
        if (status === 401) this.session.needsSignIn.set(true);
        if (tries < MAX_TRIES && (status === 0 || status === 503)) {
          await new Promise((resolve) => setTimeout(resolve, RETRY_MS * tries));
          continue;
        }
        const { detail = '' } = problemOf(error) ?? {};
        this.toasts.show(status === 0 ? 'No answer: nobody knows yet whether it was done.' : detail, { kind: 'bad' });
        return undefined;
      }
    }
  }
}
