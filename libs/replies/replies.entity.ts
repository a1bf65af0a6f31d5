import { Check, Column, Entity, ForeignKey, Index, PrimaryColumn } from 'typeorm';

const instant = { type: 'timestamptz', precision: 3 } as const;
const now = { ...instant, default: () => 'app.now()' } as const;
const channels = `'email', 'phone', 'letter', 'social', 'in-person', 'other'`;

/** Somebody who was asked about a claim, and what came back. `name` to `question` and `answer` are null once erased. */
@Entity('reply_request')
@ForeignKey('newsroom', ['newsroom'], ['id'], { name: 'reply_request_newsroom_fkey' })
@ForeignKey('claim', ['newsroom', 'claimId'], ['newsroom', 'id'], { name: 'reply_request_claim' })
@ForeignKey('person', ['newsroom', 'askedBy'], ['newsroom', 'id'], { name: 'reply_request_asker' })
@Check('reply_request_channel', `channel IN (${channels})`)
@Check('reply_request_answer_channel', `answer_channel IN (${channels})`)
@Check('reply_request_named', `(name IS NULL) = (erased_at IS NOT NULL)`)
@Check('reply_request_due', `due_at > asked_at`)
@Check(
  'reply_request_outcome',
  `outcome IN ('answered', 'declined')
      AND (outcome IS NULL) = (answered_at IS NULL) AND (outcome IS NULL) = (answer_channel IS NULL)
      AND (outcome IS NOT NULL OR answer IS NULL) AND (outcome <> 'answered' OR answer IS NOT NULL OR erased_at IS NOT NULL)`,
)
@Check('reply_request_withdrawn', `(withdrawn_at IS NULL) = (withdrawn_by IS NULL)`)
@Index('reply_request_of_claim', ['newsroom', 'claimId', 'createdAt', 'id'])
@Index('reply_request_by_due_time', ['newsroom', 'dueAt', 'id'])
export class ReplyRequestEntity {
  @PrimaryColumn('uuid', { primaryKeyConstraintName: 'reply_request_pk' }) newsroom!: string;
  @PrimaryColumn('uuid', { primaryKeyConstraintName: 'reply_request_pk' }) id!: string;
  @Column('integer', { default: 1 }) version!: number;
  @Column('uuid') claimId!: string;
  @Column('text', { nullable: true }) name!: string | null;
  @Column('text', { nullable: true }) role!: string | null;
  @Column('text', { nullable: true }) organisation!: string | null;
  /** Who of the claim's claimants it is, as they were called then. */
  @Column('jsonb', { nullable: true }) claimant!: unknown;
  @Column('text', { nullable: true }) contact!: string | null;
  @Column('text', { nullable: true }) question!: string | null;
  @Column('text') channel!: string;
  @Column('uuid') askedBy!: string;
  @Column(instant) askedAt!: Date;
  @Column(instant) dueAt!: Date;
  @Column('boolean', { default: true }) public!: boolean;
  @Column(now) createdAt!: Date;
  @Column('text', { nullable: true }) outcome!: string | null;
  @Column('text', { nullable: true }) answer!: string | null;
  @Column('boolean', { nullable: true }) verbatim!: boolean | null;
  @Column({ ...instant, nullable: true }) answeredAt!: Date | null;
  @Column('text', { nullable: true }) answerChannel!: string | null;
  @Column({ ...instant, nullable: true }) withdrawnAt!: Date | null;
  @Column('uuid', { nullable: true }) withdrawnBy!: string | null;
  @Column('text', { nullable: true }) withdrawnReason!: string | null;
  @Column({ ...instant, nullable: true }) erasedAt!: Date | null;
}

/** Everything that a request said, and that was recorded as its answer, the present one too. */
@Entity('reply_revision')
@ForeignKey('newsroom', ['newsroom'], ['id'], { name: 'reply_revision_newsroom_fkey' })
@ForeignKey('reply_request', ['newsroom', 'requestId'], ['newsroom', 'id'], { name: 'reply_revision_request' })
export class ReplyRevisionEntity {
  @PrimaryColumn('uuid', { primaryKeyConstraintName: 'reply_revision_pk' }) newsroom!: string;
  @PrimaryColumn('uuid', { primaryKeyConstraintName: 'reply_revision_pk' }) requestId!: string;
  /** The request's version that it made. */
  @PrimaryColumn('integer', { primaryKeyConstraintName: 'reply_revision_pk' }) revision!: number;
  @Column('jsonb') content!: unknown;
  @Column('text', { nullable: true }) reason!: string | null;
  @Column(now) at!: Date;
  @Column('uuid') by!: string;
}

@Entity('reply_move')
@ForeignKey('newsroom', ['newsroom'], ['id'], { name: 'reply_move_newsroom_fkey' })
@ForeignKey('reply_request', ['newsroom', 'requestId'], ['newsroom', 'id'], { name: 'reply_move_request' })
@Index('reply_move_by_claim', ['newsroom', 'mergedClaim'])
export class ReplyMoveEntity {
  @PrimaryColumn('uuid', { primaryKeyConstraintName: 'reply_move_pk' }) newsroom!: string;
  @PrimaryColumn('uuid', { primaryKeyConstraintName: 'reply_move_pk' }) requestId!: string;
  @PrimaryColumn('uuid', { primaryKeyConstraintName: 'reply_move_pk' }) mergedClaim!: string;
  @Column(now) at!: Date;
}
