import { Check, Column, Entity, ForeignKey, Index, PrimaryColumn } from 'typeorm';
import type { RoundPolicy } from './reviews.types.js';

const now = { type: 'timestamptz', precision: 3, default: () => 'app.now()' } as const;
const later = { type: 'timestamptz', precision: 3, nullable: true } as const;
// TypeORM writes into the options that it is given: spread these at each use.
const maybe = { nullable: true } as const;

@Entity('round')
@ForeignKey('newsroom', ['newsroom'], ['id'], { name: 'round_newsroom_fkey' })
@ForeignKey('claim', ['newsroom', 'claimId'], ['newsroom', 'id'], { name: 'round_claim' })
@Check('round_status', `status IN ('open', 'closed', 'abandoned')`)
@Check('round_end', `(status = 'open') = (ended_at IS NULL)`)
@Index('round_numbered', ['newsroom', 'claimId', 'number'], { unique: true })
@Index('round_one_open', { synchronize: false })
export class RoundEntity {
  @PrimaryColumn('uuid', { primaryKeyConstraintName: 'round_pk' }) newsroom!: string;
  @PrimaryColumn('uuid', { primaryKeyConstraintName: 'round_pk' }) id!: string;
  @Column('uuid') claimId!: string;
  @Column('integer') number!: number;
  @Column('text', { default: 'open' }) status!: string;
  @Column('jsonb') policy!: RoundPolicy;
  @Column('boolean', { ...maybe }) agreed!: boolean | null;
  @Column(now) openedAt!: Date;
  @Column(later) endedAt!: Date | null;
}

@Entity('draft')
@ForeignKey('newsroom', ['newsroom'], ['id'], { name: 'draft_newsroom_fkey' })
@ForeignKey('claim', ['newsroom', 'claimId'], ['newsroom', 'id'], { name: 'draft_claim' })
@ForeignKey('person', ['newsroom', 'personId'], ['newsroom', 'id'], { name: 'draft_person' })
@Index('draft_of_person', ['newsroom', 'personId'])
export class DraftEntity {
  @PrimaryColumn('uuid', { primaryKeyConstraintName: 'draft_pk' }) newsroom!: string;
  @PrimaryColumn('uuid', { primaryKeyConstraintName: 'draft_pk' }) claimId!: string;
  @PrimaryColumn('uuid', { primaryKeyConstraintName: 'draft_pk' }) personId!: string;
  @Column('integer', { default: 1 }) version!: number;
  @Column('text', { ...maybe }) rating!: string | null;
  @Column('text', { ...maybe }) summary!: string | null;
  @Column('text', { ...maybe }) explanation!: string | null;
  @Column('uuid', { array: true, default: [] }) evidenceIds!: string[];
  @Column('uuid', { ...maybe }) handedOnBy!: string | null;
  @Column(now) updatedAt!: Date;
}

@Entity('review')
@ForeignKey('newsroom', ['newsroom'], ['id'], { name: 'review_newsroom_fkey' })
@ForeignKey('claim', ['newsroom', 'claimId'], ['newsroom', 'id'], { name: 'review_claim' })
@ForeignKey('round', ['newsroom', 'roundId'], ['newsroom', 'id'], { name: 'review_round' })
@ForeignKey('person', ['newsroom', 'personId'], ['newsroom', 'id'], { name: 'review_person' })
@ForeignKey('rating_scale', ['newsroom', 'scaleId'], ['newsroom', 'id'], { name: 'review_scale' })
@Index('review_of_claim', ['newsroom', 'claimId', 'submittedAt', 'id'])
@Index('review_of_round', ['newsroom', 'roundId'])
@Index('review_of_person', ['newsroom', 'personId', 'submittedAt', 'id'])
@Index('review_one_of_person', { synchronize: false })
export class ReviewEntity {
  @PrimaryColumn('uuid', { primaryKeyConstraintName: 'review_pk' }) newsroom!: string;
  @PrimaryColumn('uuid', { primaryKeyConstraintName: 'review_pk' }) id!: string;
  @Column('uuid') claimId!: string;
  @Column('uuid') roundId!: string;
  @Column('smallint') position!: number;
  @Column('uuid') personId!: string;
  @Column('text') rating!: string;
  @Column('uuid') scaleId!: string;
  @Column('integer') scaleVersion!: number;
  @Column('text') summary!: string;
  @Column('text') explanation!: string;
  @Column('uuid', { array: true }) evidenceIds!: string[];
  @Column(now) submittedAt!: Date;
  @Column(later) withdrawnAt!: Date | null;
}

