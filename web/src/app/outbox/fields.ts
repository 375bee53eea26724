import type { LoggedEvent } from './entry.js';

/** The fields of an entity that each type of event sets, as commands name theirs. */
const FIELDS: Readonly<Record<string, readonly string[]>> = {
  CampaignCreated: ['*'],
  CampaignNameSet: ['name'],
  CampaignCurrencySet: ['currency', 'price'],
  CampaignPriceSet: ['price'],
  CampaignScheduleSet: ['schedule'],
  CampaignPlacementsSet: ['placements'],
  CampaignPausedSet: ['paused'],
  CampaignLimitsSet: ['limits'],
  CampaignTargetingSet: ['targeting'],
  CampaignRankSet: ['rank'],
  // They follow from other events, or from time.
  CampaignRunnableStateChanged: [],
  CampaignEnded: [],
  CampaignFulfilled: [],
  CreativeCreated: ['*'],
  // Another video has to be approved again.
  CreativeMediaAdded: ['media', 'approval'],
  CreativeNameSet: ['name'],
  CreativeClickThroughSet: ['clickThrough'],
  CreativeWeightSet: ['weight'],
  CreativeApprovalSet: ['approval'],
  PublisherNameSet: ['name'],
  PortfolioNameSet: ['name'],
  order_updated_v1: ['user_id'],
};

interface SectionData {
  readonly id: string;
  readonly sectionId: string;
  readonly removed: readonly string[];
}

/** Fields of the sections in a portfolio: two people may change different sections at once. */
const SECTION_FIELDS: Readonly<Record<string, (data: SectionData) => readonly string[]>> = {
  SectionAdded: () => [],
  SectionNameSet: ({ id }) => [`name of ${id}`],
  SectionAdRulesSet: ({ sectionId }) => [`ad rules of ${sectionId}`],
  SectionMoved: ({ id }) => [`place of ${id}`],
  SectionRemoved: ({ removed }) => removed.flatMap((id) => [`name of ${id}`, `place of ${id}`, `ad rules of ${id}`]),
};

interface GoodsData {
  readonly [name: string]: unknown;
  readonly previous: Readonly<Record<string, unknown>>;
}

/** The event says what only these fields were before. */
const GOODS_FIELDS = ['order_id', 'quantity', 'unit_price'];

const goodsFieldsOf = ({ previous, ...now }: GoodsData): readonly string[] => [
  ...['sku', 'name'],
  ...GOODS_FIELDS.filter((name) => previous[name] !== now[name]),
];

/** @returns the fields that an event set; `*` for all, also of a type that is not known here */
export const fieldsOf = ({ eventType, data }: LoggedEvent): readonly string[] =>
  (eventType === 'goods_updated_v1' ? goodsFieldsOf(data as GoodsData) : undefined) ??
  SECTION_FIELDS[eventType]?.(data as SectionData) ??
  FIELDS[eventType] ?? ['*'];
