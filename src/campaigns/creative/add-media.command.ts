import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { type CommandMeta, EventLog, type Receipt } from '#kronika';
import { addMedia, creativeDecider } from './creative.decider.js';
import type { CreativeMedia } from './creative.events.js';

/** Gives a creative a video whose file `MediaStore` has. */
export class AddMedia extends Command<Receipt> {
  constructor(
    readonly id: string,
    readonly media: CreativeMedia,
    readonly meta: CommandMeta,
  ) {
    super();
  }
}

@CommandHandler(AddMedia)
export class AddMediaHandler implements ICommandHandler<AddMedia> {
  constructor(private readonly log: EventLog) {}

  execute({ id, media, meta }: AddMedia) {
    return this.log.transaction(meta, ({ streams }) =>
      streams.change(creativeDecider, id, (creative) => addMedia(creative, media)),
    );
  }
}
