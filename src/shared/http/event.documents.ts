import { ApiProperty } from '@nestjs/swagger';

export class MetadataDocument {
  @ApiProperty({ type: 'string', format: 'uuid', example: '0b7c9f3e-6a3e-4a52-9d5b-6d1f3a1c2e4f' })
  commandId!: string;

  @ApiProperty({ example: 'anonymous' })
  actor!: string;

  @ApiProperty({ example: '0b7c9f3e-6a3e-4a52-9d5b-6d1f3a1c2e4f' })
  correlationId!: string;

  @ApiProperty({
    type: 'string',
    nullable: true,
    description: 'The position of the event that led to the command',
    example: null,
  })
  causationId!: string | null;

  @ApiProperty({
    required: false,
    pattern: '^00-[0-9a-f]{32}-[0-9a-f]{16}-[0-9a-f]{2}$',
    description: "The trace that it is a part of, as W3C's Trace Context writes it; absent if it is a part of none",
    example: '00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01',
  })
  traceparent?: string;
}

/** An event without its data. */
export class TracedEventDocument {
  @ApiProperty({ example: 'order_created_v1' })
  eventType!: string;

  @ApiProperty({ example: '1' })
  entityId!: string;

  @ApiProperty({ type: 'string', format: 'date-time', example: '2026-01-31T09:30:00.000Z' })
  datetime!: Date;

  @ApiProperty({ type: 'integer', format: 'int64', example: 1, description: 'In the whole log' })
  position!: number;

  @ApiProperty({ example: 'order-1' })
  stream!: string;

  @ApiProperty({ type: 'integer', example: 1, description: 'In the stream' })
  version!: number;
}

/** An event in answers of HTTP. */
export class EventDocument extends TracedEventDocument {
  @ApiProperty({ type: 'object', additionalProperties: true, example: { id: 1, user_id: 42 } })
  data!: unknown;

  @ApiProperty()
  metadata!: MetadataDocument;
}

export class TracedCommandDocument {
  @ApiProperty({ example: '0b7c9f3e-6a3e-4a52-9d5b-6d1f3a1c2e4f' })
  commandId!: string;

  @ApiProperty({ description: 'The actor that sent it', example: 'anonymous' })
  actor!: string;

  @ApiProperty({
    type: 'integer',
    format: 'int64',
    nullable: true,
    description: 'The position of the event that led to it; null: it came from outside',
    example: null,
  })
  causedBy!: number | null;

  @ApiProperty({
    type: 'string',
    nullable: true,
    description: 'The saga that sent it because of that event, as /v1/subscriptions names it; null: it came from outside',
    example: null,
  })
  subscription!: string | null;

  @ApiProperty({
    type: 'integer',
    description: 'One more than that of the command whose event led to it; the first one has 0',
    example: 0,
  })
  depth!: number;

  @ApiProperty({ type: [TracedEventDocument], description: 'Its events, in order' })
  events!: TracedEventDocument[];
}
