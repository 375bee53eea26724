import { Uuid, Whole } from '#kronika';

/** Shared by all examples, so that a request can refer to an entity that another example creates. */
export const EXAMPLE_IDS = {
  campaign: '019c1354-6d40-7c1a-8e2b-3f4a5b6c7d8e',
  creative: '019c1354-6f1c-7d2b-a3c4-5e6f7a8b9c0d',
  portfolio: '019c1354-71a8-7b3d-9f10-2c4e6a8b0d1f',
  section: '5f2b8a4e-3c1d-4e6f-a7b8-9c0d1e2f3a4b',
  parentSection: '8d7c6b5a-4f3e-4d2c-b1a0-9f8e7d6c5b4a',
  publisher: '019c1354-7610-7a2c-b4d6-8e0f1a3c5b7d',
} as const;

export class UndoBody {
  @Whole({ minimum: 1, maximum: 2_147_483_647, description: 'The version to go back to', example: 2 })
  version!: number;
}

export class CampaignInPath {
  @Uuid({ description: 'The id that the client chose when it created the campaign', example: EXAMPLE_IDS.campaign })
  id!: string;
}

export class CreativeInPath {
  @Uuid({ description: 'The id that the client chose when it created the creative', example: EXAMPLE_IDS.creative })
  id!: string;
}

export class PortfolioInPath {
  @Uuid({ description: 'The id that the client chose when it created the portfolio', example: EXAMPLE_IDS.portfolio })
  id!: string;
}

export class SectionInPath extends PortfolioInPath {
  @Uuid({ description: 'The id that the client chose when it added the section', example: EXAMPLE_IDS.section })
  section!: string;
}

export class PublisherInPath {
  @Uuid({ description: 'The id that the client chose when it created the publisher', example: EXAMPLE_IDS.publisher })
  id!: string;
}
