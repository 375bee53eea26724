import { HttpClient, type HttpErrorResponse, type HttpInterceptorFn } from '@angular/common/http';
import { computed, Injectable, inject, signal } from '@angular/core';
import { catchError, firstValueFrom, throwError } from 'rxjs';
import { learnCurrencies } from '../ui/format.js';
import { Tabs } from './channel.js';
import type { components } from './schema.js';

export type SessionDocument = components['schemas']['SessionDocument'];
export type AboutDocument = components['schemas']['AboutDocument'];

/** The signed-in principal, and the id of the server's log. */
@Injectable({ providedIn: 'root' })
export class Session {
  private readonly http = inject(HttpClient);
  private readonly tabs = inject(Tabs);

  /** Undefined until the first answer, and while a sign-in is needed. */
  readonly who = signal<SessionDocument | undefined>(undefined);
  readonly needsSignIn = signal(false);
  /** Undefined until the first answer. */
  readonly about = signal<AboutDocument | undefined>(undefined);
  /** The id of the log; undefined until it is known. */
  readonly instance = computed(() => this.about()?.instance);
  /** `Event-Position` of the first answer: where the live stream begins. */
  readonly start = signal<number | undefined>(undefined);
  readonly mayCommand = computed(() => this.who() !== undefined && this.who()?.role !== 'reader');

  /** The server may have been started anew since it last said which log it has. */
  private isInDoubt = true;

  /** Requests the session and the description of the server. Resolves to true if both were answered. */
  async load(): Promise<boolean> {
    try {
      const answer = await firstValueFrom(this.http.get<SessionDocument>('/v1/session', { observe: 'response' }));
      this.start.update((known) => known ?? Number(answer.headers.get('event-position')));
      await this.loadAbout();
      this.who.set(answer.body ?? undefined);
      this.needsSignIn.set(false);
      return true;
    } catch {
      return false;
    }
  }

  /** To be called when the server did not answer, or a connection to it ended. */
  doubt(): void {
    this.isInDoubt = true;
  }

  /** Whether the server has this log, as far as one can know: it is asked if it may have been started anew. */
  async has(instance: string | undefined): Promise<boolean> {
    try {
      if (this.isInDoubt) await this.loadAbout();
    } catch {
      return false;
    }
    return instance === undefined || instance === this.instance();
  }

  private async loadAbout(): Promise<void> {
    const about = await firstValueFrom(this.http.get<AboutDocument>('/v1/about'));
    learnCurrencies(about.currencies);
    this.about.set(about);
    this.isInDoubt = false;
  }

  /** @returns what is wrong with the key; undefined: the session has begun */
  async signIn(key: string): Promise<string | undefined> {
    const problem = await firstValueFrom(this.http.post('/v1/session', { key })).then(
      () => undefined,
      ({ status, error }: HttpErrorResponse) =>
        status === 401 ? 'That key is not valid.' : (error?.detail ?? 'The server does not answer.'),
    );
    if (problem === undefined && (await this.load())) this.tabs.tell({ type: 'signed-in' });
    return problem;
  }
}

/** Notices answers that ask for a sign-in. */
export const noticeSignOut: HttpInterceptorFn = (request, next) => {
  const session = inject(Session);
  return next(request).pipe(
    catchError((error: HttpErrorResponse) => {
      if (error.status === 401 && request.method === 'GET') session.needsSignIn.set(true);
      return throwError(() => error);
    }),
  );
};
