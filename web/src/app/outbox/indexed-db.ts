import type { Entry } from './entry.js';
import type { Store } from './outbox.js';

const RECORDS = 'outbox';

/** Opens the database of this origin. Where a browser has none (some private windows), commands live as long as the tab. */
export async function openStore(name = 'kronika'): Promise<Store> {
  const database = await new Promise<IDBDatabase>((resolve, reject) => {
    const request = indexedDB.open(name, 1);
    request.onupgradeneeded = () => request.result.createObjectStore(RECORDS, { keyPath: 'id' });
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  }).catch(() => undefined);
  return database ? new IndexedDbStore(database) : new MemoryStore();
}

/** One record for each command. Transactions that write are strictly one after the other, over all tabs. */
class IndexedDbStore implements Store {
  constructor(private readonly database: IDBDatabase) {}

  all(): Promise<readonly Entry[]> {
    return this.transact('readonly', (records, done) => {
      const request = records.getAll();
      request.onsuccess = () => done(request.result as Entry[]);
    });
  }

  add(entry: Entry): Promise<void> {
    return this.transact('readwrite', (records) => {
      records.put(entry);
      // Not left to the browser, which commits once the tab has handled an answer: the tab may be closed by then.
      records.transaction.commit();
    });
  }

  update(id: string, change: (entry: Entry) => Entry | undefined): Promise<Entry | undefined> {
    return this.transact('readwrite', (records, done) => {
      const request = records.get(id);
      request.onsuccess = () => {
        const next = request.result && change(request.result as Entry);
        if (next) records.put(next);
        done(next);
      };
    });
  }

  remove(ids: readonly string[]): Promise<void> {
    return this.transact('readwrite', (records) => {
      for (const id of ids) records.delete(id);
      records.transaction.commit();
    });
  }

  /** Settles once the transaction is on disk. */
  private transact<T>(mode: IDBTransactionMode, work: (records: IDBObjectStore, done: (result: T) => void) => void): Promise<T> {
    return new Promise((resolve, reject) => {
      let result: T;
      const transaction = this.database.transaction(RECORDS, mode, { durability: 'strict' });
      transaction.oncomplete = () => resolve(result);
      transaction.onabort = () => reject(transaction.error);
      work(transaction.objectStore(RECORDS), (value) => {
        result = value;
      });
    });
  }
}

class MemoryStore implements Store {
  private readonly records = new Map<string, Entry>();

  async all() {
    return [...this.records.values()];
  }

  async add(entry: Entry) {
    this.records.set(entry.id, entry);
  }

  async update(id: string, change: (entry: Entry) => Entry | undefined) {
    const entry = this.records.get(id);
    const next = entry && change(entry);
    if (next) this.records.set(id, next);
    return next;
  }

  async remove(ids: readonly string[]) {
    for (const id of ids) this.records.delete(id);
  }
}
