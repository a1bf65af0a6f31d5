import { Check, Column, Entity, ForeignKey, Index, PrimaryColumn } from 'typeorm';

const instant = { type: 'timestamptz', precision: 3 } as const;
const now = { ...instant, default: () => 'app.now()' } as const;
// TypeORM writes into the options that it is given: spread these at each use.
const maybe = { nullable: true } as const;

@Entity('claim')
@ForeignKey('newsroom', ['newsroom'], ['id'], { name: 'claim_newsroom_fkey' })
@ForeignKey('article', ['newsroom', 'articleId'], ['newsroom', 'id'], { name: 'claim_article' })
@ForeignKey('claim', ['newsroom', 'splitFrom'], ['newsroom', 'id'], { name: 'claim_split_from' })
@ForeignKey('claim', ['newsroom', 'mergedInto'], ['newsroom', 'id'], { name: 'claim_merged_into' })
@ForeignKey('desk', ['newsroom', 'desk'], ['newsroom', 'key'], { name: 'claim_desk' })
@Check(
  'claim_state',
  `state IN ('proposed', 'queued', 'in_review', 'disputed', 'in_signoff', 'approved', 'published', 'dismissed', 'merged', 'retracted')`,
)
@Check('claim_publication', `publication IN ('none', 'live', 'retracted')`)
@Check('claim_live', `publication <> 'live' OR state NOT IN ('dismissed', 'merged', 'retracted')`)
@Check('claim_published', `state <> 'published' OR publication = 'live'`)
@Check('claim_merged', `(state = 'merged') = (merged_into IS NOT NULL)`)
@Check('claim_hour', `publish_at IS NULL OR state = 'approved'`)
@Check('claim_seats', `open_seats >= 0 AND (open_seats = 0 OR state IN ('queued', 'in_review'))`)
@Check('claim_kind', `kind IN ('factual', 'prediction', 'opinion')`)
@Check('claim_priority', 'priority BETWEEN 0 AND 3')
@Check('claim_score', 'score BETWEEN 0 AND 1')
@Index('claim_queue', { synchronize: false })
@Index('claim_of_desk', ['newsroom', 'desk', 'state', 'createdAt', 'id'])
@Index('claim_reopened', { synchronize: false })
@Index('claim_by_entry', ['newsroom', 'createdAt', 'id'])
@Index('claim_by_state', ['newsroom', 'state', 'createdAt', 'id'])
@Index('claim_by_due_time', { synchronize: false })
@Index('claim_of_article', { synchronize: false })
@Index('claim_by_words', ['newsroom', 'textKey'])
@Index('claim_merged_by_target', { synchronize: false })
@Index('claim_split_by_origin', { synchronize: false })
@Index('claim_hour_set', { synchronize: false })
@Index('claim_external_ref', { synchronize: false })
export class ClaimEntity {
  @PrimaryColumn('uuid', { primaryKeyConstraintName: 'claim_pk' }) newsroom!: string;
  @PrimaryColumn('uuid', { primaryKeyConstraintName: 'claim_pk' }) id!: string;
  @Column('integer', { default: 1 }) version!: number;
  /** Written by one statement, in the workflow. */
  @Column({ type: 'text', default: 'proposed', update: false }) state!: string;
  @Column({ type: 'text', default: 'none', update: false }) publication!: string;
  @Column('text') text!: string;
  @Column('text') textKey!: string;
  @Column('text', { ...maybe }) wording!: string | null;
  @Column('text', { default: 'factual' }) kind!: string;
  @Column('uuid', { ...maybe }) articleId!: string | null;
  @Column('jsonb', { default: [] }) spans!: unknown;
  @Column('text', { ...maybe }) context!: string | null;
  @Column('text', { ...maybe }) language!: string | null;
  @Column('real', { ...maybe }) score!: number | null;
  @Column('jsonb', { default: [] }) scoreReasons!: unknown;
  /** `{kind, model, builtInScore}`; null for claims without a score, or from before it was kept. */
  @Column('jsonb', { ...maybe }) scoreOrigin!: unknown;
  @Column('smallint', { default: 1 }) priority!: number;
  @Column('text', { ...maybe }) desk!: string | null;
  @Column('text', { array: true, default: [] }) labels!: string[];
  @Column({ ...instant, ...maybe }) dueAt!: Date | null;
  @Column({ ...instant, ...maybe }) notBefore!: Date | null;
  @Column('text', { ...maybe }) externalRef!: string | null;
  @Column('uuid', { ...maybe }) splitFrom!: string | null;
  @Column({ type: 'uuid', ...maybe, update: false }) mergedInto!: string | null;
  @Column({ ...instant, ...maybe, update: false }) publishAt!: Date | null;
  @Column({ type: 'jsonb', ...maybe, update: false }) publishCorrection!: unknown;
  @Column({ type: 'jsonb', ...maybe, update: false }) suggestion!: unknown;
  @Column({ type: 'smallint', default: 0, update: false }) openSeats!: number;
  @Column(now) createdAt!: Date;
  @Column('jsonb') createdBy!: unknown;
  /** Since when the hours of a due time run that the policy set; null: set by hand, or none. */
  @Column({ ...instant, ...maybe }) dueFrom!: Date | null;
}

