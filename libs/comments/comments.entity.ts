import { Check, Column, Entity, ForeignKey, Index, PrimaryColumn } from 'typeorm';

const instant = { type: 'timestamptz', precision: 3 } as const;
const now = { ...instant, default: () => 'app.now()' } as const;

@Entity('comment')
@ForeignKey('newsroom', ['newsroom'], ['id'], { name: 'comment_newsroom_fkey' })
@ForeignKey('claim', ['newsroom', 'claimId'], ['newsroom', 'id'], { name: 'comment_claim' })
@ForeignKey('comment', ['newsroom', 'threadId'], ['newsroom', 'id'], { name: 'comment_thread' })
@ForeignKey('comment', ['newsroom', 'replyTo'], ['newsroom', 'id'], { name: 'comment_reply_to' })
@ForeignKey('evidence', ['newsroom', 'evidenceId'], ['newsroom', 'id'], { name: 'comment_evidence' })
@ForeignKey('person', ['newsroom', 'authorId'], ['newsroom', 'id'], { name: 'comment_author' })
@Check('comment_visibility', `visibility IN ('internal', 'desk')`)
@Check('comment_of_desk', `(visibility = 'desk') = (desk IS NOT NULL)`)
@Check('comment_begins', `(reply_to IS NULL) = (thread_id = id)`)
@Check('comment_withdrawn', `(withdrawn_at IS NULL) = (withdrawn_by IS NULL)`)
@Check(
  'comment_resolved',
  `(resolved_at IS NULL) = (resolved_by IS NULL) AND (resolved_at IS NULL OR reply_to IS NULL)`,
)
@Index('comment_of_claim', ['newsroom', 'claimId', 'createdAt', 'id'])
@Index('comment_of_thread', ['newsroom', 'threadId'])
@Index('comment_on_evidence', { synchronize: false })
export class CommentEntity {
  @PrimaryColumn('uuid', { primaryKeyConstraintName: 'comment_pk' }) newsroom!: string;
  @PrimaryColumn('uuid', { primaryKeyConstraintName: 'comment_pk' }) id!: string;
  @Column('integer', { default: 1 }) version!: number;
  @Column('integer', { default: 1 }) revision!: number;
  @Column('uuid') claimId!: string;
  /** The comment that began the talk; itself for that one. */
  @Column('uuid') threadId!: string;
  @Column('uuid', { nullable: true }) replyTo!: string | null;
  @Column('uuid', { nullable: true }) evidenceId!: string | null;
  @Column('jsonb', { nullable: true }) span!: unknown;
  @Column('text', { default: 'internal' }) visibility!: string;
  /** The desk that a comment to the desk went to. */
  @Column('text', { nullable: true }) desk!: string | null;
  @Column('text') text!: string;
  @Column('jsonb', { default: [] }) mentions!: unknown;
  @Column('uuid', { array: true, default: [] }) mentioned!: string[];
  @Column('uuid') authorId!: string;
  @Column(now) createdAt!: Date;
  @Column({ ...instant, nullable: true }) editedAt!: Date | null;
  @Column({ ...instant, nullable: true }) withdrawnAt!: Date | null;
  @Column('uuid', { nullable: true }) withdrawnBy!: string | null;
  @Column('text', { nullable: true }) withdrawnReason!: string | null;
  /** Its author left and was forgotten, and their words with them. */
  @Column({ ...instant, nullable: true }) erasedAt!: Date | null;
  /** Of the whole thread. */
  @Column({ ...instant, nullable: true }) resolvedAt!: Date | null;
  @Column('uuid', { nullable: true }) resolvedBy!: string | null;
}

/** Every text that a comment ever had, the present one too. */
@Entity('comment_revision')
@ForeignKey('newsroom', ['newsroom'], ['id'], { name: 'comment_revision_newsroom_fkey' })
@ForeignKey('comment', ['newsroom', 'commentId'], ['newsroom', 'id'], { name: 'comment_revision_comment' })
export class CommentRevisionEntity {
  @PrimaryColumn('uuid', { primaryKeyConstraintName: 'comment_revision_pk' }) newsroom!: string;
  @PrimaryColumn('uuid', { primaryKeyConstraintName: 'comment_revision_pk' }) commentId!: string;
  @PrimaryColumn('integer', { primaryKeyConstraintName: 'comment_revision_pk' }) revision!: number;
  @Column('text') text!: string;
  @Column('jsonb') mentions!: unknown;
  @Column(now) at!: Date;
  @Column('uuid') by!: string;
}

@Entity('comment_move')
@ForeignKey('newsroom', ['newsroom'], ['id'], { name: 'comment_move_newsroom_fkey' })
@ForeignKey('comment', ['newsroom', 'threadId'], ['newsroom', 'id'], { name: 'comment_move_thread' })
@Index('comment_move_by_claim', ['newsroom', 'mergedClaim'])
export class CommentMoveEntity {
  @PrimaryColumn('uuid', { primaryKeyConstraintName: 'comment_move_pk' }) newsroom!: string;
  @PrimaryColumn('uuid', { primaryKeyConstraintName: 'comment_move_pk' }) threadId!: string;
  @PrimaryColumn('uuid', { primaryKeyConstraintName: 'comment_move_pk' }) mergedClaim!: string;
  @Column(now) at!: Date;
}
