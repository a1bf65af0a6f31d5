import { Check, Column, Entity, ForeignKey, Index, PrimaryColumn, Unique } from 'typeorm';

const instant = { type: 'timestamptz', precision: 3 } as const;
const now = { ...instant, default: () => 'app.now()' } as const;
const maybe = { ...instant, nullable: true } as const;

@Entity('desk_channel')
@Unique('desk_channel_one', ['newsroom', 'desk'])
@ForeignKey('newsroom', ['newsroom'], ['id'], { name: 'desk_channel_newsroom_fkey' })
@ForeignKey('desk', ['newsroom', 'desk'], ['newsroom', 'key'], { name: 'desk_channel_desk' })
@Check('desk_channel_flavour', `flavour IN ('slack', 'mattermost')`)
@Check('desk_channel_status', `status IN ('enabled', 'disabled')`)
@Check('desk_channel_disabled', `(status = 'disabled') = (disabled_reason IS NOT NULL AND disabled_at IS NOT NULL)`)
@Check('desk_channel_reason', `disabled_reason IN ('gone', 'failing')`)
@Check('desk_channel_digest', `digest_hour BETWEEN 0 AND 23 AND (digest_hour IS NULL) = (digest_at IS NULL)`)
@Index('desk_channel_under_way', { synchronize: false })
@Index('desk_channel_digests', { synchronize: false })
export class DeskChannelEntity {
  @PrimaryColumn('uuid', { primaryKeyConstraintName: 'desk_channel_pk' }) newsroom!: string;
  @PrimaryColumn('uuid', { primaryKeyConstraintName: 'desk_channel_pk' }) id!: string;
  @Column('text') desk!: string;
  @Column('text') flavour!: string;
  /** Sealed under SECRET_KEY: whoever has the address can post. */
  @Column('bytea') url!: Buffer;
  /** What may be shown of it: the host, and its last characters. */
  @Column('text') host!: string;
  @Column('text') ending!: string;
  @Column('text', { array: true }) tells!: string[];
  @Column('text') language!: string;
  /** With `{id}` where the claim's id goes; null: the address of the API. */
  @Column('text', { nullable: true }) claimUrl!: string | null;
  @Column('boolean') quiet!: boolean;
  /** Of the day in the newsroom's time zone. */
  @Column('smallint', { nullable: true }) digestHour!: number | null;
  @Column(maybe) digestAt!: Date | null;
  @Column('text', { default: 'enabled' }) status!: string;
  @Column('text', { nullable: true }) disabledReason!: string | null;
  @Column(maybe) disabledAt!: Date | null;
  /** A class or a word of the chat's, never what it said at length. */
  @Column('text', { nullable: true }) lastError!: string | null;
  /** Nothing from before it is told. */
  @Column(now) activeSince!: Date;
  /** In a row. */
  @Column('integer', { default: 0 }) failures!: number;
  @Column(maybe) failingSince!: Date | null;
  @Column(maybe) heldUntil!: Date | null;
  @Column('integer', { default: 0 }) fence!: number;
  @Column(maybe) leasedUntil!: Date | null;
  @Column('uuid', { nullable: true }) createdBy!: string | null;
  @Column(now) createdAt!: Date;
  @Column('integer', { default: 1 }) version!: number;
}

@Entity('channel_post')
@ForeignKey('newsroom', ['newsroom'], ['id'], { name: 'channel_post_newsroom_fkey' })
@ForeignKey('desk_channel', ['newsroom', 'channelId'], ['newsroom', 'id'], { name: 'channel_post_channel' })
@Check('channel_post_state', `state IN ('sending', 'sent', 'put-off', 'refused', 'unknown')`)
@Check('channel_post_ended', `(state = 'sending') = (ended_at IS NULL)`)
@Index('channel_post_of_channel', ['newsroom', 'channelId', 'id'])
export class ChannelPostEntity {
  @PrimaryColumn('uuid', { primaryKeyConstraintName: 'channel_post_pk' }) newsroom!: string;
  @PrimaryColumn('uuid', { primaryKeyConstraintName: 'channel_post_pk' }) id!: string;
  @Column('uuid') channelId!: string;
  @Column('text', { default: 'sending' }) state!: string;
  /** Kind -> how many. */
  @Column('jsonb') tells!: unknown;
  @Column('integer', { nullable: true }) status!: number | null;
  @Column('text', { nullable: true }) error!: string | null;
  @Column(now) startedAt!: Date;
  @Column(maybe) endedAt!: Date | null;
}

@Entity('channel_notice')
@Unique('channel_notice_once', ['newsroom', 'channelId', 'sequence', 'kind', 'claimId'])
@ForeignKey('newsroom', ['newsroom'], ['id'], { name: 'channel_notice_newsroom_fkey' })
@ForeignKey('desk_channel', ['newsroom', 'channelId'], ['newsroom', 'id'], { name: 'channel_notice_channel' })
@ForeignKey('channel_post', ['newsroom', 'postId'], ['newsroom', 'id'], { name: 'channel_notice_post' })
@ForeignKey('claim', ['newsroom', 'claimId'], ['newsroom', 'id'], { name: 'channel_notice_claim' })
@Index('channel_notice_due', { synchronize: false })
@Index('channel_notice_in_post', ['newsroom', 'postId'])
export class ChannelNoticeEntity {
  @PrimaryColumn('uuid', { primaryKeyConstraintName: 'channel_notice_pk' }) newsroom!: string;
  @PrimaryColumn('uuid', { primaryKeyConstraintName: 'channel_notice_pk' }) id!: string;
  @Column('uuid') channelId!: string;
  @Column('text') kind!: string;
  @Column('uuid', { nullable: true }) claimId!: string | null;
  /** Of the log's row that it is of; null: a test, or a digest. */
  @Column('bigint', { nullable: true }) sequence!: number | null;
  @Column(instant) dueAt!: Date;
  @Column('uuid', { nullable: true }) postId!: string | null;
}
