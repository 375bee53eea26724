import { plainToInstance, Transform } from 'class-transformer';
import { IsIn, IsInt, IsNotEmpty, IsOptional, Matches, Max, Min, ValidateBy, validateSync } from 'class-validator';
import { isTimeZone } from './time-zones.js';

/** A failure to start that the operator can mend: shown as one line, without a stack trace. */
export class StartError extends Error {}

/** `*`, an IPv6 address in brackets, or a host name without port, maybe with `*.` in front for all names below it. */
const HOST_NAME = /^(\*|\[[\da-f:.]+\]|(\*\.)?[\p{L}\p{N}_-]+(\.[\p{L}\p{N}_-]+)*\.?)$/iu;

const wholeNumber = Transform(({ value }) => (/^\d+$/.test(value) ? Number(value) : value));

/** What the environment may set. A variable that is absent or empty has its default. */
export class Settings {
  @wholeNumber
  @IsInt({ message: 'PORT must be a whole number from 0 to 65535' })
  @Min(0, { message: 'PORT must be a whole number from 0 to 65535' })
  @Max(65535, { message: 'PORT must be a whole number from 0 to 65535' })
  PORT = 3000;

  @IsNotEmpty()
  HOST = '127.0.0.1';

  /** Host names that Kronika answers to beside those of `localhost`; `*` allows any. */
  @Transform(({ value }) => (typeof value === 'string' ? value.split(',').map((name) => name.trim()) : value))
  @Matches(HOST_NAME, {
    each: true,
    message: 'ALLOWED_HOSTS must be host names without port, separated by commas, such as shop.example,*.shop.example',
  })
  ALLOWED_HOSTS: string[] = [];

  /** Absent: Kronika starts a Postgres of its own under DATA_DIR. */
  @IsOptional()
  @Matches(/^postgres(ql)?:\/\//, { message: 'DATABASE_URL must look like postgres://user:password@host:5432/database' })
  DATABASE_URL?: string;

  /** A streaming replica for queries; absent: queries use the database of the commands. */
  @IsOptional()
  @Matches(/^postgres(ql)?:\/\//, { message: 'READ_DATABASE_URL must look like postgres://user:password@host:5432/database' })
  READ_DATABASE_URL?: string;

  @IsNotEmpty()
  DATA_DIR = '.kronika';

  /** The time zone of dates where a request names none. */
  @ValidateBy({
    name: 'timeZone',
    validator: {
      validate: isTimeZone,
      defaultMessage: () => 'TIME_ZONE must be the name of an IANA time zone such as Europe/Prague',
    },
  })
  TIME_ZONE = 'UTC';

  /** `web` answers HTTP, `worker` folds views and runs sagas. */
  @Matches(/^(web|worker|web,worker|worker,web)$/, { message: 'ROLES must be web, worker or web,worker' })
  ROLES = 'web,worker';

  @IsIn(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'], {
    message: 'LOG_LEVEL must be one of fatal, error, warn, info, debug, trace, silent',
  })
  LOG_LEVEL = 'info';

  get isWorker(): boolean {
    return this.ROLES.includes('worker');
  }

  get isWeb(): boolean {
    return this.ROLES.includes('web');
  }
}

/**
 * @param environment the process's variables; those that Kronika does not know are ignored
 * @param Type the settings of an app
 * @throws StartError naming the first variable that is wrong
 */
export function readSettings<S extends Settings = Settings>(
  environment: NodeJS.ProcessEnv,
  Type: new () => S = Settings as new () => S,
): S {
  const known = Object.keys({ ...new Type(), DATABASE_URL: '', READ_DATABASE_URL: '' });
  const given = known.map((name) => [name, environment[name]]).filter(([, value]) => value !== undefined && value !== '');
  const settings = plainToInstance(Type, Object.fromEntries(given), { exposeDefaultValues: true });
  const [wrong] = validateSync(settings);
  if (wrong) throw new StartError(Object.values(wrong.constraints ?? {})[0] ?? `${wrong.property} is not valid`);
  return settings;
}