@Entity('assignment')
@ForeignKey('newsroom', ['newsroom'], ['id'], { name: 'assignment_newsroom_fkey' })
@ForeignKey('claim', ['newsroom', 'claimId'], ['newsroom', 'id'], { name: 'assignment_claim' })
@ForeignKey('round', ['newsroom', 'roundId'], ['newsroom', 'id'], { name: 'assignment_round' })
@ForeignKey('person', ['newsroom', 'personId'], ['newsroom', 'id'], { name: 'assignment_person' })
@ForeignKey('review', ['newsroom', 'reviewId'], ['newsroom', 'id'], { name: 'assignment_review' })
@Check('assignment_kind', `kind IN ('lease', 'assigned')`)
@Check('assignment_lease', `kind = 'lease' OR lease_expires_at IS NULL`)
@Check('assignment_end_cause', `end_cause IN ('released', 'expired', 'handed over', 'recused', 'closed')`)
@Check('assignment_end', '(ended_at IS NULL) = (end_cause IS NULL)')
@Index('assignment_one_on_seat', { synchronize: false })
@Index('assignment_nobody_twice', { synchronize: false })
@Index('assignment_working', { synchronize: false })
@Index('assignment_lease_over', { synchronize: false })
@Index('assignment_of_claim', ['newsroom', 'claimId', 'since', 'id'])
@Index('assignment_of_round', ['newsroom', 'roundId', 'personId'])
export class AssignmentEntity {
  @PrimaryColumn('uuid', { primaryKeyConstraintName: 'assignment_pk' }) newsroom!: string;
  @PrimaryColumn('uuid', { primaryKeyConstraintName: 'assignment_pk' }) id!: string;
  @Column('uuid') claimId!: string;
  @Column('uuid') roundId!: string;
  @Column('smallint') position!: number;
  @Column('uuid') personId!: string;
  @Column('text') kind!: string;
  @Column('uuid', { ...maybe }) givenBy!: string | null;
  @Column(now) since!: Date;
  @Column(later) leaseExpiresAt!: Date | null;
  @Column(later) dueAt!: Date | null;
  @Column('text', { ...maybe }) message!: string | null;
  @Column('uuid', { ...maybe }) reviewId!: string | null;
  @Column(later) endedAt!: Date | null;
  @Column('text', { ...maybe }) endCause!: string | null;
  @Column('text', { ...maybe }) endReason!: string | null;
}

