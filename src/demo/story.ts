import type { Command } from '@nestjs/cqrs';
import type { CommandMeta, Receipt } from '#kronika';

/** A command without its metadata. */
export interface StoryCommand {
  readonly name: string;
  readonly given: readonly unknown[];
  command(meta: CommandMeta): Command<Receipt>;
}

/**
 * A sequence of commands for one entity. A story gets the receipt of each command before it yields the next one. Of
 * the receipts, its commands may depend on ids and versions only.
 */
export interface Story {
  /** Unique, and the same for the same seed. */
  readonly name: string;
  commands(): Generator<StoryCommand, void, Receipt>;
}

/** @returns a command of that class with these arguments. The metadata is added when it is executed */
export function send<G extends readonly unknown[]>(
  type: new (...given: [...G, CommandMeta]) => Command<Receipt>,
  ...given: G
): StoryCommand {
  return { name: type.name, given, command: (meta) => new type(...given, meta) };
}
