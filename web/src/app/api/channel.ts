import { Injectable } from '@angular/core';
import { Subject } from 'rxjs';
import type { Entry, LoggedEvent } from '../outbox/entry.js';

/** What the tabs of a browser tell each other. */
export type Message =
  | { readonly type: 'entry'; readonly entry: Entry }
  | { readonly type: 'live'; readonly state: LiveState; readonly position: number; readonly events: readonly LoggedEvent[] }
  | { readonly type: 'checkpoints'; readonly checkpoints: Checkpoints }
  | { readonly type: 'reset' }
  | { readonly type: 'signed-in' };

/** How far each reader of the log has come, and the log itself: a `views` frame of the live stream. */
export interface Checkpoints {
  readonly position: number;
  readonly data: readonly { readonly name: string; readonly build: string; readonly position: number }[];
}

/** `live`: the stream is open; `polling`: it is not, and lists are asked for every 5 s; `down`: not for 30 s. */
export type LiveState = 'connecting' | 'live' | 'polling' | 'down';

/** The channel between the tabs, and the lock that one of them holds: it sends commands and reads the live stream. */
@Injectable({ providedIn: 'root' })
export class Tabs {
  private readonly channel = new BroadcastChannel('kronika');
  readonly messages$ = new Subject<Message>();
  /** Where browsers have no locks (plain HTTP to another machine), each tab does all for itself. */
  isLeader = !('locks' in navigator);
  /** Emits when this tab becomes the one that sends. */
  readonly elected$ = new Subject<void>();

  constructor() {
    this.channel.onmessage = ({ data }) => this.messages$.next(data as Message);
  }

  tell(message: Message): void {
    this.channel.postMessage(message);
  }

  /** Waits for the lock, and holds it as long as the tab lives. */
  stand(): void {
    if (this.isLeader) {
      this.elected$.next();
      return;
    }
    void navigator.locks.request('kronika-outbox', () => {
      this.isLeader = true;
      this.elected$.next();
      return new Promise(() => undefined);
    });
  }
}