@Entity('verdict')
@ForeignKey('newsroom', ['newsroom'], ['id'], { name: 'verdict_newsroom_fkey' })
@ForeignKey('claim', ['newsroom', 'claimId'], ['newsroom', 'id'], { name: 'verdict_claim' })
@ForeignKey('round', ['newsroom', 'roundId'], ['newsroom', 'id'], { name: 'verdict_round' })
@ForeignKey('review', ['newsroom', 'reviewId'], ['newsroom', 'id'], { name: 'verdict_review' })
@ForeignKey('rating_scale', ['newsroom', 'scaleId'], ['newsroom', 'id'], { name: 'verdict_scale' })
@Check('verdict_status', `status IN ('standing', 'superseded', 'published')`)
@Check('verdict_end', `(status = 'standing') = (ended_at IS NULL)`)
@Check('verdict_origin', `origin IN ('review', 'agreement', 'adjudicated', 'adjudicated-anew', 'amended')`)
@Check('verdict_authors', 'cardinality(authors) > 0')
@Index('verdict_one_standing', { synchronize: false })
@Index('verdict_of_claim', ['newsroom', 'claimId', 'createdAt', 'id'])
@Index('verdict_of_round', ['newsroom', 'roundId'])
export class VerdictEntity {
  @PrimaryColumn('uuid', { primaryKeyConstraintName: 'verdict_pk' }) newsroom!: string;
  @PrimaryColumn('uuid', { primaryKeyConstraintName: 'verdict_pk' }) id!: string;
  @Column('uuid') claimId!: string;
  @Column('uuid') roundId!: string;
  @Column('text', { default: 'standing' }) status!: string;
  @Column('text') origin!: string;
  @Column('uuid', { ...maybe }) reviewId!: string | null;
  @Column('text') rating!: string;
  @Column('uuid') scaleId!: string;
  @Column('integer') scaleVersion!: number;
  @Column('text') summary!: string;
  @Column('text') explanation!: string;
  @Column('uuid', { array: true }) evidenceIds!: string[];
  @Column('uuid', { array: true }) authors!: string[];
  @Column('uuid', { ...maybe }) createdBy!: string | null;
  @Column(now) createdAt!: Date;
  @Column(later) endedAt!: Date | null;
}

@Entity('vote')
@ForeignKey('newsroom', ['newsroom'], ['id'], { name: 'vote_newsroom_fkey' })
@ForeignKey('verdict', ['newsroom', 'verdictId'], ['newsroom', 'id'], { name: 'vote_verdict' })
@ForeignKey('claim', ['newsroom', 'claimId'], ['newsroom', 'id'], { name: 'vote_claim' })
@ForeignKey('person', ['newsroom', 'personId'], ['newsroom', 'id'], { name: 'vote_person' })
@Check('vote_kind', `vote IN ('signOff', 'dissent')`)
@Check('vote_dissent', `vote = 'signOff' OR reason IS NOT NULL`)
@Index('vote_in_force', { synchronize: false })
@Index('vote_of_claim', ['newsroom', 'claimId', 'at', 'id'])
export class VoteEntity {
  @PrimaryColumn('uuid', { primaryKeyConstraintName: 'vote_pk' }) newsroom!: string;
  @PrimaryColumn('uuid', { primaryKeyConstraintName: 'vote_pk' }) id!: string;
  @Column('uuid') verdictId!: string;
  @Column('uuid') claimId!: string;
  @Column('uuid') personId!: string;
  @Column('text') vote!: string;
  @Column('text', { ...maybe }) reason!: string | null;
  @Column(now) at!: Date;
  @Column(later) lapsedAt!: Date | null;
}

@Entity('recusal')
@ForeignKey('newsroom', ['newsroom'], ['id'], { name: 'recusal_newsroom_fkey' })
@ForeignKey('claim', ['newsroom', 'claimId'], ['newsroom', 'id'], { name: 'recusal_claim' })
@ForeignKey('person', ['newsroom', 'personId'], ['newsroom', 'id'], { name: 'recusal_person' })
@Index('recusal_once', ['newsroom', 'claimId', 'personId'], { unique: true })
@Index('recusal_of_person', ['newsroom', 'personId'])
export class RecusalEntity {
  @PrimaryColumn('uuid', { primaryKeyConstraintName: 'recusal_pk' }) newsroom!: string;
  @PrimaryColumn('uuid', { primaryKeyConstraintName: 'recusal_pk' }) id!: string;
  @Column('uuid') claimId!: string;
  @Column('uuid') personId!: string;
  @Column('text') reason!: string;
  @Column('uuid', { ...maybe }) recordedBy!: string | null;
  @Column(now) at!: Date;
}
