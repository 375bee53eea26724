import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';

/** Replaces an erased text of a person. */
export const ERASED = '[erased]';

/** Replaces a text whose key was left out of the backup that the database was restored from. */
export const UNREADABLE = '[unreadable]';

/** Added to the schema of an event with sealed texts, so that earlier code treats it as an unknown event. */
export const SEALED_SCHEMA = 1_000;

/**
 * An SQL expression over the columns of `log.events`: the base64 of the key for an event's texts, or what became of
 * the key. It is read with the event in one snapshot, so no process caches keys. Null: nothing is sealed, or the row
 * of the key is lost.
 *
 * @param event the alias of the events and a dot; empty if their columns need none
 */
export const secretSql = (event: 'e.' | 'p.' | '') => `CASE WHEN ${event}key IS NOT NULL THEN (
  SELECT CASE WHEN erased_at IS NOT NULL THEN 'erased' WHEN secret IS NULL THEN 'left out' ELSE encode(secret, 'base64') END
  FROM personal.keys WHERE entity = ${event}stream AND generation = ${event}key) END`;

/** Selects `secret`; see `secretSql`. */
export const SECRET = `${secretSql('')} AS secret`;

const CIPHER = 'aes-256-gcm';
const ENTITY_KEY_BYTES = 32;
const NONCE_BYTES = 12;
const TAG_BYTES = 16;

/** A key of an entity. */
export interface EntityKey {
  readonly generation: number;
  readonly secret: Buffer;
}

export const newKey = (generation: number): EntityKey => ({ generation, secret: randomBytes(ENTITY_KEY_BYTES) });

/** The event of a text. The ciphertext of a text is bound to stream, version and field. */
interface TextPlace {
  readonly stream: string;
  readonly version: number;
  readonly data: unknown;
}

/** The fields with texts to seal. `ERASED` and `UNREADABLE` are not sealed, because they are the same for everybody. */
export function textsIn(data: unknown, fields: readonly string[] = []): string[] {
  const values = data as Record<string, unknown>;
  return fields.filter((field) => {
    const value = values[field];
    return typeof value === 'string' && value !== ERASED && value !== UNREADABLE;
  });
}

/** The data with sealed texts. Each text is bound to its place, and fails to open in another one. */
export function sealData({ stream, version, data }: TextPlace, fields: readonly string[], { secret }: EntityKey): object {
  const sealed: Record<string, unknown> = { ...(data as object) };
  for (const field of fields) {
    const nonce = randomBytes(NONCE_BYTES);
    const cipher = createCipheriv(CIPHER, secret, nonce).setAAD(placeOf(stream, version, field));
    const text = Buffer.concat([cipher.update(sealed[field] as string, 'utf8'), cipher.final()]);
    sealed[field] = { $sealed: Buffer.concat([nonce, cipher.getAuthTag(), text]).toString('base64') };
  }
  return sealed;
}

/** The row of a key is lost, so the texts of an event can't be read although nobody erased them. */
export class KeyLost extends Error {
  constructor(stream: string, version: number) {
    super(`Texts of ${stream} in version ${version} can't be read, because its row in personal.keys is lost`);
  }
}

/**
 * The data of an event with opened texts. Nothing else opens texts. An erased text becomes `ERASED`.
 *
 * @param event as selected with `SECRET`
 * @param lost replaces a text whose key is lost; absent: that is an error
 * @throws KeyLost, and Error if a text was changed or sealed for another place
 */
export function openData(
  { stream, version, data, secret }: TextPlace & { readonly secret?: string | null },
  lost?: string,
): unknown {
  let opened: Record<string, unknown> | undefined;
  for (const field in data as Record<string, { $sealed?: unknown } | null>) {
    const sealed = (data as Record<string, { $sealed?: unknown } | null>)[field]?.$sealed;
    if (typeof sealed !== 'string') continue;
    opened ??= { ...(data as object) };
    if (secret === undefined) throw new Error(`${stream} was read without SECRET`);
    if (secret === null && lost === undefined) throw new KeyLost(stream, version);
    if (secret === null) opened[field] = lost;
    else if (secret === 'erased') opened[field] = ERASED;
    else if (secret === 'left out') opened[field] = UNREADABLE;
    else opened[field] = openText(Buffer.from(sealed, 'base64'), secret, placeOf(stream, version, field));
  }
  return opened ?? data;
}

function openText(sealed: Buffer, secret: string, place: Buffer): string {
  const nonce = sealed.subarray(0, NONCE_BYTES);
  const tag = sealed.subarray(NONCE_BYTES, NONCE_BYTES + TAG_BYTES);
  const decipher = createDecipheriv(CIPHER, Buffer.from(secret, 'base64'), nonce, { authTagLength: TAG_BYTES });
  decipher.setAAD(place).setAuthTag(tag);
  return decipher.update(sealed.subarray(NONCE_BYTES + TAG_BYTES), undefined, 'utf8') + decipher.final('utf8');
}

/** A stream's name has no line break. */
const placeOf = (stream: string, version: number, field: string) => Buffer.from(`${stream}\n${version}\n${field}`);
