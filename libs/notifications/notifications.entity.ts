import { Check, Column, Entity, ForeignKey, Index, PrimaryColumn, Unique } from 'typeorm';

const instant = { type: 'timestamptz', precision: 3 } as const;

@Entity('watcher')
@ForeignKey('newsroom', ['newsroom'], ['id'], { name: 'watcher_newsroom_fkey' })
@ForeignKey('claim', ['newsroom', 'claimId'], ['newsroom', 'id'], { name: 'watcher_claim' })
@ForeignKey('person', ['newsroom', 'personId'], ['newsroom', 'id'], { name: 'watcher_person' })
@Check('watcher_why', `why IN ('self', 'added', 'assigned', 'commented', 'mentioned', 'asked')`)
@Index('watcher_of_person', ['newsroom', 'personId'])
export class WatcherEntity {
  @PrimaryColumn('uuid', { primaryKeyConstraintName: 'watcher_pk' }) newsroom!: string;
  @PrimaryColumn('uuid', { primaryKeyConstraintName: 'watcher_pk' }) claimId!: string;
  @PrimaryColumn('uuid', { primaryKeyConstraintName: 'watcher_pk' }) personId!: string;
  @Column('text') why!: string;
  @Column('uuid', { nullable: true }) addedBy!: string | null;
  @Column({ ...instant, default: () => 'app.now()' }) since!: Date;
}

@Entity('inbox')
@Unique('inbox_once', ['newsroom', 'sequence', 'personId', 'kind'])
@ForeignKey('newsroom', ['newsroom'], ['id'], { name: 'inbox_newsroom_fkey' })
@ForeignKey('person', ['newsroom', 'personId'], ['newsroom', 'id'], { name: 'inbox_person' })
@ForeignKey('claim', ['newsroom', 'claimId'], ['newsroom', 'id'], { name: 'inbox_claim' })
@ForeignKey('comment', ['newsroom', 'commentId'], ['newsroom', 'id'], { name: 'inbox_comment' })
@Check('inbox_how', `how IN ('inbox', 'mail', 'digest')`)
@Index('inbox_of_person', ['newsroom', 'personId', 'id'])
@Index('inbox_unread', { synchronize: false })
@Index('inbox_for_digest', { synchronize: false })
@Index('inbox_in_outgoing', { synchronize: false })
export class InboxEntity {
  @PrimaryColumn('uuid', { primaryKeyConstraintName: 'inbox_pk' }) newsroom!: string;
  @PrimaryColumn('uuid', { primaryKeyConstraintName: 'inbox_pk' }) id!: string;
  @Column('uuid') personId!: string;
  /** Of the log's row that it is about. */
  @Column('bigint') sequence!: number;
  @Column('uuid') eventId!: string;
  @Column('text') eventType!: string;
  @Column('text') kind!: string;
  @Column('uuid', { nullable: true }) claimId!: string | null;
  @Column('uuid', { nullable: true }) commentId!: string | null;
  @Column('jsonb') actor!: unknown;
  @Column(instant) at!: Date;
  /** As the person wanted it when it came. */
  @Column('text') how!: string;
  /** When the next digest would name it, while it is to. */
  @Column({ ...instant, nullable: true }) digestAt!: Date | null;
  /** The mail that names it. */
  @Column('uuid', { nullable: true }) outgoingId!: string | null;
  @Column({ ...instant, nullable: true }) readAt!: Date | null;
}

/** A blind reviewer's comment, of which nobody is told before the round is over. */
@Entity('comment_held')
@ForeignKey('newsroom', ['newsroom'], ['id'], { name: 'comment_held_newsroom_fkey' })
@ForeignKey('comment', ['newsroom', 'commentId'], ['newsroom', 'id'], { name: 'comment_held_comment' })
@Index('comment_held_of_claim', ['newsroom', 'claimId'])
export class CommentHeldEntity {
  @PrimaryColumn('uuid', { primaryKeyConstraintName: 'comment_held_pk' }) newsroom!: string;
  @PrimaryColumn('uuid', { primaryKeyConstraintName: 'comment_held_pk' }) commentId!: string;
  @Column('uuid') claimId!: string;
  @Column('uuid') eventId!: string;
}

/** An answer that came in a blind round, of which its asker alone was told before the round is over. */
@Entity('reply_held')
@ForeignKey('newsroom', ['newsroom'], ['id'], { name: 'reply_held_newsroom_fkey' })
@ForeignKey('reply_request', ['newsroom', 'requestId'], ['newsroom', 'id'], { name: 'reply_held_request' })
@Index('reply_held_of_claim', ['newsroom', 'claimId'])
export class ReplyHeldEntity {
  @PrimaryColumn('uuid', { primaryKeyConstraintName: 'reply_held_pk' }) newsroom!: string;
  @PrimaryColumn('uuid', { primaryKeyConstraintName: 'reply_held_pk' }) requestId!: string;
  @Column('uuid') claimId!: string;
  @Column('uuid') eventId!: string;
}

@Entity('notification_settings')
@ForeignKey('newsroom', ['newsroom'], ['id'], { name: 'notification_settings_newsroom_fkey' })
@ForeignKey('person', ['newsroom', 'personId'], ['newsroom', 'id'], { name: 'notification_settings_person' })
@Check('notification_settings_hour', 'digest_hour BETWEEN 0 AND 23')
export class NotificationSettingsEntity {
  @PrimaryColumn('uuid', { primaryKeyConstraintName: 'notification_settings_pk' }) newsroom!: string;
  @PrimaryColumn('uuid', { primaryKeyConstraintName: 'notification_settings_pk' }) personId!: string;
  /** Kind -> how; what is not named goes by the defaults. */
  @Column('jsonb', { default: {} }) preferences!: unknown;
  /** Of the day in the newsroom's time zone. */
  @Column('smallint', { default: 8 }) digestHour!: number;
  @Column('integer', { default: 1 }) version!: number;
}
