import { Controller, Param, Post } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { CommandMeta } from '../event-log/command-meta.js';
import { CommandRoute, Meta } from '../http/commands.js';
import { Id } from '../http/fields.js';
import { Erasures } from './erasures.js';

class UserInPath {
  @Id({ description: 'As `userId` of orders and campaigns', example: 7 })
  userId!: number;
}

/** Erasing persons, for admins. */
@ApiTags('access')
@Controller('v1/users')
export class ErasuresController {
  constructor(private readonly erasures: Erasures) {}

  @Post(':userId/erase')
  @CommandRoute({
    role: 'admin',
    summary: 'Erase the texts of a user',
    description:
      'Names of the campaigns and of the goods that belong to the user read `[erased]` from then on, in all versions. Ids, numbers ' +
      'and times stay. Keys and sessions that are bound to the user end. It takes some milliseconds for each of them; if the ' +
      'answer got lost, it goes on, and the same request again is answered at its end.',
    problems: { 412: ['erasure.version-mismatch'] },
  })
  eraseUser(@Param() { userId }: UserInPath, @Meta() meta: CommandMeta) {
    return this.erasures.erase(userId, meta);
  }
}
