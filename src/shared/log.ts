import type { LoggerService } from '@nestjs/common';
import { type DestinationStream, type LogFn, type Logger, pino } from 'pino';
import { redacted } from './redaction.js';
import { RepeatedLines } from './repeated-lines.js';
import type { Settings } from './settings.js';

/**
 * Creates the logger of the process, for all of its lines: JSON, or text for people if stdout is a terminal. No line
 * of any level contains a secret (see `redacted`).
 */
export async function createLogger({ LOG_LEVEL, LOG_FORMAT }: Settings): Promise<Logger> {
  const format = LOG_FORMAT ?? (process.stdout.isTTY ? 'pretty' : 'json');
  // Redacts the finished line, so that nothing is missed, however deeply it is nested.
  const options = { level: LOG_LEVEL, hooks: { logMethod: oncePerInterval(), streamWrite: redacted } };
  return format === 'pretty' ? pino(options, await prettyDestination()) : pino(options);
}

/** pino's number of the level `warn`. */
const WARN_LEVEL = 40;

/** Writes one of several equal warnings or errors, and counts the others. */
function oncePerInterval() {
  const lines = new RepeatedLines();
  return function (this: Logger, args: Parameters<LogFn>, write: LogFn, level: number): void {
    const [first, text] = args as [unknown, unknown];
    const [rest, line] = typeof first === 'string' ? [{}, first] : [first, text ?? messageOf(first)];
    if (level < WARN_LEVEL || typeof line !== 'string') write.apply(this, args);
    else lines.write(line, (each) => write.apply(this, [rest, each]));
  };
}

const messageOf = (logged: unknown) => (logged as { err?: Error; message?: string }).err?.message ?? (logged as Error).message;

/** Imported on demand. It runs in this thread, because a bundle would lack the file of a worker thread. */
async function prettyDestination(): Promise<DestinationStream> {
  const { default: pretty } = await import('pino-pretty');
  const colorize = process.stdout.isTTY && !process.env.NO_COLOR;
  return pretty({ sync: true, colorize, ignore: 'pid,hostname', translateTime: 'SYS:HH:MM:ss.l' });
}

/** Writes Nest's log lines through pino, so that all lines of the process have one form. */
export class PinoLogger implements LoggerService {
  constructor(private readonly pino: Logger) {}
  private at =
    (level: 'info' | 'error' | 'warn' | 'debug' | 'trace' | 'fatal') =>
    (message: unknown, ...rest: unknown[]) => {
      const [context] = rest.slice(-1);
      const [fields, text] = message instanceof Error ? [{}, message.stack ?? message.message] : fieldsOf(message);
      this.pino[level]({ context, ...fields }, text);
    };
  // Nest logs the modules and routes of each start, which only helps to find a fault.
  log = this.at('debug');
  error = this.at('error');
  warn = this.at('warn');
  debug = this.at('debug');
  verbose = this.at('trace');
  fatal = this.at('fatal');
}

/** The fields and the text of a line. Of an object, `message` is the text and the other members are fields. */
function fieldsOf(message: unknown): [fields: object, text: string] {
  if (typeof message !== 'object' || message === null || !('message' in message)) return [{}, String(message)];
  const { message: text, ...fields } = message;
  return [fields, String(text)];
}