@Entity('appearance')
@ForeignKey('newsroom', ['newsroom'], ['id'], { name: 'appearance_newsroom_fkey' })
@ForeignKey('claim', ['newsroom', 'claimId'], ['newsroom', 'id'], { name: 'appearance_claim' })
@ForeignKey('article', ['newsroom', 'articleId'], ['newsroom', 'id'], { name: 'appearance_article' })
@Check('appearance_claimant_kind', `claimant_kind IN ('person', 'role', 'outlet', 'anonymous', 'unsourced', 'author')`)
@Check('appearance_stance', `stance IN ('asserts', 'denies', 'reports')`)
@Index('appearance_of_claim', ['newsroom', 'claimId', 'id'])
@Index('appearance_of_article', { synchronize: false })
@Index('appearance_by_claimant', { synchronize: false })
export class AppearanceEntity {
  @PrimaryColumn('uuid', { primaryKeyConstraintName: 'appearance_pk' }) newsroom!: string;
  @PrimaryColumn('uuid', { primaryKeyConstraintName: 'appearance_pk' }) id!: string;
  @Column('uuid') claimId!: string;
  @Column('text') claimantKind!: string;
  @Column('text', { ...maybe }) claimantName!: string | null;
  @Column('text', { ...maybe }) claimantRole!: string | null;
  @Column('text', { array: true, default: [] }) reportedBy!: string[];
  @Column('text', { default: 'asserts' }) stance!: string;
  @Column({ ...instant, ...maybe }) saidAt!: Date | null;
  @Column('uuid', { ...maybe }) articleId!: string | null;
  @Column('text', { ...maybe }) url!: string | null;
  @Column('jsonb', { default: [] }) spans!: unknown;
  @Column('jsonb', { ...maybe }) cueSpan!: unknown;
  @Column('text', { ...maybe }) wording!: string | null;
  @Column(now) createdAt!: Date;
}

@Entity('claim_merge')
@ForeignKey('newsroom', ['newsroom'], ['id'], { name: 'claim_merge_newsroom_fkey' })
@ForeignKey('claim', ['newsroom', 'claimId'], ['newsroom', 'id'], { name: 'claim_merge_claim' })
@ForeignKey('claim', ['newsroom', 'targetId'], ['newsroom', 'id'], { name: 'claim_merge_target' })
@Index('claim_merge_standing', { synchronize: false })
@Index('claim_merge_by_target', { synchronize: false })
export class ClaimMergeEntity {
  @PrimaryColumn('uuid', { primaryKeyConstraintName: 'claim_merge_pk' }) newsroom!: string;
  @PrimaryColumn('uuid', { primaryKeyConstraintName: 'claim_merge_pk' }) id!: string;
  @Column('uuid') claimId!: string;
  @Column('uuid') targetId!: string;
  @Column('text') stance!: string;
  @Column(now) at!: Date;
  @Column({ ...instant, ...maybe }) undoneAt!: Date | null;
}

@Entity('claim_merge_move')
@ForeignKey('newsroom', ['newsroom'], ['id'], { name: 'claim_merge_move_newsroom_fkey' })
@ForeignKey('claim_merge', ['newsroom', 'mergeId'], ['newsroom', 'id'], { name: 'claim_merge_move_merge' })
@ForeignKey('appearance', ['newsroom', 'appearanceId'], ['newsroom', 'id'], {
  name: 'claim_merge_move_appearance',
  onDelete: 'CASCADE',
})
@Index('claim_merge_move_of_appearance', ['newsroom', 'appearanceId'])
export class ClaimMergeMoveEntity {
  @PrimaryColumn('uuid', { primaryKeyConstraintName: 'claim_merge_move_pk' }) newsroom!: string;
  @PrimaryColumn('uuid', { primaryKeyConstraintName: 'claim_merge_move_pk' }) mergeId!: string;
  @PrimaryColumn('uuid', { primaryKeyConstraintName: 'claim_merge_move_pk' }) appearanceId!: string;
  @Column('text') stanceBefore!: string;
}

@Entity('claim_match')
@ForeignKey('newsroom', ['newsroom'], ['id'], { name: 'claim_match_newsroom_fkey' })
@ForeignKey('claim', ['newsroom', 'claimId'], ['newsroom', 'id'], { name: 'claim_match_claim' })
@ForeignKey('claim', ['newsroom', 'earlierId'], ['newsroom', 'id'], { name: 'claim_match_earlier' })
@ForeignKey('imported_review', ['newsroom', 'reviewId'], ['newsroom', 'id'], { name: 'claim_match_review' })
@Check('claim_match_state', `state IN ('suggested', 'confirmed', 'rejected')`)
@Check('claim_match_apart', 'claim_id <> earlier_id')
@Check('claim_match_score', 'score BETWEEN 0 AND 1')
@Check('claim_match_one', 'num_nonnulls(earlier_id, review_id) = 1')
@Index('claim_match_pair', ['newsroom', 'claimId', 'earlierId'], { unique: true })
@Index('claim_match_by_score', { synchronize: false })
@Index('claim_match_by_earlier', ['newsroom', 'earlierId'])
@Index('claim_match_review_pair', { synchronize: false })
@Index('claim_match_by_review', { synchronize: false })
export class ClaimMatchEntity {
  @PrimaryColumn('uuid', { primaryKeyConstraintName: 'claim_match_pk' }) newsroom!: string;
  @PrimaryColumn('uuid', { primaryKeyConstraintName: 'claim_match_pk' }) id!: string;
  @Column('uuid') claimId!: string;
  @Column('uuid', { ...maybe }) earlierId!: string | null;
  @Column('uuid', { ...maybe }) reviewId!: string | null;
  @Column('real') score!: number;
  @Column('jsonb', { default: [] }) reasons!: unknown;
  @Column('text', { default: 'suggested' }) state!: string;
  @Column('uuid', { ...maybe }) decidedBy!: string | null;
  @Column({ ...instant, ...maybe }) decidedAt!: Date | null;
  @Column('integer', { default: 1 }) version!: number;
  @Column(now) createdAt!: Date;
}
