import { Check, Column, Entity, ForeignKey, Index, PrimaryColumn } from 'typeorm';

const now = { type: 'timestamptz', precision: 3, default: () => 'app.now()' } as const;
const instant = { type: 'timestamptz', precision: 3 } as const;
const maybe = { ...instant, nullable: true } as const;

@Entity('webhook_endpoint')
@Index('webhook_endpoint_by_time', { synchronize: false })
@ForeignKey('newsroom', ['newsroom'], ['id'], { name: 'webhook_endpoint_newsroom_fkey' })
@ForeignKey('desk', ['newsroom', 'desk'], ['newsroom', 'key'], { name: 'webhook_endpoint_desk' })
@Check('webhook_endpoint_status', `status IN ('enabled', 'disabled')`)
@Check('webhook_endpoint_disabled', `(status = 'disabled') = (disabled_reason IS NOT NULL AND disabled_at IS NOT NULL)`)
@Check('webhook_endpoint_reason', `disabled_reason IN ('by-hand', 'gone', 'failing')`)
@Check('webhook_endpoint_events', `cardinality(events) > 0`)
export class WebhookEndpointEntity {
  @PrimaryColumn('uuid', { primaryKeyConstraintName: 'webhook_endpoint_pk' }) newsroom!: string;
  @PrimaryColumn('uuid', { primaryKeyConstraintName: 'webhook_endpoint_pk' }) id!: string;
  @Column('text') url!: string;
  @Column('text', { nullable: true }) description!: string | null;
  @Column('text', { array: true }) events!: string[];
  @Column('text', { nullable: true }) desk!: string | null;
  @Column('text', { default: 'enabled' }) status!: 'enabled' | 'disabled';
  @Column('text', { nullable: true }) disabledReason!: string | null;
  @Column(maybe) disabledAt!: Date | null;
  /** Events before it are not sent: when it was created, or enabled again. */
  @Column(now) activeSince!: Date;
  /** The first failure since the last success. */
  @Column(maybe) failingSince!: Date | null;
  /** It asked for quiet by Retry-After. */
  @Column(maybe) heldUntil!: Date | null;
  @Column('uuid', { nullable: true }) createdBy!: string | null;
  @Column(now) createdAt!: Date;
  @Column('integer', { default: 1 }) version!: number;
}

@Entity('webhook_secret')
@Index('webhook_secret_of_endpoint', { synchronize: false })
@ForeignKey('newsroom', ['newsroom'], ['id'], { name: 'webhook_secret_newsroom_fkey' })
@ForeignKey('webhook_endpoint', ['newsroom', 'endpointId'], ['newsroom', 'id'], { name: 'webhook_secret_endpoint' })
export class WebhookSecretEntity {
  @PrimaryColumn('uuid', { primaryKeyConstraintName: 'webhook_secret_pk' }) newsroom!: string;
  @PrimaryColumn('uuid', { primaryKeyConstraintName: 'webhook_secret_pk' }) id!: string;
  @Column('uuid') endpointId!: string;
  @Column('bytea') ciphertext!: Buffer;
  @Column(now) createdAt!: Date;
  /** Null: the current one. */
  @Column(maybe) expiresAt!: Date | null;
}

