import type { ClientBase } from 'pg';
import { StartError } from '../settings.js';

/** Postgres settings by name. A value is written as Postgres shows it: `2min`, never `120s`. */
export type ConnectionSettings = Readonly<Record<string, string>>;

/** Time limit for reading back the settings of a new connection. */
const MAX_SETTINGS_ANSWER_MS = 5_000;

/**
 * Settings that change what is read or written. Each connection sets them, because a database, a role or an address
 * may set other values.
 */
const PINNED_SETTINGS: ConnectionSettings = {
  // How values are converted to text and back.
  client_encoding: 'UTF8',
  DateStyle: 'ISO, MDY',
  IntervalStyle: 'postgres',
  TimeZone: 'UTC',
  timezone_abbreviations: 'Default',
  lc_monetary: 'C',
  lc_numeric: 'C',
  lc_time: 'C',
  extra_float_digits: '1',
  bytea_output: 'hex',
  array_nulls: 'on',
  xmlbinary: 'base64',
  xmloption: 'content',
  // What a statement means.
  search_path: 'public',
  standard_conforming_strings: 'on',
  backslash_quote: 'safe_encoding',
  quote_all_identifiers: 'off',
  transform_null_equals: 'off',
  default_text_search_config: 'pg_catalog.simple',
  gin_fuzzy_search_limit: '0',
  row_security: 'on',
  // A lock is taken before the rows that it guards are read, so each statement needs its own snapshot.
  default_transaction_isolation: 'read committed',
  default_transaction_deferrable: 'off',
  default_transaction_read_only: 'off',
  // If on, each refused statement would end its connection.
  exit_on_error: 'off',
};

/** No limits, because those that a database or a role sets for other clients would abort a rebuild or a migration. */
const NO_LIMITS: ConnectionSettings = {
  statement_timeout: '0',
  lock_timeout: '0',
  transaction_timeout: '0',
  idle_in_transaction_session_timeout: '0',
  idle_session_timeout: '0',
};

/**
 * Without these, connections that a silent network has cut off would occupy the server for hours, and their number is
 * limited. These settings are not read back, because Postgres shows 0 for them on Unix sockets.
 */
const SERVER_KEEP_ALIVE: ConnectionSettings = {
  tcp_keepalives_idle: '10',
  tcp_keepalives_interval: '5',
  tcp_keepalives_count: '3',
  tcp_user_timeout: '20s',
};

/** The query parameters of an address that are kept: host, port, user, password and TLS. */
const ADDRESS_KEYS = [
  'host',
  'port',
  'user',
  'password',
  'ssl',
  'sslmode',
  'sslcert',
  'sslkey',
  'sslrootcert',
  'sslnegotiation',
  'uselibpqcompat',
];

/** The settings of a connection did not reach its database. SQLSTATE class 08, so that no event is blamed for it. */
class SettingsLost extends StartError {
  readonly code = '08004';
}

/**
 * @param purpose of the connection, sent as the setting `kronika.purpose`. If a pooler drops all settings, that one is
 *   missing, even if the server's defaults equal the others
 * @param own the limits and the role of the purpose
 */
export function connectionSettings(purpose: string, own: ConnectionSettings = {}): ConnectionSettings {
  return { 'kronika.purpose': purpose, ...PINNED_SETTINGS, ...NO_LIMITS, ...own };
}

/**
 * Splits an address into the URL for node-postgres and the `options` of the startup packet. All other query parameters
 * are dropped, because node-postgres would send some of them (`statement_timeout`, `application_name`, …) in a form
 * that overrides `options`.
 *
 * @returns `options` that begin with those of the address, because the last value of a setting wins
 */
export function addressWith(settings: ConnectionSettings, url = ''): { url: string; options: string } {
  // Node's URL rejects an address with a user and no host, which a Unix socket may have.
  const [address = '', query] = url.split(/\?(.*)/s);
  const parameters = new URLSearchParams(query);
  const theirs = parameters.getAll('options');
  for (const key of [...parameters.keys()]) if (!ADDRESS_KEYS.includes(key)) parameters.delete(key);
  const ours = Object.entries({ ...SERVER_KEEP_ALIVE, ...settings }).map(
    ([name, value]) => `-c ${name}=${value.replace(/[\\ ]/g, '\\$&')}`,
  );
  return { url: parameters.size ? `${address}?${parameters}` : address, options: [...theirs, ...ours].join(' ').trim() };
}

/**
 * Reads back the settings of a new connection, because without them it would have too many privileges and no limits.
 *
 * @throws StartError if a setting did not arrive
 */
export async function requireSettings(client: ClientBase, settings: ConnectionSettings): Promise<void> {
  const { rows } = await client.query<{ name: string; value: string | null }>({
    text: 'SELECT name, current_setting(name, true) AS value FROM unnest($1::text[]) AS name',
    values: [Object.keys(settings)],
    query_timeout: MAX_SETTINGS_ANSWER_MS,
  } as { text: string; values: string[][] });
  const lost = rows.find(({ name, value }) => value !== settings[name]);
  if (lost)
    throw new SettingsLost(
      `The database did not get the settings of Kronika's connection ` +
        `(${lost.name} is ${lost.value || 'missing'}, expected ${settings[lost.name]}). ${POOLER_ADVICE}`,
    );
}

/** What an operator can do if a connection pooler dropped the settings. */
export const POOLER_ADVICE =
  'A connection pooler such as PgBouncer drops them: DATABASE_URL and READ_DATABASE_URL must lead to PostgreSQL itself.';
