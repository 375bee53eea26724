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
    description: 'The position of the event that caused the command',
    example: null,
  })
  causationId!: string | null;

  @ApiProperty({
    required: false,
    pattern: '^00-[0-9a-f]{32}-[0-9a-f]{16}-[0-9a-f]{2}$',
    description: "The trace of the command, as a `traceparent` of W3C's Trace Context; absent: it has none",
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

  @ApiProperty({ type: 'integer', format: 'int64', example: 1, description: 'The position in the whole log' })
  position!: number;

  @ApiProperty({ example: 'order-1' })
  stream!: string;

  @ApiProperty({ type: 'integer', example: 1, description: 'The position in the stream' })
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
    description: 'The position of the event that caused it; null: it came from outside',
    example: null,
  })
  causedBy!: number | null;

  @ApiProperty({
    type: 'string',
    nullable: true,
    description: 'The saga that sent it, named as in /v1/subscriptions; null: it came from outside',
    example: null,
  })
  subscription!: string | null;

  @ApiProperty({
    type: 'integer',
    description: 'Length of the chain of commands that caused it; 0: it came from outside',
    example: 0,
  })
  depth!: number;

  @ApiProperty({ type: [TracedEventDocument], description: 'Its events, in order' })
  events!: TracedEventDocument[];
}