@Entity('delivery')
@Index('delivery_once', { synchronize: false })
@Index('delivery_by_id', { synchronize: false })
@Index('delivery_by_endpoint', { synchronize: false })
@Index('delivery_by_status', { synchronize: false })
@Index('delivery_due_next', { synchronize: false })
@ForeignKey('newsroom', ['newsroom'], ['id'], { name: 'delivery_newsroom_fkey' })
@ForeignKey('webhook_endpoint', ['newsroom', 'endpointId'], ['newsroom', 'id'], { name: 'delivery_endpoint' })
@Check('delivery_status', `status IN ('pending', 'delivered', 'exhausted')`)
@Check('delivery_due', `(status = 'pending') = (next_attempt_at IS NOT NULL)`)
export class DeliveryEntity {
  @PrimaryColumn('uuid', { primaryKeyConstraintName: 'delivery_pk' }) newsroom!: string;
  @PrimaryColumn('timestamptz', { precision: 3, primaryKeyConstraintName: 'delivery_pk' }) at!: Date;
  @PrimaryColumn('uuid', { primaryKeyConstraintName: 'delivery_pk' }) id!: string;
  @Column('uuid') endpointId!: string;
  @Column('uuid') eventId!: string;
  @Column('text') eventType!: string;
  @Column('text', { default: 'pending' }) status!: 'pending' | 'delivered' | 'exhausted';
  @Column('integer', { default: 0 }) attempts!: number;
  @Column('integer', { default: 0 }) series!: number;
  @Column({ ...now, nullable: true }) nextAttemptAt!: Date | null;
  @Column('integer', { default: 0 }) fence!: number;
  @Column(maybe) leasedUntil!: Date | null;
  @Column('integer', { nullable: true }) lastStatus!: number | null;
  @Column('text', { nullable: true }) lastError!: string | null;
  @Column(now) createdAt!: Date;
  @Column(maybe) deliveredAt!: Date | null;
}

@Entity('delivery_attempt')
@Index('delivery_attempt_numbered', { synchronize: false })
@ForeignKey('newsroom', ['newsroom'], ['id'], { name: 'delivery_attempt_newsroom_fkey' })
@ForeignKey('delivery', ['newsroom', 'at', 'deliveryId'], ['newsroom', 'at', 'id'], { name: 'delivery_attempt_of' })
export class DeliveryAttemptEntity {
  @PrimaryColumn('uuid', { primaryKeyConstraintName: 'delivery_attempt_pk' }) newsroom!: string;
  @PrimaryColumn('timestamptz', { precision: 3, primaryKeyConstraintName: 'delivery_attempt_pk' }) at!: Date;
  @PrimaryColumn('uuid', { primaryKeyConstraintName: 'delivery_attempt_pk' }) id!: string;
  @Column('uuid') deliveryId!: string;
  @Column('integer') number!: number;
  @Column(now) startedAt!: Date;
  @Column('text') url!: string;
  @Column('integer') durationMs!: number;
  @Column('integer', { nullable: true }) status!: number | null;
  @Column('text', { nullable: true }) error!: string | null;
  @Column('text', { nullable: true }) errorDetail!: string | null;
  @Column('jsonb') requestHeaders!: Record<string, string>;
  @Column('jsonb', { nullable: true }) responseHeaders!: Record<string, string> | null;
  @Column('text', { nullable: true }) responseBody!: string | null;
}

@Entity('webhook_replay')
@Index('webhook_replay_of_endpoint', { synchronize: false })
@Index('webhook_replay_running', { synchronize: false })
@ForeignKey('newsroom', ['newsroom'], ['id'], { name: 'webhook_replay_newsroom_fkey' })
@ForeignKey('webhook_endpoint', ['newsroom', 'endpointId'], ['newsroom', 'id'], { name: 'webhook_replay_endpoint' })
@Check('webhook_replay_which', `which IN ('exhausted', 'missing', 'undelivered', 'all')`)
@Check('webhook_replay_state', `state IN ('running', 'done')`)
@Check('webhook_replay_range', `since < until`)
export class WebhookReplayEntity {
  @PrimaryColumn('uuid', { primaryKeyConstraintName: 'webhook_replay_pk' }) newsroom!: string;
  @PrimaryColumn('uuid', { primaryKeyConstraintName: 'webhook_replay_pk' }) id!: string;
  @Column('uuid') endpointId!: string;
  @Column(instant) since!: Date;
  @Column(instant) until!: Date;
  @Column('text') which!: string;
  @Column('text', { default: 'running' }) state!: 'running' | 'done';
  @Column('bigint', { default: 0 }) sequence!: number;
  @Column('integer', { default: 0 }) events!: number;
  @Column('integer', { default: 0 }) deliveries!: number;
  @Column('uuid', { nullable: true }) createdBy!: string | null;
  @Column(now) createdAt!: Date;
  @Column(maybe) finishedAt!: Date | null;
  @Column('integer', { default: 1 }) version!: number;
}
