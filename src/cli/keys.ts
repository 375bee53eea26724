import { parseArgs } from 'node:util';
import { type ApiKey, ApiKeys, DEFAULT_DAYS, MAX_DAYS, MAX_KEY_NAME_LENGTH, type NewKey } from '../shared/access/api-keys.js';
import { ROLES } from '../shared/http/principal.js';
import { runTool, ToolFailure, withCommandsDatabase } from './tool.js';

const USAGE = `npm run keys -- create --name NAME --role ${ROLES.join('|')} [--user ID] [--days N]
                              a new API key, which is shown this once; it is valid for ${DEFAULT_DAYS} days, or N up to ${MAX_DAYS};
                              with --user it sees and changes only that user's orders and campaigns
npm run keys -- list          all keys, without their secrets
npm run keys -- revoke ID     end a key: within 5 s wherever Kronika runs`;

/** The actor of commands from the shell, as in `npm run view`. */
const SHELL = 'shell';

/** Keys per page read. */
const PAGE_SIZE = 1_000;

/** Manages API keys from the shell, for operators with access to the database. Kronika need not run. */
async function main(): Promise<void> {
  const { command, id, order } = argumentsOf();
  await withCommandsDatabase(async (database) => {
    const keys = new ApiKeys(database);
    if (order) console.log((await keys.create(order, SHELL)).key);
    else if (command === 'list') await list(keys);
    else {
      const isAdminLeft = await keys.revoke(id as string, SHELL, true);
      console.log(`${id} is revoked.${isAdminLeft ? '' : ' No active key of an admin is left.'}`);
    }
  });
}

/** @throws ToolFailure with the usage */
function argumentsOf(): { command: string; id?: string; order?: NewKey } {
  const { positionals, values } = parsed();
  const [command = '', id, ...rest] = positionals;
  const hasOptions = Object.keys(values).length > 0;
  if (command === 'create' && id === undefined) return { command, order: orderOf(values) };
  if (hasOptions || rest.length || command !== (id === undefined ? 'list' : 'revoke')) throw new ToolFailure(USAGE, 2);
  return { command, id };
}

function parsed() {
  const text = { type: 'string' } as const;
  try {
    return parseArgs({ allowPositionals: true, options: { name: text, role: text, user: text, days: text } });
  } catch {
    throw new ToolFailure(USAGE, 2);
  }
}

/** @throws ToolFailure for the first invalid option */
function orderOf({ name, role, user, days }: ReturnType<typeof parsed>['values']): NewKey {
  if (!name?.trim() || [...name].length > MAX_KEY_NAME_LENGTH || /\p{Cc}/u.test(name))
    throw new ToolFailure(`--name must have 1 to ${MAX_KEY_NAME_LENGTH} characters.`, 2);
  const known = ROLES.find((each) => each === role);
  if (!known) throw new ToolFailure(`--role must be one of ${ROLES.join(', ')}.`, 2);
  const userId = wholeOf('--user', user, Number.MAX_SAFE_INTEGER);
  return { name, role: known, userId, days: wholeOf('--days', days, MAX_DAYS) };
}

function wholeOf(option: string, text: string | undefined, maximum: number): number | undefined {
  if (text === undefined) return undefined;
  const number = /^[1-9]\d*$/.test(text) ? Number(text) : Number.NaN;
  if (!(number <= maximum)) throw new ToolFailure(`${option} must be a whole number from 1 to ${maximum}.`, 2);
  return number;
}

async function list(keys: ApiKeys): Promise<void> {
  for (let after: { createdAt: string; id: string } | undefined; ; ) {
    const found = await keys.page(PAGE_SIZE, after);
    for (const key of found) console.log(lineOf(key));
    const last = found.at(-1);
    if (!last || found.length < PAGE_SIZE) return;
    after = { createdAt: last.createdAt.toISOString(), id: last.id };
  }
}

function lineOf({ id, name, role, userId, state, expiresAt, lastUsedAt }: ApiKey): string {
  const day = (moment: Date) => moment.toISOString().slice(0, 10);
  return [
    id,
    name,
    role,
    ...(userId === null ? [] : [`user ${userId}`]),
    state,
    `expires ${day(expiresAt)}`,
    lastUsedAt ? `last used ${day(lastUsedAt)}` : 'never used',
  ].join(' · ');
}

runTool(main);
